/** From what was collected to the plan for the renewed certificate, in practice organizations where another one stands before it. */
import type { WizardWindow } from '../../scripts/tour/window.ts';
import { thumbprintOf } from '../../src-main/exchange/practice/objects/certificate.ts';
import { renewed } from '../../src-main/exchange/practice/organizations/certificates.ts';

/** No test takes longer, so it is at most so long since the organization was made. */
const longestMs = 10 * 60_000;

export async function planRenewed({ page, primary, at }: WizardWindow): Promise<void> {
  const now = Date.now();
  // The thumbprint depends on the day, and midnight may have passed meanwhile.
  const certificates = await Promise.all([now, now - longestMs].map((at) => renewed(new Date(at))));
  const cards = certificates.map((one) => `[data-thumbprint="${thumbprintOf(one)}"]`);
  await primary();
  await at('certificate.ready');
  await page.locator(cards.join(', ')).click();
  await page.locator(cards.map((card) => `${card}[data-state="checked"]`).join(', ')).waitFor();
  for (const place of ['preChecks.ready', 'plan.ready']) {
    await primary();
    await at(place);
  }
}
