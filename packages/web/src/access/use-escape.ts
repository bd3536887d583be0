import { useEffect, useEffectEvent, type RefObject } from 'react';

/** Escape anywhere within leaves what was begun there. */
export function useEscape(within: RefObject<HTMLElement | null>, leave: () => void): void {
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    if (event.key === 'Escape') leave();
  });
  useEffect(() => {
    const element = within.current;
    element?.addEventListener('keydown', pressed);
    return () => element?.removeEventListener('keydown', pressed);
  }, [within]);
}
