import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appError } from '../../../shared/model/error.ts';
import { proofHeaders } from '../../../shared/mail-flow/proof.ts';
import { changes } from '../../../shared/commands/call.ts';
import { renderCall } from '../../../shared/commands/render.ts';
import { m } from '../../../shared/messages/compiled/messages.js';
import { dateText } from '../../../shared/messages/dates.ts';
import { about, finding } from '../../../shared/rules/finding.ts';
import { links } from '../../../shared/ipc/channels.ts';
import { known, unknown, unknownReasons } from '../../../shared/model/known.ts';
import type { Organization } from '../../../shared/model/organization.ts';
import type { StepState } from '../../../shared/plan/plan.ts';
import { languages } from '../../../shared/messages/language.ts';
import type { WizardView } from '../../../shared/wizard/view.ts';
import { renderReport } from '../../../src-main/report/report.ts';
import { sameValuesText, valuesOf } from '../../../src-main/report/values.ts';
import { goTo } from '../wizard-main/administrator.ts';
import { intercepted, newFolder, removeFolders, startProgram } from '../wizard-main/program.ts';
import { parse, part, rowsBelow } from './parsed.ts';

const at = new Date('2026-11-20T12:34:56Z');
const read = (view: WizardView) => parse(renderReport(view, at));

let planned: WizardView;
let finished: WizardView;
let failed: WizardView;
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
  failed = await goTo(broken, 'change.failed');
});
afterAll(removeFolders);

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

  it.each(languages)('holds both languages, and shows %s first when the wizard spoke it', (language) => {
    const document = read({ ...finished, context: { ...finished.context, language } });
    expect(document.documentElement.getAttribute('lang')).toBe(language);
    expect(document.title).toBe(m.report_title({}, { locale: language }));
    expect([...document.querySelectorAll('main')].map((main) => main.getAttribute('lang'))).toEqual([...languages]);
    expect([...document.querySelectorAll('input[checked]')].map(({ id }) => id)).toEqual([`show-${language}`]);
    for (const each of languages) {
      expect(part(document, each).querySelector('h1')?.textContent).toBe(m.report_title({}, { locale: each }));
      expect(document.querySelector(`label[for=show-${each}]`)?.getAttribute('lang')).toBe(each);
    }
  });

  it('has the same tables in both languages: same rows, same columns', () => {
    const document = read(finished);
    const shape = (language: (typeof languages)[number]): readonly number[][] =>
      [...part(document, language).querySelectorAll('table')].map((table) =>
        [...table.querySelectorAll('tr')].map((row) => row.children.length),
      );
    expect(shape('ja')).toEqual(shape('en'));
    expect(shape('en').length).toBeGreaterThanOrEqual(5);
  });

  it('says that it was practice only when it was', () => {
    expect(read(finished).querySelectorAll('.practice')).toHaveLength(2);
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

  it('has every command with its time, duration and result, those that change something told apart', () => {
    const { commands } = finished.context;
    const rows = rowsBelow(part(read(finished), language), m.report_commands({}, locale)) ?? [];
    expect(rows).toHaveLength(commands.length);
    const time = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'long' });
    for (const [index, record] of commands.entries()) {
      expect(rows[index]).toEqual([
        time.format(new Date(record.at)),
        renderCall(record.call),
        m.report_milliseconds({ value: String(record.durationMs) }, locale),
        m.report_command_ok({}, locale),
      ]);
    }
    const bold = [...part(read(finished), language).querySelectorAll('td > strong > code')].map(({ textContent }) => textContent);
    for (const record of commands.filter(({ call }) => changes(call))) expect(bold).toContain(renderCall(record.call));
  });

  it('has a failed command with the words of the server', () => {
    const rows = rowsBelow(part(read(failed), language), m.report_commands({}, locale)) ?? [];
    expect(rows.filter(([, , , result]) => result === 'cmdlet.failed: Access is <denied>.')).toHaveLength(1);
  });

  it('has each value whole, before and after, and marks what differs', () => {
    const { baseline, verified } = finished.context;
    if (baseline === null || verified === null) throw new Error('nothing was verified');
    const rows = rowsBelow(part(read(finished), language), m.report_values({}, locale)) ?? [];
    const shown = (organization: Organization): readonly string[] =>
      valuesOf(organization, language).map(({ content }) => (content.known ? (content.value ?? m.value_empty({}, locale)) : 'unknown'));
    expect(rows.map(([, , before]) => before)).toEqual(shown(baseline));
    expect(rows.map(([, , , after]) => after)).toEqual(shown(verified));
    const marked = [...part(read(finished), language).querySelectorAll('td > strong')].filter(
      ({ children }) => children[0]?.tagName === 'CODE',
    );
    expect(marked.length).toBeGreaterThan(3);
    expect(rows.filter(([, , before, after]) => before !== after).length).toBeGreaterThan(3);
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
    const rows = rowsBelow(part(read(view), language), m.report_values({}, locale)) ?? [];
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
    const rows = rowsBelow(part(read(view), language), m.report_values({}, locale)) ?? [];
    const words = (rows.find(([object]) => object === 'Hybrid Configuration') ?? [])[3] ?? '';
    expect(words).toContain(m.value_unknown({}, locale));
    expect(words).toContain(m[`unknown_${reason}`]({}, locale));
    expect(words).toContain('The RPC server is <unavailable>)');
  });

  it('names in its language a list of connectors that could not be read', () => {
    const view = changedOrganization(finished, (organization) => ({ ...organization, sendConnectors: unknown('failed', 'RPC') }));
    const rows = rowsBelow(part(read(view), language), m.report_values({}, locale)) ?? [];
    expect(rows.map(([object]) => object)).toContain(m.topic_sendConnectors({}, locale));
  });

  it('writes every date as its language does', () => {
    const view = finished;
    const text = part(read(view), language).textContent;
    expect(text).toContain(dateText(view.chosen?.facts.notAfter ?? '', language));
    expect(text).not.toMatch(/\b\d{4}-\d{2}-\d{2}/);
  });

  it('begins with what is configured, what is not proven, and how to prove it', () => {
    const main = part(read(finished), language);
    const lines = [...main.querySelectorAll('.outcome p, .outcome li')].map(({ textContent }) => textContent);
    expect(main.querySelector('.outcome ~ section')).not.toBeNull();
    expect(lines).toEqual([
      m.finish_title_ok({}, locale),
      m.finish_unproven({}, locale),
      m.finish_unproven_text({}, locale),
      m.finish_prove_toOnPremises({}, locale),
      m.finish_prove_toExchangeOnline({}, locale),
      m.finish_prove_headers({}, locale),
      ...proofHeaders,
      m.finish_prove_missing({}, locale),
    ]);
    expect(part(read(planned), language).textContent).not.toContain(m.finish_unproven({}, locale));
  });

  it('names the open points first', () => {
    const openItems = [finding(about('mail.toOnPremises'), 'waits')];
    const view = { ...finished, outcome: { verdict: 'failed' as const, health: openItems, openItems } };
    const text = part(read(view), language).textContent;
    expect(text).toContain(m.finish_title_open({}, locale));
    expect(text).not.toContain(m.finish_title_ok({}, locale));
    expect(text).toContain(m.finding_mail_toOnPremises_waits({}, locale));
  });

  it('says that nothing was verified, and calls no value after it the same', () => {
    const root = part(read(planned), language);
    expect(root.textContent).toContain(m.report_not_verified({}, locale));
    const rows = rowsBelow(root, m.report_values({}, locale)) ?? [];
    expect(new Set(rows.map(([, , , after]) => after))).toEqual(new Set([m.value_unknown({}, locale)]));
    expect(rowsBelow(root, m.report_checks({}, locale))).toBeNull();
    expect(root.textContent).toContain(m.report_no_changes({}, locale));
  });

  it('has every step of the change, how it ended, and the command that puts its values back', () => {
    const rows = rowsBelow(part(read(failed), language), m.report_steps({}, locale)) ?? [];
    const steps = failed.context.plan?.steps ?? [];
    expect(rows.map(([object]) => object)).toEqual(steps.map(({ object }) => object));
    expect(rows.map(([, result]) => result)).toEqual([
      m.state_done({}, locale),
      `${m.state_failed({}, locale)} · cmdlet.failed: Access is <denied>.`,
      m.state_waiting({}, locale),
    ]);
    expect(rows.map(([, , sent]) => sent)).toEqual(steps.map(({ call }) => renderCall(call)));
    expect(rows.map(([, , , back]) => back)).toEqual(steps.map(({ rollback }) => renderCall(rollback)));
  });

  it('has what Exchange warned about a step, as text, with that step alone', () => {
    const [first] = failed.context.plan?.steps ?? [];
    const message = "No settings of '<b>EX01</b>' have been modified.";
    const results = failed.context.results.map((result) => ({ ...result, warnings: result.step === first?.id ? [message] : [] }));
    const root = part(read({ ...failed, context: { ...failed.context, results } }), language);
    const words = m.step_warning({ message }, locale);
    expect(words).toContain(message);
    const rows = rowsBelow(root, m.report_steps({}, locale)) ?? [];
    expect(rows.map(([, result]) => result)).toEqual([
      `${m.state_done({}, locale)}${words}`,
      `${m.state_failed({}, locale)} · cmdlet.failed: Access is <denied>.`,
      m.state_waiting({}, locale),
    ]);
    expect(root.querySelectorAll('b')).toHaveLength(0);
  });

  it.each([
    ['running', 'unknown'],
    ['rollingBack', 'unknown'],
    ['unknown', 'unknown'],
    ['rollbackFailed', 'rollbackFailed'],
    ['rolledBack', 'rolledBack'],
    ['unchanged', 'unchanged'],
  ] as const)('calls a step that is %s %s', (state: StepState, word) => {
    const results = failed.context.results.map((result) => ({ ...result, state }));
    const rows = rowsBelow(part(read({ ...failed, context: { ...failed.context, results } }), language), m.report_steps({}, locale)) ?? [];
    expect(rows[0]?.[1]).toBe(m[`state_${word}`]({}, locale));
  });

  it('names what was left out, and why', () => {
    const plan = finished.context.plan;
    if (plan === null) throw new Error('nothing was planned');
    const leftOut = [{ server: 'EX<09>', reason: 'denied', evidence: 'TlsCertificateName' }] as const;
    const view = { ...finished, context: { ...finished.context, plan: { ...plan, leftOut: [...leftOut] } } };
    const main = part(read(view), language);
    const [first, ...line] = [...main.querySelectorAll('.outcome > ul:first-of-type li, section li')].map(({ textContent }) => textContent);
    expect(main.querySelector('.outcome p')?.textContent).toBe(m.finish_title_open({}, locale));
    expect(first).toContain('EX<09>');
    expect(line).toEqual([
      m.report_left_out_line({ object: 'EX<09>', why: `${m.unknown_denied({}, locale)}: TlsCertificateName` }, locale),
    ]);
  });

  it('has every post-check with its result in words', () => {
    const findings = finished.postChecks ?? [];
    const rows = rowsBelow(part(read(finished), language), m.report_checks({}, locale)) ?? [];
    expect(rows).toHaveLength(findings.length);
    for (const [index, { severity, evidence }] of findings.entries()) {
      expect(rows[index]?.[1]).toBe(m[`report_severity_${severity}`]({}, locale));
      expect(rows[index]?.[2]).not.toBe('');
      expect(rows[index]?.slice(3)).toEqual([evidence['expected'] ?? '', evidence['found'] ?? '']);
    }
  });

  it('puts the two certificates side by side, and says when none was chosen', () => {
    const rows = rowsBelow(part(read(finished), language), m.report_certificate({}, locale)) ?? [];
    expect(rows[0]).toEqual([m.report_issuer({}, locale), finished.chosenDetails?.nameChange.old[0]?.issuer, finished.chosen?.name.issuer]);
    expect(rows[2]?.[2]).toBe(finished.chosen?.thumbprint);
    const none = part(read({ ...finished, chosen: null, chosenDetails: null }), language);
    expect(none.textContent).toContain(m.report_no_certificate({}, locale));
  });
});

describe('two values of the report', () => {
  const unread = unknown('failed', 'RPC');

  it.each([
    [known('a'), known('a'), true],
    [known('a'), known('b'), false],
    [known(null), known(''), true],
    [known(null), known('a'), false],
    [unread, known('a'), false],
    [known(null), unread, false],
    [unread, unread, false],
  ])('%j and %j are the same: %s', (before, after, same) => {
    expect(sameValuesText(before, after)).toBe(same);
  });
});
