/** The page of the HCW with what its log says. */
import { fireEvent, render, screen } from '@testing-library/svelte';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyHcwLog, hcwLogAnswers, readHcwLog } from '../../shared/hcw-log/read.ts';
import type { Language } from '../../shared/messages/language.ts';
import { appError, ok } from '../../shared/model/error.ts';
import { hcwLogReading, hcwLogView, type HcwLogOrigin, type HcwLogView } from '../../shared/wizard/hcw-log.ts';
import type { HcwStep } from '../../shared/wizard/pages.ts';
import type { WizardView } from '../../shared/wizard/view.ts';
import { formatCertificateName, type CertificateName } from '../../shared/x509/certificate-name.ts';
import Fix from '../../src-renderer/pages/fix/Fix.svelte';
import Hcw from '../../src-renderer/pages/hcw/Hcw.svelte';
import { removeFolders } from '../unit/wizard-main/program.ts';
import { all, find, textOf, textsOf } from './dom.ts';
import { viewAt } from './journeys.ts';
import { openWindow, type TestWindow } from './window.ts';

let hcw: WizardView;
let wanted: CertificateName;
beforeAll(async () => {
  hcw = await viewAt('hcw.ready');
  if (hcw.chosen === null) throw new Error('no certificate is chosen');
  wanted = hcw.chosen.name;
});
afterAll(removeFolders);

const another = { issuer: 'CN=Another CA', subject: 'CN=mail.contoso.com' };
const line = (level: string, text: string): string =>
  `2026.11.28 09:12:00.000 ${level} 10276 [Client=UX, Cmdlet=Set-HybridConfiguration, Thread=1] ${text}`;
const set = (name: CertificateName): string =>
  line('', `START Set-HybridConfiguration -TLSCertificateName '${formatCertificateName(name)}'`);
const finish = line('', 'FINISH Time=1.0ms Results=');
const failed = line('*ERROR*', "FINISH Time=1.0ms Results=PowerShell failed to invoke 'Set-HybridConfiguration': Access is denied.");
const hcw8010 =
  '2026.11.28 09:12:05.000 *ERROR* 10025 [Client=UX, Thread=1] HCW8010 Default Receive Connector cannot be found on server EX02.';

interface Options {
  readonly origin?: HcwLogOrigin;
  readonly sameNamed?: number;
}
const logOf = (lines: readonly string[], { origin = 'followed', sameNamed = 1 }: Options = {}): HcwLogView =>
  hcwLogView(
    hcwLogReading({
      origin,
      file: '20261128_091000.log',
      answers: hcwLogAnswers(readHcwLog(emptyHcwLog, lines.map((one) => `${one}\n`).join(''))),
      problem: null,
    }),
    { name: wanted, sameNamed },
  );
const viewWith = (hcwLogs: readonly HcwLogView[], language: Language = 'en', inLog: HcwStep[] = []): WizardView => ({
  ...hcw,
  hcwLogs,
  context: { ...hcw.context, language, mode: 'guided', hcw: { ...hcw.context.hcw, ticked: inLog, inLog } },
});

async function show(view: WizardView): Promise<TestWindow> {
  const window = await openWindow(view, { 'hcw:openLog': () => Promise.resolve(ok(null)) });
  render(Hcw, { view });
  return window;
}
const log = (): HTMLElement => find('[data-log]');

