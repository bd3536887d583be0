import { FAULTS, type Fault } from '@pledgeline/contract';
import { useSpoken } from '../language/use-sentences.tsx';

/** What is said beside a field at fault: the catalogue's sentence where there is one. */
export function useFaultWord(): (word: string | undefined) => string | undefined {
  const { language, sentences } = useSpoken();
  return (word) => {
    if (word === undefined) return undefined;
    const isFault = word.startsWith('OUTSIDE_') || word === 'CARD_NUMBER';
    return isFault && word in FAULTS ? FAULTS[word as Fault][language] : sentences.outside.wrong;
  };
}
