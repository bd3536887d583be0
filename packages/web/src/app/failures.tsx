import { FAULTS, type Fault, type Language } from '@pledgeline/contract';
import { Link } from '@tanstack/react-router';
import type { Sentences } from '../language/french.ts';
import { useSentences, useSpoken } from '../language/use-sentences.tsx';
import { Refused } from './queries.ts';
import type { Refusal } from './call.ts';

/** One catalogue of faults gives the sentence; only silence has a sentence of the screens' own. */
export const faultSentence = (
  fault: Fault | 'UNREACHABLE',
  language: Language,
  sentences: Sentences,
): string => (fault === 'UNREACHABLE' ? sentences.common.unreachable : FAULTS[fault][language]);

const refusalSentence = (refusal: Refusal, language: Language, sentences: Sentences): string =>
  faultSentence(refusal.kind === 'fault' ? refusal.fault : 'UNREACHABLE', language, sentences);

/** Why a query or a change did not work, in words. */
export function Failure({ error }: { readonly error: Error | null }) {
  const { language, sentences } = useSpoken();
  if (error === null) return null;
  const refusal: Refusal = error instanceof Refused ? error.refusal : { kind: 'unreachable' };
  return (
    <p className="failure" role="alert">
      {refusalSentence(refusal, language, sentences)}
    </p>
  );
}

export function NotFound() {
  const { common } = useSentences();
  return (
    <main className="plain">
      <h1>{common.notFound}</h1>
      <Link to="/">{common.toStart}</Link>
    </main>
  );
}

export function Broken() {
  const { common } = useSentences();
  return (
    <main className="plain">
      <h1>{common.broken}</h1>
      <button type="button" className="key" onClick={() => location.reload()}>
        {common.reload}
      </button>
    </main>
  );
}

export function Loading() {
  const { common } = useSentences();
  return (
    <main className="plain" aria-busy="true">
      <output>{common.loading}</output>
    </main>
  );
}
