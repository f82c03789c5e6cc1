/** The change request: what it says of a plan, and that its pack is checked like every other. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../../scripts/root.ts';
import { known, unknown } from '../../../shared/model/known.ts';
import { languages } from '../../../shared/messages/language.ts';
import type { Method } from '../../../shared/plan/plan.ts';
import type { WizardView } from '../../../shared/wizard/view.ts';
import { makeRequestPack } from '../../../src-main/pack/make-pack.ts';
import { packCheckLines } from '../../../src-main/pack/pack-text.ts';
import { verifyPack } from '../../../src-main/pack/verify-pack.ts';
import { changeRequest, type ChangeRequest } from '../../../src-main/report/change-request.ts';
import { renderChangeRequest } from '../../../src-main/report/change-request-page.ts';
import { practicing, say } from '../../component/journeys.ts';
import { goTo } from '../wizard-main/administrator.ts';
import { newFolder, removeFolders, startProgram } from '../wizard-main/program.ts';
import { textOf, unpacked } from './packed-run.ts';

const origin = { at: new Date('2026-11-20T09:00:00Z'), user: 'CONTOSO\\admin', program: 'Hybrid Certificate Wizard 1.2.3' };

async function planned(method: Method): Promise<WizardView> {
  const program = await practicing();
  await goTo(program, 'plan.ready');
  return say(program, { type: 'CHOOSE_METHOD', method });
}
/** While a server does not answer, what it presents is unknown, and its connector is left out. */
async function serverDown(): Promise<WizardView> {
  const program = await practicing('serverDown');
  const { certificates } = await goTo(program, 'certificate.ready');
  const thumbprint = certificates.find(({ verdict, inUse }) => verdict === 'unknown' && !inUse.known)?.thumbprint ?? '';
  await say(program, { type: 'SELECT_CERTIFICATE', thumbprint });
  await goTo(program, 'plan.ready');
  return say(program, { type: 'CHOOSE_METHOD', method: 'direct' });
}
function requestOf(view: WizardView, changes: Partial<ChangeRequest> = {}): ChangeRequest {
  const request = changeRequest(view, origin);
  if (request === null) throw new Error('no plan');
  return { ...request, ...changes };
}
const wordsOf = (html: string): string =>
  html
    .replaceAll('<wbr>', '')
    .replaceAll(/<style>.*?<\/style>/gs, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');
const textOfPage = (request: ChangeRequest): string => wordsOf(renderChangeRequest(request));

let reset: WizardView;
let direct: WizardView;
let certificateOnly: WizardView;
beforeAll(async () => {
  reset = await planned('reset');
  direct = await planned('direct');
  certificateOnly = await planned('certificateOnly');
});
afterAll(removeFolders);

describe('a change request', () => {
  it('is none before there is a plan', async () => {
    const program = await startProgram(await newFolder());
    expect(changeRequest(await goTo(program, 'certificate.ready'), origin)).toBeNull();
  });

  it('has what, risk by forecast, unknowns, order, rollback and time, and says that nothing has been changed', () => {
    const text = textOfPage(requestOf(direct));
    const headings = ['What is changed', 'Risk, by forecast', 'What is not known', 'Order', 'Rollback', 'Time'];
    const places = headings.map((heading) => text.indexOf(` ${heading} `));
    expect(places.every((at, index) => at > (places[index - 1] ?? 0))).toBe(true);
    expect(text).toContain('Nothing has been changed. What this request says about the time after the change is a forecast');
    expect(text).toContain('The wizard does not know the planned start');
    for (const step of direct.context.plans.apply?.steps ?? []) expect(text).toContain(step.kind === 'handover' ? 'Hybrid' : step.object);
  });

  it('says of the reset that mail flow is weaker by the forecast, from which step to which', () => {
    const request = requestOf(reset);
    const text = textOfPage(request);
    const weak = request.plan.steps.findIndex(({ weakens }) => weakens.length > 0) + 1;
    expect(request.weakens).toBe(true);
    expect(text).toContain(`By the forecast, mail flow is worse than now from step ${String(weak)} until the end of step`);
    expect(text).toContain('What the HCW writes is not rolled back by these commands');
    expect(text).toContain('Work of people is part of it');
    expect(text).not.toContain('no step makes mail flow worse');
  });

  it('is as long for twenty servers as for three, but for its steps', () => {
    const request = requestOf(reset);
    const [first] = request.plan.steps;
    if (first?.kind !== 'call') throw new Error('no step');
    const steps = Array.from({ length: 20 }, (_, index) => {
      const server = `EX${String(index + 1).padStart(2, '0')}`;
      return { ...first, id: `reset ${server}`, server, object: `${server}\\Default Frontend ${server}` };
    });
    const html = renderChangeRequest({ ...request, plan: { ...request.plan, steps } });
    const what = wordsOf(html.slice(html.indexOf('What is changed'), html.indexOf('Risk, by forecast')));
    expect(what).toContain('EX01–EX20: Default Frontend TlsCertificateName');
    expect(what.match(/TlsCertificateName/g)).toHaveLength(1);
  });

  it('says that no step weakens mail flow only where no forecast is unknown', () => {
    expect(textOfPage(requestOf(direct))).toContain('By the forecast, no step makes mail flow worse.');
    const { forecast } = requestOf(direct);
    const unknown = forecast.map((row) => ({
      ...row,
      flow: { ...row.flow, toOnPremises: { ...row.flow.toOnPremises, verdict: 'unknown' as const } },
    }));
    expect(textOfPage(requestOf(direct, { forecast: unknown }))).toContain(
      'As far as the forecast is known, no step makes mail flow worse.',
    );
  });

  it('says that mail flow is not as before where the last step weakens it', () => {
    const { plan } = requestOf(reset);
    const cut = { ...plan, steps: plan.steps.slice(0, 2) };
    expect(textOfPage(requestOf(reset, { plan: cut }))).toContain('and not as before after the last step');
  });

  it('says of the method without commands that the wizard sends none', () => {
    expect(textOfPage(requestOf(certificateOnly))).toContain('The wizard itself sends no command');
  });

  it('names what is not known: servers left out, what servers present, Exchange Online that was not read', async () => {
    const down = await serverDown();
    const request = requestOf(down, { onlineRead: false });
    expect(request.plan.leftOut.length + request.presentedUnknown.length).toBeGreaterThan(0);
    const text = textOfPage(request);
    for (const { server } of request.plan.leftOut) expect(text).toContain(`Left out: ${server}`);
    expect(text).toContain('What these servers present now is not known:');
    expect(text).toContain('Exchange Online was not read');
  });

  it('names send connectors whose source servers are not known, and no server without a name', () => {
    const { organization } = direct.context;
    if (organization?.sendConnectors.known !== true) throw new Error('not read');
    const sendConnectors = known(
      organization.sendConnectors.value.map((connector) => ({ ...connector, sourceTransportServers: unknown('unreadable', 'x') })),
    );
    const request = requestOf({ ...direct, context: { ...direct.context, organization: { ...organization, sendConnectors } } });
    expect(request.presentedUnknown).toEqual([]);
    expect(request.sourcesUnknown).toHaveLength(1);
    expect(textOfPage(request)).toContain(`which servers present a certificate over them: ${request.sourcesUnknown.join(', ')}.`);
  });

  it('promises no sending and no reading by the wizard in guided mode', () => {
    const text = textOfPage(requestOf(direct, { mode: 'guided' }));
    expect(text).toContain('The wizard sends nothing: an administrator runs the commands.');
    expect(text).not.toContain('Commands that the wizard sends');
    expect(text).not.toContain('The wizard reads every object again before it changes it');
  });

  it.each(languages)('escapes what others named (%s)', (language) => {
    const html = renderChangeRequest(requestOf(direct, { language, organization: '<script>x</script>&amp;', user: '<b>' }));
    expect(html).not.toContain('<script>');
    expect(html).toContain('&lt;script&gt;x&lt;/script&gt;&amp;amp;');
    expect(html).toContain(`<html lang="${language}">`);
  });
});

describe('the pack of a change request', () => {
  const packOf = (request: ChangeRequest): Uint8Array => {
    const made = makeRequestPack({ request, html: renderChangeRequest(request), pdf: new Uint8Array([37, 80]) });
    if (!made.ok) throw new Error(made.error.code);
    return made.value;
  };

  it('has HTML, PDF, JSON and both scripts, each described, and is whole', () => {
    const pack = packOf(requestOf(direct));
    const files = unpacked(pack);
    const own = ['README.txt', 'apply.ps1', 'manifest.json', 'request.html', 'request.json', 'request.pdf', 'undo.ps1'];
    expect(Object.keys(files).sort()).toEqual(own);
    for (const name of own.filter((one) => one !== 'README.txt')) expect(textOf(files['README.txt'])).toContain(`\r\n${name}\r\n  `);
    expect(textOf(files['README.txt'])).toContain('Nothing had been changed when they were written.');
    expect(verifyPack(pack)).toMatchObject({ ok: true, value: { faults: [] } });
    expect(JSON.parse(textOf(files['request.json']))).toEqual(requestOf(direct));
    expect(textOf(files['apply.ps1'])).toContain('Set-SendConnector');
  });

  it('has data that fit the published schema, which refuses others', () => {
    const valid = new Ajv2020({ allErrors: true, validateFormats: false }).compile(
      JSON.parse(readFileSync(join(root, 'docs/change-request.schema.json'), 'utf8')) as object,
    );
    for (const view of [reset, direct, certificateOnly]) expect(valid(requestOf(view)), JSON.stringify(valid.errors)).toBe(true);
    expect(valid({ ...requestOf(direct), weakens: 'no' })).toBe(false);
    expect(valid({ ...requestOf(direct), format: 2 })).toBe(false);
  });

  it.each(languages)('is said to be one when it is checked (%s)', (language) => {
    const checked = verifyPack(packOf(requestOf(direct)));
    if (!checked.ok) throw new Error(checked.error.code);
    const lines = packCheckLines(checked.value, language).join('\n');
    expect(lines).toContain(requestOf(direct).plan.id);
    expect(lines).toContain('2026-11-20T09:00:00.000Z');
    expect(lines).not.toMatch(/Run:|実行:/);
  });
});
