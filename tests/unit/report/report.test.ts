import { textOf } from '../../../shared/messages/labels.ts';
import { undoOf } from '../plan/script-plans.ts';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appError } from '../../../shared/model/error.ts';
import type { Direction } from '../../../shared/mail-flow/verdict.ts';
import { proofHeaders } from '../../../shared/mail-flow/proof.ts';
import { changes } from '../../../shared/commands/call.ts';
import { renderCall } from '../../../shared/commands/render.ts';
import { m } from '../../../shared/messages/compiled/messages.js';
import { dateText, zonedMinuteText, zonedMomentText } from '../../../shared/messages/dates.ts';
import { findingText, groupText } from '../../../shared/messages/finding-text.ts';
import { groupFindings } from '../../../shared/rules/finding-groups.ts';
import { formatCertificateName } from '../../../shared/x509/certificate-name.ts';
import { about, finding } from '../../../shared/rules/finding.ts';
import { links } from '../../../shared/ipc/choices.ts';
import { unknown, unknownReasons } from '../../../shared/model/known.ts';
import type { Organization } from '../../../shared/model/organization.ts';
import { callSteps, type CallStep } from '../../../shared/plan/plan.ts';
import { stepStates } from '../../../shared/run/step-record.ts';
import type { Interval } from '../../../shared/run/exposure.ts';
import type { RunView, StepView } from '../../../shared/run/run-view.ts';
import type { RunKind } from '../../../shared/wizard/context.ts';
import { languages, type Language } from '../../../shared/messages/language.ts';
import type { WizardView } from '../../../shared/wizard/view.ts';
import type { ReportOrigin } from '../../../src-main/report/first-page.ts';
import { renderReport } from '../../../src-main/report/report.ts';
import { compareValues, valuesOf } from '../../../src-main/report/values.ts';
import { goTo } from '../wizard-main/administrator.ts';
import { intercepted, newFolder, removeFolders, startProgram } from '../wizard-main/program.ts';
import { main, parse, rowsBelow } from './parsed.ts';

const at = new Date('2026-11-20T12:34:56Z');
const origin: ReportOrigin = { at, user: 'CONTOSO\\admin', program: 'Hybrid Certificate Wizard 1.2.3' };
const read = (view: WizardView, from = origin) => parse(renderReport(view, from));
/** The report, as the wizard writes it in that language. */
const readIn = (view: WizardView, language: Language) => main(read({ ...view, context: { ...view.context, language } }));

const capabilities = 'mail.protection.outlook.com:AcceptCloudServicesMail';

let planned: WizardView;
let finished: WizardView;
let failed: WizardView;
let rolledBack: WizardView;
beforeAll(async () => {
  const program = await startProgram(await newFolder());
  planned = await goTo(program, 'plan.ready');
  finished = await goTo(program, 'finish.ready');
  const broken = await startProgram(await newFolder(), {
    exchange: intercepted((call, send) =>
      call.cmdlet === 'Set-ReceiveConnector' && String(call.parameters['Identity']).startsWith('EX02')
        ? Promise.resolve({ ok: false, error: appError('cmdlet.failed', { message: 'Access is <denied>.' }) })
        : send(),
    ),
  });
  const paused = await goTo(broken, 'change.stopped');
  await broken.controller.send({ type: 'COMMIT', plan: paused.context.plans.apply?.id ?? '' });
  failed = await broken.until(({ task }) => task === null);
  const back = await startProgram(await newFolder());
  await goTo(back, 'change.done');
  await back.controller.send({ type: 'SHOW_ROLLBACK' });
  await goTo(back, 'change.rollbackReview');
  rolledBack = await goTo(back, 'change.done');
});
afterAll(removeFolders);

const stepsOf = ({ context }: WizardView, kind: RunKind = 'apply'): readonly CallStep[] => {
  const plan = context.plans[kind];
  if (plan === null) throw new Error('nothing was planned');
  return callSteps(plan);
};
/** The same view with another run of the change. */
const withRun = (view: WizardView, change: (run: RunView) => Partial<RunView>): WizardView => {
  const { apply } = view.context.runs;
  if (apply === null) throw new Error('nothing was begun');
  return { ...view, context: { ...view.context, runs: { ...view.context.runs, apply: { ...apply, ...change(apply) } } } };
};
const withStepViews = (view: WizardView, change: (step: StepView, id: string) => Partial<StepView>): WizardView =>
  withRun(view, ({ steps }) => ({
    steps: Object.fromEntries(Object.entries(steps).map(([id, step]) => [id, { ...step, ...change(step, id) }])),
  }));

