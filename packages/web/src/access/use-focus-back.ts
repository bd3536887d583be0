import { useEffect, useRef, type RefObject } from 'react';

/** The key that opened a form has the focus again once the form is closed: where it was, work goes on. */
export function useFocusBack(editing: boolean): RefObject<HTMLButtonElement | null> {
  const key = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);
  useEffect(() => {
    if (wasEditing.current && !editing) key.current?.focus();
    wasEditing.current = editing;
  }, [editing]);
  return key;
}
