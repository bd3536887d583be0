/** Only a web address becomes a link; whatever else stands in a message stays text. */
export function safeLink(link: string, origin: string): string | null {
  if (!URL.canParse(link, origin)) return null;
  const address = new URL(link, origin);
  return address.protocol === 'https:' || address.protocol === 'http:' ? address.href : null;
}