describe('the card of the log', () => {
  it.each([
    ['en', 'From the log of the HCW', 'Open a log of the HCW'],
    ['ja', 'HCW のログから', 'HCW のログを開く'],
  ] as const)('is there without a log, with the button that opens one (%s)', async (language, title, open) => {
    const { asked } = await show(viewWith([], language));
    expect(screen.getByRole('heading', { name: title })).not.toBeNull();
    expect(all('[data-log]')).toEqual([]);
    await fireEvent.click(screen.getByRole('button', { name: open }));
    expect(asked).toEqual([['hcw:openLog', undefined]]);
  });

  it('is not there in practice', async () => {
    const view = viewWith([]);
    await show({ ...view, context: { ...view.context, mode: 'practice' } });
    expect(screen.queryByRole('button', { name: 'Open a log of the HCW' })).toBeNull();
  });

  it.each([
    ['en', 'The chosen certificate', '1 finished, 0 failed, 0 not known to have finished', 'The log does not say that a run succeeded'],
    ['ja', '選択した証明書', '完了 1、失敗 0、完了したかどうか不明 0', '実行が成功したことはログからはわからない'],
  ] as const)('names the certificate and what became of the commands, and does not call it a success (%s)', async (language, ...parts) => {
    await show(viewWith([logOf([set(wanted), finish])], language));
    for (const part of [...parts, formatCertificateName(wanted), '2026.11.28 09:12:00.000']) expect(textOf(log())).toContain(part);
    expect(all('[role="alert"]')).toEqual([]);
  });

  it('does not count a name that a later command has replaced', async () => {
    await show(viewWith([logOf([set(another), finish, set(wanted), finish])]));
    const status = (relation: string): string | undefined => find(`[data-relation="${relation}"] .status`).classList[1];
    expect([status('chosen'), status('another')]).toEqual(['info', 'info']);
    expect(textOf(find('[data-relation="another"]'))).toContain('Set earlier in this log');
    expect(all('[role="alert"]')).toEqual([]);
  });

  it('says that the name does not show which certificate was selected where several have it', async () => {
    await show(viewWith([logOf([set(wanted), finish], { sameNamed: 2 })]));
    expect(textOf(log())).toContain('2 installed certificates have this name.');
  });

  it('says of a log that was opened that it marks nothing, and of another file that it is no log', async () => {
    await show(viewWith([logOf([set(wanted), finish], { origin: 'opened' })]));
    expect(textOf(log())).toContain('it marks no step');
    document.body.replaceChildren();
    await show(viewWith([logOf(['Something else'], { origin: 'opened' })]));
    expect(textOf(log())).toBe('20261128_091000.log This was not recognized as a log of the HCW, or it could not be read');
  });

  it('says that the log cannot be read any more', async () => {
    const problem = appError('file.unreadable', { path: 'a.log', message: 'EACCES' });
    await show(viewWith([{ ...logOf([set(wanted)]), problem }]));
    expect(textsOf(all('.bar.warning', log()))[0]).toContain('what the HCW does now is not known');
  });

  it('shows an error with its meaning and what to do where it is known, and as it is where it is not', async () => {
    await show(viewWith([logOf([set(wanted), failed, hcw8010])]));
    expect(textOf(find('[data-message="receiveConnector"]'))).toContain('add the binding [::]:25');
    expect(textOf(find('[data-testid="log-failures"]'))).toContain(
      "PowerShell failed to invoke 'Set-HybridConfiguration': Access is denied.",
    );
  });
});

describe('another certificate in the log', () => {
  it.each([
    ['en', 'begun', 'Go back in the HCW before you click Update.'],
    ['ja', 'begun', '[更新] をクリックする前に'],
    ['en', 'written', 'What they wrote with it: Set-HybridConfiguration: finished without an error'],
    ['ja', 'written', 'この証明書で書き込まれたもの: Set-HybridConfiguration: エラーなしで完了'],
  ] as const)('is announced at the top of the page (%s, %s)', async (language, state, part) => {
    await show(viewWith([logOf([set(another), ...(state === 'written' ? [finish] : [])])], language));
    const [alert] = all('[role="alert"]');
    expect(textOf(alert ?? null)).toContain(part);
    expect(textOf(alert ?? null)).toContain(formatCertificateName(another));
    expect(textOf(alert ?? null).includes('before you click Update')).toBe(language === 'en' && state === 'begun');
    const steps = find('[data-step]');
    expect((alert?.compareDocumentPosition(steps) ?? 0) & Node.DOCUMENT_POSITION_FOLLOWING).not.toBe(0);
  });
});

describe('a step that the log shows', () => {
  it.each([
    ['en', 'Shown by the log'],
    ['ja', 'ログで確認'],
  ] as const)('is marked as such, and can be unticked (%s)', async (language, mark) => {
    const { sent } = await show(viewWith([], language, ['2-1']));
    expect(all('[data-testid="in-log"]').map((one) => one.closest('[data-step]')?.getAttribute('data-step'))).toEqual(['2-1']);
    expect(textOf(find('[data-step="2-1"]'))).toContain(mark);
    await fireEvent.click(screen.getAllByRole('checkbox')[0] ?? document.body);
    expect(sent).toEqual([{ type: 'TICK', step: '2-1', ticked: false }]);
  });
});

describe('a known message of the log', () => {
  const text = 'HCW8010 Default Receive Connector cannot be found on server EX02.';

  it('is used with one click as if it had been pasted', async () => {
    const view = viewWith([logOf([hcw8010])]);
    const { sent } = await show(view);
    await fireEvent.click(screen.getByRole('button', { name: 'Use this message' }));
    expect(sent).toEqual([{ type: 'PASTE_HCW_MESSAGE', text }]);
  });

  it('is not offered once it is used', async () => {
    const view = viewWith([logOf([hcw8010])]);
    await show({ ...view, context: { ...view.context, hcw: { ...view.context.hcw, message: text } } });
    expect(screen.queryByRole('button', { name: 'Use this message' })).toBeNull();
  });

  it('is also offered where the causes are looked for', async () => {
    const view = viewWith([logOf([hcw8010])]);
    const fix = {
      ...view,
      page: 'fix',
      phase: 'ready',
      context: { ...view.context, hcw: { ...view.context.hcw, answer: 'notListed' } },
    } as const;
    const { sent } = await openWindow(fix);
    render(Fix, { view: fix });
    await fireEvent.click(screen.getByRole('button', { name: 'Use this message' }));
    expect(sent).toEqual([{ type: 'PASTE_HCW_MESSAGE', text }]);
  });
});
