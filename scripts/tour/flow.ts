/** The complete flow of the wizard, as a user drives it; `look` is called on every page. */
import type { WizardWindow } from './window.ts';

export type Look = (name: string) => Promise<void>;

const unseen: Look = () => Promise.resolve();

/** How the organization is reached. `user`: who signs in to Exchange Online, `null` when that is skipped */
export type Manner =
  | { readonly mode: 'practice'; readonly scenario?: string }
  | { readonly mode: 'connected'; readonly server: string; readonly user: string | null };

/** From the first page to the connected organization, where gathering begins. */
async function connect(window: WizardWindow, manner: Manner, look: Look = unseen): Promise<void> {
  const { page, at, primary } = window;
  await at('start.ready');
  await page.locator(`[data-choice="${manner.mode}"]`).click();
  await page.locator(`[data-choice="${manner.mode}"][data-state="checked"]`).waitFor();
  if (manner.mode === 'practice' && manner.scenario !== undefined) {
    await page.locator('select').last().selectOption(manner.scenario);
  }
  await look('start');
  await primary();
  await at('before.ready');
  await look('before');
  await primary();
  await at('onPremises.ready');
  if (manner.mode === 'connected') await page.getByTestId('server').fill(manner.server);
  await look('on-premises');
  await primary();
  await at('exchangeOnline.ready');
  if (manner.mode === 'connected' && manner.user !== null) await page.getByTestId('user').fill(manner.user);
  await look('exchange-online');
  if (manner.mode === 'connected' && manner.user === null) await window.secondary('SKIP_EXCHANGE_ONLINE');
  else await primary();
}

/** From the first page to the gathered data. */
export async function gather(window: WizardWindow, manner: Manner, look: Look = unseen): Promise<void> {
  await connect(window, manner, look);
  if (manner.mode === 'practice') {
    await window.at('collect.running');
    await look('gathering');
  }
  await window.at('collect.done');
  await look('gathered');
}

/** From the gathered data to the plan of the reset, with the first certificate of that verdict. */
export async function plan({ page, at, primary }: WizardWindow, look: Look = unseen, verdict = 'qualifies'): Promise<void> {
  await primary();
  await at('certificate.ready');
  await page.locator(`[data-thumbprint][data-verdict="${verdict}"]`).first().click();
  await page.locator(`[data-thumbprint][data-verdict="${verdict}"][data-state="checked"]`).waitFor();
  await look('certificate');
  await primary();
  await at('preChecks.ready');
  await look('pre-checks');
  await primary();
  await at('plan.ready');
  await look('plan');
  await page.locator('[data-choice="reset"]').click();
  await page.locator('[data-choice="reset"][data-state="checked"]').waitFor();
  await look('plan-reset');
}

/** From the plan to its last command: with several servers the wizard waits after the first one. */
export async function carryOut({ page, primary }: WizardWindow, look: Look = unseen): Promise<void> {
  await primary();
  const ended = page.locator('main[data-step="change.stopped"], main[data-step="change.done"]');
  await ended.waitFor();
  if ((await ended.getAttribute('data-step')) === 'change.stopped') {
    await look('first-server');
    await primary();
    await page.locator('main[data-step="change.done"]').waitFor();
  }
  await look('changed');
}

/** From the plan of the reset to the reset connectors, and on to the HCW. */
export async function reset(window: WizardWindow, look: Look = unseen): Promise<void> {
  await carryOut(window, look);
  await window.primary();
  await window.at('hcw.ready');
}

/** Ticks the HCW's steps up to 2-3 and says at 2-4 what the HCW shows. */
export async function answerHcw({ page }: WizardWindow, answer: 'selected' | 'notSelected' | 'notListed'): Promise<void> {
  for (const step of ['2-1', '2-2', '2-3']) await tick(page, step);
  await page.locator(`[data-choice="${answer}"]`).click();
  await page.locator(`[data-choice="${answer}"][data-state="checked"]`).waitFor();
}

/** When the certificate is not selected: name the certificate in the hybrid configuration, then the HCW again. */
export async function fix({ at, primary }: WizardWindow, look: Look = unseen): Promise<void> {
  await primary();
  await at('fix.ready');
  await look('fix');
  await primary();
  await at('change.done');
  await look('fixed');
  await primary();
  await at('hcw.ready');
}

/** The HCW's last steps: what it updates, and its end. */
export async function endHcw({ page }: WizardWindow): Promise<void> {
  for (const step of ['2-5', '2-6']) await tick(page, step);
}

/** From the HCW's end to the saved report. */
export async function finish(window: WizardWindow, report: string, look: Look = unseen): Promise<void> {
  const { page, at, primary } = window;
  await look('hcw-done');
  await primary();
  await at('postChecks.done');
  await look('post-checks');
  await primary();
  await at('finish.ready');
  await window.saveTo(report);
  await page.getByTestId('save-report').click();
  await page.getByText(report).waitFor();
  await look('finish');
}

async function tick(page: WizardWindow['page'], step: string): Promise<void> {
  const row = page.locator(`[data-step="${step}"]`);
  if ((await row.getAttribute('data-ticked')) === 'true') return;
  await row.locator('button.mark').click();
  await page.locator(`[data-step="${step}"][data-ticked="true"]`).waitFor();
}
