/** An answer's Date header counts whole seconds: a smaller difference says nothing. */
const TRUSTED_ABOVE_MS = 2_000;
let aheadMs = 0;

/** Leases end by the server's clock; a volunteer's laptop may be minutes off. */
export function noteServerDate(header: string | null): void {
  const server = header === null ? Number.NaN : Date.parse(header);
  if (Number.isNaN(server)) return;
  const difference = server + 500 - Date.now();
  aheadMs = Math.abs(difference) > TRUSTED_ABOVE_MS ? difference : 0;
}

export const serverNow = (): number => Date.now() + aheadMs;
