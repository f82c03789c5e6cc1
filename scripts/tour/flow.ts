/** The complete flow of the Article, as a user drives it; `look` is called on every page. */
import type { WizardWindow } from './window.ts';

export type Look = (name: string) => Promise<void>;

/** From the first page to the gathered data, in practice mode. */
export async function gatherPractice({ page, at, primary }: WizardWindow, look: Look): Promise<void> {
  await at('start.shown');
  await page.locator('[data-choice="practice"]').click();
  await look('start');
  await primary();
  await at('before.shown');
  await look('before');
  await primary();
  await at('onPremises.shown');
  await look('on-premises');
  await primary();
  await at('exchangeOnline.shown');
  await look('exchange-online');
  await primary();
  await at('gather.running');
  await look('gathering');
  await at('gather.done');
  await look('gathered');
}

/** From the gathered data to the reset connectors. */
export async function resetConnectors({ page, at, primary }: WizardWindow, look: Look): Promise<void> {
  await primary();
  await at('certificate.shown');
  await page.locator('[data-verdict="qualifies"]').first().click();
  await page.locator('[data-verdict="qualifies"][data-state="checked"]').waitFor();
  await look('certificate');
  await primary();
  await at('preChecks.shown');
  await look('pre-checks');
  await primary();
  await at('plan.shown');
  await look('plan');
  await primary();
  await at('change.done');
  await look('reset');
  await primary();
  await at('hcw.shown');
}

/** Ticks the HCW's steps up to 2-3 and says at 2-4 what the HCW shows. */
export async function answerHcw({ page }: WizardWindow, answer: 'selected' | 'notSelected' | 'notListed'): Promise<void> {
  for (const step of ['2-1', '2-2', '2-3']) await tick(page, step);
  await page.locator(`[data-choice="${answer}"]`).click();
  await page.locator(`[data-choice="${answer}"][data-state="checked"]`).waitFor();
}

/** The branch of the Article: name the certificate in the hybrid configuration, then the HCW again. */
export async function remedy({ at, primary }: WizardWindow, look: Look): Promise<void> {
  await primary();
  await at('remediation.review');
  await look('remediation');
  await primary();
  await at('remediation.done');
  await look('remediated');
  await primary();
  await at('hcw.shown');
}

/** The rest of the HCW, the post-checks and the report. */
export async function finish(window: WizardWindow, look: Look, report: string): Promise<void> {
  const { page, at, primary } = window;
  for (const step of ['2-5', '2-6']) await tick(page, step);
  await look('hcw-done');
  await primary();
  await at('postChecks.done');
  await look('post-checks');
  await primary();
  await at('finish.shown');
  await window.saveTo(report);
  await page.getByTestId('save-report').click();
  await page.getByText(report).waitFor();
  await look('finish');
}

async function tick(page: WizardWindow['page'], step: string): Promise<void> {
  await page.locator(`[data-step="${step}"] button.mark`).click();
  await page.locator(`[data-step="${step}"][data-ticked="true"]`).waitFor();
}