const changedOrganization = (view: WizardView, verified: (organization: Organization) => Organization): WizardView => {
  if (view.context.verified === null) throw new Error('nothing was verified');
  return { ...view, context: { ...view.context, verified: verified(view.context.verified) } };
};

describe('one file that needs nothing else', () => {
  it('has no script, no handler, no frame, no form, and loads nothing', () => {
    const document = read(finished);
    expect(document.querySelectorAll('script, iframe, object, embed, form, link, img, base, audio, video, svg')).toHaveLength(0);
    const attributes = [...document.querySelectorAll('*')].flatMap((element) => [...element.attributes]);
    expect(attributes.filter(({ name }) => name.startsWith('on') || ['src', 'srcset', 'style', 'action'].includes(name))).toEqual([]);
    const targets = attributes.filter(({ name }) => name === 'href').map(({ value }) => value);
    expect(targets.filter((target) => !Object.values<string | null>(links).includes(target))).toEqual([]);
    expect(document.querySelector('style')?.textContent).not.toMatch(/@import|url\(/);
    expect(document.querySelector('meta[http-equiv]')?.getAttribute('content')).toBe("default-src 'none'; style-src 'unsafe-inline'");
  });

  it.each(languages)('is in the language of the wizard, and in no other (%s)', (language) => {
    const document = read({ ...finished, context: { ...finished.context, language } });
    expect(document.documentElement.getAttribute('lang')).toBe(language);
    expect(document.title).toBe(m.report_title({}, { locale: language }));
    expect(document.querySelectorAll('main')).toHaveLength(1);
    expect(main(document).querySelector('h1')?.textContent).toBe(m.report_title({}, { locale: language }));
    if (language === 'en') expect(document.body.textContent).not.toMatch(/[\p{sc=Hira}\p{sc=Kana}\p{sc=Han}]/u);
    const headings = [...document.querySelectorAll('h2, thead th')].map(({ textContent }) => textContent).filter((text) => text !== '');
    if (language === 'ja') expect(headings.filter((text) => !/[\p{sc=Hira}\p{sc=Kana}\p{sc=Han}]/u.test(text))).toEqual([]);
  });

  it('has the same tables in both languages: same rows, same columns', () => {
    const shape = (language: Language): readonly number[][] =>
      [...readIn(finished, language).querySelectorAll('table')].map((table) =>
        [...table.querySelectorAll('tr')].map((row) => row.children.length),
      );
    expect(shape('ja')).toEqual(shape('en'));
    expect(shape('en').length).toBeGreaterThanOrEqual(5);
  });

  it('says that it was practice only when it was', () => {
    expect(read(finished).querySelectorAll('.practice')).toHaveLength(1);
    expect(read({ ...finished, context: { ...finished.context, mode: 'connected' } }).querySelectorAll('.practice')).toHaveLength(0);
  });

  it('has headings that name their columns and rows', () => {
    for (const table of read(finished).querySelectorAll('table')) {
      expect([...table.querySelectorAll('thead th')].every((cell) => cell.getAttribute('scope') === 'col')).toBe(true);
      for (const row of table.querySelectorAll('tbody tr')) {
        expect(row.children[0]?.tagName).toBe('TH');
        expect(row.children[0]?.getAttribute('scope')).toBe('row');
      }
    }
  });
});

describe.each(languages)('in %s', (language) => {
  const locale = { locale: language };

  it('has every command with its time, duration and result, and each that changes something in a row of its own', () => {
    const { commands } = finished.context;
    const rows = rowsBelow(readIn(finished, language), m.report_commands({}, locale)) ?? [];
    const time = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'long' });
    // Reads that succeeded one after the other share a row, the same one once with how often it ran; what they select stands once in full.
    const shown = rows.flatMap(([, text = '']) => text.split('; '));
    const counted = shown.map((text) => {
      const [, command = '', count = '1'] = /^(.*?)(?: \((\d+)×\))?$/.exec(text) ?? [];
      return { command: command.split(' | ')[0], count: Number(count) };
    });
    const ran = commands.map(({ call }) => renderCall(call).split(' | ')[0]);
    expect(counted.flatMap(({ command, count }) => Array.from({ length: count }, () => command)).sort()).toEqual([...ran].sort());
    const selected = new Set(commands.flatMap(({ call }) => renderCall(call).split(' | Select-Object -Property ')[1] ?? []));
    const written = shown.flatMap((text) => text.replace(/ \(\d+×\)$/, '').split(' | Select-Object -Property ')[1] ?? []);
    expect(written.sort()).toEqual([...selected].sort());
    for (const record of commands.filter(({ call }) => changes(call)))
      expect(rows).toContainEqual([
        time.format(new Date(record.at)),
        renderCall(record.call),
        m.report_milliseconds({ value: String(record.durationMs) }, locale),
        m.report_command_ok({}, locale),
      ]);
    expect(rows[0]?.[0]).toBe(time.format(new Date(commands[0]?.at ?? '')));
    const total = commands.reduce((sum, { durationMs }) => sum + durationMs, 0);
    const milliseconds = rows.map(([, , text = '']) => Number(text.replaceAll(/\D/g, '')));
    expect(milliseconds.reduce((sum, value) => sum + value, 0)).toBe(total);
    const bold = [...readIn(finished, language).querySelectorAll('td > strong > code')].map(({ textContent }) => textContent);
    for (const record of commands.filter(({ call }) => changes(call))) expect(bold).toContain(renderCall(record.call));
  });

  it('has a failed command with the words of the server', () => {
    const rows = rowsBelow(readIn(failed, language), m.report_commands({}, locale)) ?? [];
    expect(rows.filter(([, , , result]) => result === 'cmdlet.failed: Access is <denied>.')).toHaveLength(1);
  });

  it('has each value whole, before and after; servers with the same values share a row', () => {
    const { baseline, verified } = finished.context;
    if (baseline === null || verified === null) throw new Error('nothing was verified');
    const rows = rowsBelow(readIn(finished, language), m.report_values({}, locale)) ?? [];
    const [first, second] = rows;
    expect(first?.slice(0, 2)).toEqual(['EX01–EX03: Default Frontend', 'TlsCertificateName']);
    expect(first?.slice(2)).toEqual(
      [finished.chosenDetails?.nameChange.old[0], finished.chosen?.name].map((name) =>
        name === undefined ? '' : formatCertificateName(name),
      ),
    );
    expect(second).toEqual(['EX01–EX03: Default Frontend', 'TlsDomainCapabilities', capabilities, capabilities]);
    expect(rows.map(([object, value]) => `${object ?? ''} ${value ?? ''}`)).toContain('EX01–EX03 InternalTransportCertificateThumbprint');
    expect(rows.find(([, value]) => value === 'InternalTransportCertificateThumbprint')?.slice(2)).toEqual([
      m.group_differs({}, locale),
      m.group_differs({}, locale),
    ]);
    expect(rows.length).toBeLessThan(compareValues(valuesOf(baseline, language), valuesOf(verified, language)).length);
  });

  it('says on the first page what changed, and nothing else', () => {
    const rows = rowsBelow(readIn(finished, language), m.report_changed({}, locale)) ?? [];
    expect(rows.map(([object, value]) => [object, value])).toEqual([
      ['EX01–EX03: Default Frontend', 'TlsCertificateName'],
      [expect.stringMatching(/^Outbound to Office 365/), 'TlsCertificateName'],
      ['Hybrid Configuration', 'TlsCertificateName'],
    ]);
    for (const [, , before, after] of rows) expect(before).not.toBe(after);
    const same = changedOrganization(finished, () => finished.context.baseline ?? expect.fail());
    expect(readIn(same, language).textContent).toContain(m.report_changed_nothing({}, locale));
  });

  it('has a connector that is gone, and one that is new', () => {
    const view = changedOrganization(finished, (organization) => ({
      ...organization,
      sendConnectors: organization.sendConnectors.known
        ? {
            known: true,
            value: organization.sendConnectors.value.map((one) =>
              one.cloudServicesMailEnabled.known ? { ...one, identity: `New ${one.identity}` } : one,
            ),
          }
        : organization.sendConnectors,
    }));
    const missing = m.report_missing({}, locale);
    const rows = rowsBelow(readIn(view, language), m.report_values({}, locale)) ?? [];
    expect(rows.filter(([, , , after]) => after === missing)).toHaveLength(1);
    const added = rows.filter(([, , before]) => before === missing);
    expect(added).toHaveLength(1);
    expect(added[0]?.[0]).toMatch(/^New Outbound to Office 365/);
  });

  it.each(unknownReasons)('says unknown, and why, when a value is %s', (reason) => {
    const view = changedOrganization(finished, (organization) => ({
      ...organization,
      hybridConfiguration: unknown(reason, 'The RPC server is <unavailable>.'),
    }));
    const rows = rowsBelow(readIn(view, language), m.report_values({}, locale)) ?? [];
    const words = (rows.find(([object]) => object === 'Hybrid Configuration') ?? [])[3] ?? '';
    expect(words).toContain(m.value_unknown({}, locale));
    expect(words).toContain(m[`unknown_${reason}`]({}, locale));
    expect(words).toContain('The RPC server is <unavailable>)');
  });

  it('names in its language a list of connectors that could not be read', () => {
    const unread = (organization: Organization): Organization => ({ ...organization, sendConnectors: unknown('failed', 'RPC') });
    const { baseline } = finished.context;
    if (baseline === null) throw new Error('nothing was read');
    const view = changedOrganization({ ...finished, context: { ...finished.context, baseline: unread(baseline) } }, unread);
    const rows = rowsBelow(readIn(view, language), m.report_values({}, locale)) ?? [];
    expect(rows.map(([object]) => object)).toContain(m.topic_sendConnectors({}, locale));
  });

  it('writes every date as its language does', () => {
    const view = finished;
    // The name of the folder of the run has a date in it.
    const text = readIn(view, language).textContent.replaceAll(view.context.runs.apply?.path ?? '-', '');
    expect(text).toContain(dateText(view.chosen?.facts.notAfter ?? '', language));
    expect(text).not.toMatch(/\b\d{4}-\d{2}-\d{2}/);
  });

  it('begins with the verdict, as on the last page, and with both directions before and after', () => {
    const root = readIn(finished, language);
    expect(root.querySelector('.verdict')?.textContent).toBe(m.finish_title_ok({}, locale));
    const internal = m.flow_verdict_internal({}, locale);
    expect(rowsBelow(root, m.flow_label({}, locale))).toEqual([
      [m.flow_toOnPremises({}, locale), internal, internal],
      [m.flow_toExchangeOnline({}, locale), internal, internal],
    ]);
    const order = [...root.children].map(({ className, tagName }) => className || tagName);
    expect(order.slice(0, 3)).toEqual(['H1', 'practice', 'verdict']);
    expect(order.at(-1)).toBe('annex');
  });

  it('says worse mail flow with its reason, and nothing of what was changed after the reading', () => {
    if (finished.mailFlow === null) throw new Error('nothing was read');
    const [first, second] = finished.mailFlow.directions;
    if (first === undefined || second === undefined) throw new Error('two directions');
    const reason = finding(about('mail.capabilities', 'EX02'), 'empty', { connector: 'EX02\\Default Frontend EX02' });
    const directions = [
      { ...first, verdict: 'external' as const, reason },
      { ...second, verdict: 'unknown' as const, reason: null, changedSince: true },
    ];
    const rows = rowsBelow(readIn({ ...finished, mailFlow: { ...finished.mailFlow, directions } }, language), m.flow_label({}, locale));
    expect(rows?.map(([, , after]) => after)).toEqual([
      `${m.flow_verdict_external({}, locale)}${findingText(reason, language)}`,
      `${m.flow_verdict_unknown({}, locale)}${m.flow_changed({}, locale)}`,
    ]);
    const stopped = directions.map((one) => ({
      ...one,
      verdict: 'unknown' as const,
      reason: null,
      changedSince: false,
      serviceStopped: true,
    }));
    const unknownRows = rowsBelow(
      readIn({ ...finished, mailFlow: { ...finished.mailFlow, directions: stopped } }, language),
      m.flow_label({}, locale),
    );
    const unknownText = `${m.flow_verdict_unknown({}, locale)}${m.flow_stopped({}, locale)}`;
    expect(unknownRows?.map(([, , after]) => after)).toEqual([unknownText, unknownText]);
  });

  it('names the organization, the administrator and the program, and gives the time in local time and in UTC', () => {
    const rows = new Map(
      (rowsBelow(readIn(finished, language), m.report_facts({}, locale)) ?? []).map(([name = '', value]) => [name, value]),
    );
    const zoned = (iso: string): string => `${zonedMomentText(iso, language)} (${zonedMomentText(iso, language, 'UTC')})`;
    expect(rows.get(m.report_organization({}, locale))).toBe('contoso.com');
    expect(rows.get(m.report_user({}, locale))).toBe('CONTOSO\\admin');
    expect(rows.get(m.report_program({}, locale))).toBe('Hybrid Certificate Wizard 1.2.3');
    expect(rows.get(m.report_created({}, locale))).toBe(zoned(at.toISOString()));
    expect(rows.get(m.report_read_before({}, locale))).toBe(zoned(finished.context.baseline?.gatheredAt ?? ''));
    expect(rows.get(m.report_read_after({}, locale))).toBe(zoned(finished.context.verified?.gatheredAt ?? ''));
    const unknownUser = main(read({ ...finished, context: { ...finished.context, language } }, { ...origin, user: '' }));
    expect(rowsBelow(unknownUser, m.report_facts({}, locale))?.[1]).toEqual([m.report_user({}, locale), m.value_unknown({}, locale)]);
  });

  it('says how to roll back: by which commands, where they are, and when not any more', () => {
    const lines = (view: WizardView): readonly string[] => {
      const found = [...readIn(view, language).querySelectorAll('section')].find(
        (one) => one.querySelector('h2')?.textContent === m.report_rollback({}, locale),
      );
      return [...(found?.querySelectorAll('li') ?? [])].map(({ textContent }) => textContent);
    };
    const condition = m.report_rollback_condition({}, locale);
    expect(lines(finished)).toEqual([
      m.report_rollback_commands({}, locale),
      m.report_rollback_file({ path: join(finished.context.runs.apply?.path ?? '', 'undo.ps1') }, locale),
      m.report_rollback_hcw({}, locale),
      condition,
    ]);
    const commands = (view: WizardView): readonly string[] =>
      [...readIn(view, language).querySelectorAll('.annex p > code')].map(({ textContent }) => textContent);
    const undo = stepsOf(finished).map((step) => renderCall(undoOf(step)));
    expect(commands(finished)).toEqual([...undo].reverse());
    const untouched = withRun(finished, ({ steps }) => ({
      steps: Object.fromEntries(Object.entries(steps).map(([id, step]) => [id, { ...step, touched: false }])),
      handover: 'none',
    }));
    expect(lines(untouched)).toEqual([m.report_rollback_nothing({}, locale), m.report_rollback_hcw({}, locale), condition]);
    expect(commands(untouched)).toEqual([]);
    expect(lines(planned)).toEqual([m.report_rollback_nothing({}, locale), condition]);
    expect(lines(rolledBack)).toEqual([m.report_rollback_nothing({}, locale), condition]);
    expect(commands(rolledBack)).toEqual([]);
    // What had no effect, and what was never sent, has nothing to put back.
    expect(commands(failed)).toEqual(undo.slice(0, 1));
  });

  it('says in the annex what is not proven, and how to prove it', () => {
    const root = readIn(finished, language);
    const proof = [...root.querySelectorAll('.annex > section')].find(
      (one) => one.querySelector('h2')?.textContent === m.finish_unproven({}, locale),
    );
    const lines = [...(proof?.querySelectorAll('h2, p, li') ?? [])].map(({ textContent }) => textContent);
    expect(lines).toEqual([
      m.finish_unproven({}, locale),
      m.finish_unproven_text({}, locale),
      m.finish_prove_toOnPremises({}, locale),
      m.finish_prove_toExchangeOnline({}, locale),
      m.finish_prove_headers({}, locale),
      ...proofHeaders,
      m.finish_prove_missing({}, locale),
    ]);
    expect(readIn(planned, language).textContent).not.toContain(m.finish_unproven({}, locale));
  });

  it('says on the first page what is proven, and in the annex by what', () => {
    const { proof } = finished;
    if (proof === null) throw new Error('nothing was read');
    const found = (root: ReturnType<typeof readIn>): readonly (string | null)[] =>
      [...root.querySelectorAll('section')]
        .filter((one) => one.querySelector('h2')?.textContent === m.seal_title({}, locale))
        .flatMap((one) => [...one.querySelectorAll('td')].map(({ textContent }) => textContent));
    const open = m.seal_state_notYet({}, locale);
    expect(found(readIn(finished, language))).toEqual(Array.from({ length: 6 }, () => open));

    const state = 'proven';
    const seals = proof.seals.map((seal) => ({
      ...seal,
      state,
      parts: [{ of: 'EX01', state, reason: { kind: 'presentsNew', protocol: 'TLSv1.3' }, at: null }],
    })) as unknown as typeof proof.seals;
    const proven = readIn({ ...finished, proof: { ...proof, seals, isProven: true } }, language);
    const is = m.seal_state_proven({}, locale);
    expect(found(proven)).toEqual(Array.from({ length: 6 }, () => is));
    expect(proven.querySelector('.annex')?.textContent).toContain('TLSv1.3');
    expect(proven.textContent).toContain(m.finish_title_proven({}, locale));
    expect(proven.textContent).not.toContain(m.finish_unproven({}, locale));
  });

  it('names the open points first', () => {
    const openItems = [finding(about('mail.toOnPremises'), 'waits')];
    const view = { ...finished, outcome: { verdict: 'failed' as const, health: openItems, openItems } };
    const text = readIn(view, language).textContent;
    expect(text).toContain(m.finish_title_open({}, locale));
    expect(text).not.toContain(m.finish_title_ok({}, locale));
    expect(text).toContain(m.finding_mail_toOnPremises_waits({}, locale));
  });

  it('says that nothing was verified, and nothing of mail flow and values after it', () => {
    const root = readIn(planned, language);
    expect(root.querySelector('.verdict')?.textContent).toBe(m.report_not_verified({}, locale));
    const notRead = `${m.flow_verdict_unknown({}, locale)}${m.report_not_read({}, locale)}`;
    expect(rowsBelow(root, m.flow_label({}, locale))?.map(([, , after]) => after)).toEqual([notRead, notRead]);
    const rows = rowsBelow(root, m.report_values({}, locale)) ?? [];
    expect(rows.filter(([, , , after]) => after?.startsWith(m.value_unknown({}, locale)) !== true)).toEqual([]);
    expect(root.textContent).toContain(m.report_changed_not_read({}, locale));
    expect(rowsBelow(root, m.report_checks({}, locale))).toBeNull();
    expect(root.textContent).toContain(m.report_no_changes({}, locale));
  });

  const hcw = m.page_hcw({}, locale);

  it('has every step of the change, how it ended, and its command', () => {
    const rows = rowsBelow(readIn(failed, language), m.report_steps_apply({}, locale)) ?? [];
    expect(rows).toEqual([
      ...stepsOf(failed).map(({ object, call, reason }, index) => [
        `${object}${textOf(`step_reason_${reason}`, language)}`,
        [
          m.state_applied({}, locale),
          `${m.state_notApplied({}, locale)} · cmdlet.failed: Access is <denied>.`,
          m.state_waiting({}, locale),
        ][index],
        renderCall(call),
      ]),
      [hcw, m.state_waiting({}, locale), ''],
    ]);
  });

  it('has every run with its folder: the change, and the rollback of it', () => {
    const root = readIn(rolledBack, language);
    expect(rowsBelow(root, m.report_steps_fix({}, locale))).toBeNull();
    const rows = rowsBelow(root, m.report_steps_rollback({}, locale)) ?? [];
    expect(rows).toEqual(
      stepsOf(rolledBack, 'rollback').map(({ object, call, reason }) => [
        `${object}${textOf(`step_reason_${reason}`, language)}`,
        m.state_applied({}, locale),
        renderCall(call),
      ]),
    );
    expect(rows).toHaveLength(3);
    expect(rowsBelow(root, m.report_steps_apply({}, locale))).toHaveLength(4);
    const { apply, rollback } = rolledBack.context.runs;
    const folders = [...root.querySelectorAll('section > p')].map(({ textContent }) => textContent);
    for (const run of [apply, rollback]) expect(folders).toContain(m.change_run_folder({ path: run?.path ?? '-' }, locale));
    expect(apply?.path).not.toBe(rollback?.path);
    expect(readIn(planned, language).textContent).not.toContain(m.change_run_folder({ path: '' }, locale).trim());
  });

  it('has the steps of the fix', () => {
    const [first] = stepsOf(finished);
    const { apply } = finished.context.runs;
    if (first === undefined || apply === null || finished.context.plans.apply === null) throw new Error('nothing was begun');
    const plans = { ...finished.context.plans, fix: { ...finished.context.plans.apply, steps: [first] } };
    const runs = { ...finished.context.runs, fix: { ...apply, path: '/runs/fix' } };
    const root = readIn({ ...finished, context: { ...finished.context, plans, runs } }, language);
    expect(rowsBelow(root, m.report_steps_fix({}, locale))).toEqual([
      [`${first.object}${textOf(`step_reason_${first.reason}`, language)}`, m.state_applied({}, locale), renderCall(first.call)],
    ]);
    expect(root.textContent).toContain(m.change_run_folder({ path: '/runs/fix' }, locale));
  });

  it.each(['none', 'begun', 'returned'] as const)('says how far the HCW is: %s', (handover) => {
    const words = {
      none: m.state_waiting({}, locale),
      begun: m.report_handover_begun({}, locale),
      returned: m.report_handover_returned({}, locale),
    };
    const root = readIn(
      withRun(finished, () => ({ handover })),
      language,
    );
    expect(rowsBelow(root, m.report_steps_apply({}, locale))?.at(-1)).toEqual([hcw, words[handover], '']);
  });

  it('says that the HCW has returned after the post-checks', () => {
    expect(finished.context.runs.apply?.handover).toBe('returned');
  });

  it('has what Exchange warned about a step, as text, with that step alone', () => {
    const [first] = stepsOf(failed);
    const message = "No settings of '<b>EX01</b>' have been modified.";
    const root = readIn(
      withStepViews(failed, (_, id) => ({ warnings: id === first?.id ? [message] : [] })),
      language,
    );
    const words = m.step_warning({ message }, locale);
    expect(words).toContain(message);
    const rows = rowsBelow(root, m.report_steps_apply({}, locale)) ?? [];
    expect(rows.map(([, result]) => result)).toEqual([
      `${m.state_applied({}, locale)}${words}`,
      `${m.state_notApplied({}, locale)} · cmdlet.failed: Access is <denied>.`,
      m.state_waiting({}, locale),
      m.state_waiting({}, locale),
    ]);
    expect(root.querySelectorAll('b')).toHaveLength(0);
  });

  it.each(stepStates)('calls a step what it is: %s', (state) => {
    const root = readIn(
      withStepViews(finished, () => ({ state })),
      language,
    );
    expect(rowsBelow(root, m.report_steps_apply({}, locale))?.[0]?.[1]).toBe(m[`state_${state}`]({}, locale));
    const steps = [...root.querySelectorAll('section')].find(
      (one) => one.querySelector('h2')?.textContent === m.report_steps_apply({}, locale),
    );
    expect(steps?.querySelector('td > span')?.className).toBe(state === 'applied' || state === 'unchanged' ? 'ok' : 'warn');
  });

  it.each([
    ['reset', m.report_method_reset],
    ['certificateOnly', m.report_method_certificateOnly],
    ['direct', m.report_method_direct],
  ] as const)('names the method (%s)', (method, words) => {
    const rows = rowsBelow(readIn({ ...finished, context: { ...finished.context, method } }, language), m.report_facts({}, locale));
    expect(rows?.find(([name]) => name === m.report_method({}, locale))?.[1]).toBe(words({}, locale));
  });

  describe('the time in which mail flow may have been weaker', () => {
    const linesOf = (view: WizardView): readonly string[] | null => {
      const found = [...readIn(view, language).querySelectorAll('section')].find(
        (one) => one.querySelector('h2')?.textContent === m.report_exposure({}, locale),
      );
      return found === undefined ? null : [...found.querySelectorAll('li, p')].map(({ textContent }) => textContent);
    };
    const moment = (minute: number, second: number): { readonly at: string; readonly elapsed: number } => ({
      at: new Date(Date.UTC(2026, 10, 20, 12, minute, second)).toISOString(),
      elapsed: (minute * 60 + second) * 1000,
    });
    const interval = (server: string, from: Interval['from'], to: Interval['to'], direction: Direction = 'toOnPremises'): Interval => ({
      place: { direction, server },
      from,
      to,
    });
    const exposed = (...exposure: readonly Interval[]): WizardView => withRun(finished, () => ({ exposure }));
    const ended = (from: string, to: string, length: string): string =>
      m.report_exposure_ended({ from: zonedMinuteText(from, language), to: zonedMinuteText(to, language), length }, locale);
    const minutes = (value: number): string =>
      new Intl.NumberFormat(language, { style: 'unit', unit: 'minute', unitDisplay: 'short' }).format(value);

    it('is said once for servers of one interval to the minute, the direction as a whole first', () => {
      const [first, second, third, end] = [moment(10, 1), moment(20, 5), moment(20, 9), moment(25, 30)];
      expect(
        linesOf(
          exposed(
            interval('EX01', first, end),
            interval('', first, end),
            interval('EX02', second, end),
            interval('EX03', third, end),
            interval('EX02', second, end, 'toExchangeOnline'),
          ),
        ),
      ).toEqual([
        `${m.flow_toOnPremises({}, locale)}: ${ended(first.at, end.at, minutes(15))}`,
        `${m.flow_toOnPremises({}, locale)} (EX01): ${ended(first.at, end.at, minutes(15))}`,
        `${m.flow_toOnPremises({}, locale)} (EX02, EX03): ${ended(second.at, end.at, minutes(5))}`,
        `${m.flow_toExchangeOnline({}, locale)} (EX02): ${ended(second.at, end.at, minutes(5))}`,
      ]);
    });

    it('takes its length from the clock that nobody sets', () => {
      const from = moment(10, 0);
      const to = { at: from.at, elapsed: from.elapsed + 7 * 60_000 };
      expect(linesOf(exposed(interval('EX01', from, to)))).toEqual([
        `${m.flow_toOnPremises({}, locale)} (EX01): ${ended(from.at, to.at, minutes(7))}`,
      ]);
    });

    it('is called open, until the report, where nothing has proven it as before', () => {
      const from = moment(30, 0);
      expect(linesOf(exposed(interval('EX01', from, null), interval('EX02', from, moment(31, 0))))).toEqual([
        `${m.flow_toOnPremises({}, locale)} (EX01): ${m.report_exposure_open({ from: zonedMinuteText(from.at, language), length: minutes(4) }, locale)}`,
        `${m.flow_toOnPremises({}, locale)} (EX02): ${ended(from.at, moment(31, 0).at, minutes(1))}`,
      ]);
    });

    it('is of every run', () => {
      const from = moment(10, 0);
      const view = exposed(interval('EX01', from, moment(11, 0)));
      const { apply } = view.context.runs;
      if (apply === null) throw new Error('nothing was begun');
      const fix = { ...apply, exposure: [interval('EX02', from, moment(13, 0))] };
      const lines = linesOf({ ...view, context: { ...view.context, runs: { ...view.context.runs, fix } } });
      expect(lines).toHaveLength(2);
    });

    it('is on the first page of a whole renewal, and over after the post-checks', () => {
      const lines = linesOf(finished) ?? [];
      expect(lines.length).toBeGreaterThan(0);
      expect(lines.every((line) => line.startsWith(m.flow_toOnPremises({}, locale)))).toBe(true);
      expect(finished.context.runs.apply?.exposure.every(({ to }) => to !== null)).toBe(true);
      const annex = readIn(finished, language).querySelector('.annex');
      expect(annex?.textContent).not.toContain(m.report_exposure({}, locale));
    });

    it('is none by the forecast where no step weakened it, and not a topic where nothing was begun', () => {
      expect(linesOf(exposed())).toEqual([m.report_exposure_none({}, locale)]);
      expect(linesOf(planned)).toBeNull();
    });
  });

  it('names what was left out, and why', () => {
    const { plans } = finished.context;
    if (plans.apply === null) throw new Error('nothing was planned');
    const leftOut = [
      { server: 'EX<09>', reason: 'denied', evidence: 'TlsCertificateName' },
      { server: '', reason: 'timedOut', evidence: 'Outbound to Office 365' },
    ] as const;
    const ofConnector = m.report_left_out_line({ object: 'Outbound to Office 365', why: m.unknown_timedOut({}, locale) }, locale);
    const view = { ...finished, context: { ...finished.context, plans: { ...plans, apply: { ...plans.apply, leftOut: [...leftOut] } } } };
    const root = readIn(view, language);
    const itemsBelow = (heading: string): readonly string[] =>
      [...root.querySelectorAll('section')]
        .filter((one) => one.querySelector('h2')?.textContent === heading)
        .flatMap((one) => [...one.querySelectorAll('li')].map(({ textContent }) => textContent));
    expect(root.querySelector('.verdict')?.textContent).toBe(m.finish_title_open({}, locale));
    expect(itemsBelow(m.finish_open({}, locale)).slice(0, 2)).toEqual([expect.stringContaining('EX<09>') as unknown, ofConnector]);
    expect(itemsBelow(m.report_left_out({}, locale))).toEqual([
      m.report_left_out_line({ object: 'EX<09>', why: `${m.unknown_denied({}, locale)}: TlsCertificateName` }, locale),
      ofConnector,
    ]);
  });

  it('has every post-check with its result in words, servers that are the same in one row', () => {
    const groups = groupFindings(finished.postChecks ?? []);
    const rows = rowsBelow(readIn(finished, language), m.report_checks({}, locale)) ?? [];
    expect(rows.map(([, result, text]) => [result, text])).toEqual(
      groups.map((group) => [m[`report_severity_${group.first.severity}`]({}, locale), groupText(group, language).text]),
    );
    expect(rows.length).toBeLessThan(finished.postChecks?.length ?? 0);
  });

  it('has what was expected and what was found where they differ', () => {
    const evidence = { connector: 'EX01\\Default Frontend EX01', expected: '<I>a<S>b', found: '' };
    const postChecks = [finding(about('post.receiveName', evidence.connector), 'block', evidence)];
    const [row] = rowsBelow(readIn({ ...finished, postChecks }, language), m.report_checks({}, locale)) ?? [];
    expect(row?.[2]).toContain(`${m.report_expected({}, locale)}: <I>a<S>b${m.report_found({}, locale)}: ${m.value_empty({}, locale)}`);
  });

  it('puts the two certificates side by side, and says when none was chosen', () => {
    const rows = rowsBelow(readIn(finished, language), m.report_certificate({}, locale)) ?? [];
    const old = finished.certificates.find(({ inUse }) => inUse.known && inUse.value);
    const facts = [old?.facts, finished.chosen?.facts];
    expect(rows).toEqual([
      [m.report_thumbprint({}, locale), ...facts.map((one) => one?.thumbprint)],
      [m.report_expiry({}, locale), ...facts.map((one) => dateText(one?.notAfter ?? '', language))],
      [m.report_subject({}, locale), ...facts.map((one) => one?.subject)],
      [m.report_issuer({}, locale), ...facts.map((one) => one?.issuer)],
    ]);
    const none = readIn({ ...finished, chosen: null, chosenDetails: null }, language);
    expect(none.textContent).toContain(m.report_no_certificate({}, locale));
  });
});
