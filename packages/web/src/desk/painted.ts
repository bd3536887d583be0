/**
 * Calls back once what was drawn last is on the screen: the first frame draws it, the second comes after it was shown.
 * A hidden tab paints nothing and says nothing; the line waits for it no longer than its bound.
 */
export function whenPainted(done: () => void): { readonly cancel: () => void } {
  if (document.hidden) return { cancel: () => undefined };
  let frame = requestAnimationFrame(() => {
    frame = requestAnimationFrame(done);
  });
  return { cancel: () => cancelAnimationFrame(frame) };
}
