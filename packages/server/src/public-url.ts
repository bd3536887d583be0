import { hostInUrl, type Doors } from './adapters/http/doors.ts';
import type { Settings } from './settings.ts';

/**
 * Where donors and volunteers find us, without a slash at the end. A setting may say `0.0.0.0` or port 0; a link that is
 * sent to a donor says where it really is.
 */
export function publicUrlOf(
  settings: Pick<Settings, 'publicUrl'>,
  { doors, addresses }: { readonly doors: Doors; readonly addresses: readonly string[] },
): string {
  const url = new URL(settings.publicUrl);
  if (url.port === '0')
    url.port = String((url.protocol === 'https:' ? doors.httpsPort : null) ?? doors.httpPort);
  const [first] = addresses;
  if (first !== undefined && ['0.0.0.0', '[::]'].includes(url.hostname)) url.hostname = hostInUrl(first);
  return url.href.replace(/\/+$/, '');
}
