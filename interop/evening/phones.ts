import { acceptedBy, answerTo } from '../answers.ts';
import { Wire, type Endpoint } from '../wire.ts';

/** Desk phones, all of them at one port: they pick up by themselves and hang up when they are told. */
export async function openPhones(line: Endpoint): Promise<Wire> {
  const phones = await Wire.open();
  phones.onMessage((text) => {
    if (text.startsWith('INVITE ')) phones.send(acceptedBy(text, phones), line);
    else if (text.startsWith('BYE ') || text.startsWith('CANCEL ')) phones.send(answerTo(text), line);
  });
  return phones;
}
