/** `0:07`, `12:40`, `1:02:09`: how long something has been so; a clock that runs behind shows nothing negative. */
export function duration(since: number, now: number): string {
  const seconds = Math.max(0, Math.floor((now - since) / 1_000));
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  const two = (count: number): string => String(count).padStart(2, '0');
  const tail = two(seconds % 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${tail}` : `${minutes}:${tail}`;
}
