import type { OutboxMessage } from '@pledgeline/contract';
import type { Desk } from './desk.ts';
import { until } from './wait.ts';

/** An invitation leaves within seconds of the pledge. */
const INVITED_LIMIT_MS = 15_000;

/** The donor's side: reads the invitation to a pledge in the outbox, follows its link, pays in the sandbox. */
export async function payInSandbox(desk: Desk, pledge: string): Promise<void> {
  const link = await until('the invitation is in the outbox', INVITED_LIMIT_MS, async () => {
    const { messages } = await desk.get<{ messages: OutboxMessage[] }>('/api/outbox');
    return messages.find((message) => message.pledge === pledge)?.link;
  });
  const outbox = await desk.screen('/outbox');
  const path = new URL(link).pathname;
  const [page] = await Promise.all([
    outbox.waitForEvent('popup'),
    outbox.locator(`a[href*="${path}"]`).first().click(),
  ]);
  await page.getByRole('button', { name: /^(Régler mon don|Pay)/ }).click();
  await page.getByRole('button', { name: /^(Payer|Pay)$/ }).click();
  await page.getByRole('heading', { name: /^(Votre don est arrivé|Your gift has arrived)/ }).waitFor();
  await page.close();
  await outbox.close();
}
