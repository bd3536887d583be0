import { isWholeBlock, PHONE_ACCOUNT_LIMITS, readNetwork, readPhoneNetwork } from '@pledgeline/contract';

/** Why an entry is no network that telephones may register from. */
type NetworkFault = 'unreadable' | 'notWhole' | 'tooWide';

type Typed =
  | { readonly kind: 'networks'; readonly networks: readonly string[] }
  | { readonly kind: 'wrong'; readonly entry: string; readonly fault: NetworkFault }
  | { readonly kind: 'too-many' };

/** One network a line, or parted by spaces, commas and semicolons; the first that is wrong is named. */
export function readNetworks(typed: string): Typed {
  const entries = [...new Set(typed.split(/[\s,;]+/).filter((entry) => entry !== ''))];
  for (const entry of entries) {
    const fault = faultOf(entry);
    if (fault !== null) return { kind: 'wrong', entry, fault };
  }
  if (entries.length > PHONE_ACCOUNT_LIMITS.networksPerSiteMax) return { kind: 'too-many' };
  return { kind: 'networks', networks: entries };
}

function faultOf(entry: string): NetworkFault | null {
  const network = readNetwork(entry);
  if (network === null) return 'unreadable';
  if (!isWholeBlock(network)) return 'notWhole';
  return readPhoneNetwork(entry) === null ? 'tooWide' : null;
}
