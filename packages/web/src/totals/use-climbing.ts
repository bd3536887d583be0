import { useEffect, useRef, useState } from 'react';
import { climbed, CLIMB_MS } from './climb.ts';

/** A figure on its way to `value`; at once where motion is not wanted. */
export function useClimbing(value: number): number {
  const [shown, setShown] = useState(value);
  const last = useRef(value);
  const still = globalThis.matchMedia('(prefers-reduced-motion: reduce)').matches;
  useEffect(() => {
    const from = last.current;
    if (from === value) return undefined;
    if (still) {
      last.current = value;
      return undefined;
    }
    const start = performance.now();
    let frame = requestAnimationFrame(function climb(now: number) {
      const at = climbed(from, value, now - start);
      last.current = at;
      setShown(at);
      if (now - start < CLIMB_MS) frame = requestAnimationFrame(climb);
    });
    return () => cancelAnimationFrame(frame);
  }, [value, still]);
  return still ? value : shown;
}
