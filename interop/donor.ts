import type { Page } from 'playwright-core';

/** The donor's side, from the newest message of the outbox: follows the link, chooses to pay, pays in the sandbox. */
export async function payInSandbox(outbox: Page): Promise<void> {
  const link = outbox.getByRole('link', { name: /Open the donor’s page/ }).first();
  const [page] = await Promise.all([outbox.waitForEvent('popup'), link.click()]);
  await page.getByRole('button', { name: /^(Pay|Régler|Payer)/ }).click();
  await page.getByRole('button', { name: /^(Pay|Régler|Payer)/ }).click();
  await page.waitForLoadState();
  await page.close();
}
