/** The proof of mail flow, from the post-checks to the run on the disk, in practice and with real servers. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { known } from '../../../shared/model/known.ts';
import type { Evidence } from '../../../shared/proof/evidence.ts';
import type { WizardView } from '../../../shared/wizard/view.ts';
import { mailHandlers } from '../../../src-main/proof/mail-handlers.ts';
import { proofHandlers, type ProofTools } from '../../../src-main/proof/handlers.ts';
import { healthyToServer, text } from '../proof/messages.ts';
import { chainOfThree, issue, now } from '../pki/issue.ts';
import { endServers, serve, smtp } from '../pki/smtp-server.ts';
import { goTo } from './administrator.ts';
import { newFolder, removeFolders, startProgram, stateFile, type Program } from './program.ts';
import { realOrganization } from './real-organization.ts';
import { runHybridConfigurationWizard } from '../../../src-main/exchange/practice/hybrid-configuration-wizard.ts';

afterEach(endServers);
afterEach(removeFolders);

const toolsOf = (program: Program, changes: Partial<ProofTools> = {}): ProofTools => ({
  view: () => program.view(),
  addEvidence: (evidence) => program.controller.addEvidence(evidence),
  practice: program.practice,
  now: () => new Date(Date.UTC(2026, 10, 20, 18)),
  random: (count) => new Uint8Array(count).map((_, index) => index),
  openDraft: () => Promise.resolve(),
  askToOpen: () => Promise.resolve([]),
  cancelAsking: () => {
    program.controller.cancelAsking();
  },
  ...changes,
});
const mailOf = (program: Program): ReturnType<typeof mailHandlers> =>
  mailHandlers({
    view: () => program.view(),
    addEvidence: (evidence) => program.controller.addEvidence(evidence),
    ask: (calls) => program.controller.askExchange(calls),
    practice: program.practice,
    now: () => new Date(Date.UTC(2026, 10, 20, 18)),
  });
const states = ({ proof }: WizardView): readonly string[] =>
  proof?.seals.map(({ kind, direction, state }) => `${kind} ${direction} ${state}`) ?? [];

describe('in practice', () => {
  let program: Program;
  beforeEach(async () => {
    program = await startProgram(await newFolder());
    await goTo(program, 'postChecks.done');
  });

  async function proveAll(): Promise<void> {
    const handlers = proofHandlers(toolsOf(program));
    const { receiving, sending } = program.view().proof?.targets ?? { receiving: [], sending: [] };
    for (const { server } of receiving) expect(await handlers['proof:askServer'](server)).toEqual({ ok: true, value: null });
    for (const server of sending)
      expect(await handlers['proof:openLog']({ direction: 'toExchangeOnline', server })).toEqual({ ok: true, value: null });
    for (const direction of ['toOnPremises', 'toExchangeOnline'] as const) {
      expect(await handlers['proof:draft']({ direction, recipient: null })).toEqual({ ok: true, value: null });
      expect(await handlers['proof:message']({ direction, text: null })).toMatchObject({ ok: true, value: { isKept: true } });
    }
  }

  it('nothing is proven by the checks, and everything by evidence in both directions', async () => {
    expect(states(program.view()).every((state) => state.endsWith('notYet'))).toBe(true);
    await proveAll();
    expect(states(program.view())).toEqual([
      'presented toOnPremises proven',
      'trusted toOnPremises proven',
      'validated toOnPremises notYet',
      'presented toExchangeOnline proven',
      'trusted toExchangeOnline proven',
      'validated toExchangeOnline notYet',
    ]);
    expect(program.view().proof?.isProven).toBe(true);
    // The proof stays when the wizard goes on, and can be had after the end.
    await goTo(program, 'finish.ready');
    expect(program.view().proof?.isProven).toBe(true);
  });

  it('the journal of the run has the evidence, also after the end', async () => {
    await goTo(program, 'finish.ready');
    await proveAll();
    expect(program.view().proof?.isProven).toBe(true);
    const run = await program.readRun(program.view().context.runIds.apply ?? '');
    const kinds = run.ok ? run.value.state.evidence.map(({ evidence }) => evidence.kind) : [];
    expect(kinds).toEqual(program.view().context.runs.apply?.evidence.map(({ evidence }) => evidence.kind));
    expect(new Set(kinds)).toEqual(new Set(['handshake', 'log', 'word', 'message']));
    expect(run.ok && run.value.state.opened.certificate).toBe(program.view().context.certificate);
  });

  it('is gone once the renewal is rolled back', async () => {
    await proveAll();
    const [id] = [program.view().context.runIds.apply ?? ''];
    await program.controller.send({ type: 'SHOW_ROLLBACK' });
    await program.until(({ task, phase }) => task === null && phase === 'rollbackReview');
    await program.controller.send({ type: 'COMMIT', plan: program.view().context.plans.rollback?.id ?? '' });
    const { context, proof } = await program.until(({ task, phase }) => task === null && phase === 'done');
    expect(context.runIds.apply).toBe(id);
    expect(proof?.isProven ?? false).toBe(false);
  });

  it('counts no longer after another visit to the page of the HCW, which may have been run once more', async () => {
    await proveAll();
    expect(program.view().proof?.isProven).toBe(true);
    await program.controller.send({ type: 'CHECK_AGAIN' });
    const again = await program.until(({ task, page, phase }) => task === null && page === 'postChecks' && phase === 'done');
    expect(again.proof?.isProven).toBe(true);
    await program.controller.send({ type: 'BACK' });
    expect(program.view().page).toBe('hcw');
    const { proof } = await goTo(program, 'postChecks.done');
    expect(new Set(proof?.seals.map(({ state }) => state))).toEqual(new Set(['notYet']));
    await proveAll();
    expect(program.view().proof?.isProven).toBe(true);
  });

  it('makes one word for a direction, and asks for no other while it holds', async () => {
    const drafts: string[] = [];
    const handlers = proofHandlers(
      toolsOf(program, {
        openDraft: (to, subject) => {
          drafts.push(`${to} ${subject}`);
          return Promise.resolve();
        },
      }),
    );
    const draft = { direction: 'toOnPremises', recipient: 'local@contoso.com' } as const;
    await handlers['proof:draft'](draft);
    await handlers['proof:draft'](draft);
    expect(drafts).toEqual(['local@contoso.com HCW-2345-6789', 'local@contoso.com HCW-2345-6789']);
    expect(program.view().context.runs.apply?.evidence).toHaveLength(1);
  });

  it('writes down no message of another word, and says why', async () => {
    const handlers = proofHandlers(toolsOf(program));
    await handlers['proof:draft']({ direction: 'toOnPremises', recipient: null });
    const answer = await handlers['proof:message']({ direction: 'toOnPremises', text: text(healthyToServer) });
    expect(answer).toMatchObject({ ok: true, value: { kind: 'judged', isKept: false, proof: { verdict: 'notProven' } } });
    expect(await handlers['proof:message']({ direction: 'toOnPremises', text: 'Hello' })).toEqual({
      ok: true,
      value: { kind: 'refused', refusal: 'notHeaders' },
    });
    expect(program.view().context.runs.apply?.evidence.map(({ evidence }) => evidence.kind)).toEqual(['word']);
  });

  it('Exchange itself is asked about queues, delayed mail and the validation, whose result a person confirms', async () => {
    const mail = mailOf(program);
    const done = { ok: true, value: null };
    const [{ name: connector } = { name: '' }] = program.view().proof?.targets.outbound ?? [];
    expect(await mail['proof:queues'](undefined)).toEqual(done);
    expect(await mail['proof:delayed'](undefined)).toEqual(done);
    expect(states(program.view())).toContain('validated toExchangeOnline proven');
    expect(await mail['proof:validate']({ connector, recipient: 'local@contoso.com' })).toEqual(done);
    // By the words of its result it succeeded, which is no proof: how the result is to be read is not published.
    expect(states(program.view())).toContain('validated toOnPremises notYet');
    expect(await mail['proof:validationRead']({ connector, says: 'succeeded' })).toEqual(done);
    expect(states(program.view())).toContain('validated toOnPremises proven');
    const sent = program.view().context.commands.find(({ call }) => call.cmdlet === 'Validate-OutboundConnector');
    expect(sent?.call.parameters).toEqual({ Identity: connector, Recipients: ['local@contoso.com'] });
    const run = await program.readRun(program.view().context.runIds.apply ?? '');
    expect(run.ok && run.value.state.evidence.map(({ evidence }) => evidence.kind)).toEqual([
      'queues',
      'delayed',
      'validation',
      'validation',
    ]);
  });

  it('the test message is found by its word, which proves nothing by itself', async () => {
    const [handlers, mail] = [proofHandlers(toolsOf(program)), mailOf(program)];
    expect(await mail['proof:find']('toExchangeOnline')).toMatchObject({ ok: false, error: { code: 'ipc.notNow' } });
    await handlers['proof:draft']({ direction: 'toExchangeOnline', recipient: null });
    expect(await mail['proof:find']('toExchangeOnline')).toEqual({ ok: true, value: null });
    const searchIn = () =>
      program.view().proof?.seals.find(({ kind, direction }) => kind === 'trusted' && direction === 'toExchangeOnline')?.search;
    expect(searchIn()?.online).toEqual({ state: 'read', messages: [] });
    await handlers['proof:message']({ direction: 'toExchangeOnline', text: null });
    await mail['proof:find']('toExchangeOnline');
    expect(searchIn()?.servers.flatMap(({ result }) => (result.state === 'read' ? result.events.map(({ event }) => event) : []))).toEqual([
      'RECEIVE',
      'SEND',
    ]);
    expect(searchIn()?.online).toMatchObject({ messages: [{ status: 'Delivered' }] });
    expect(states(program.view())).toContain('trusted toExchangeOnline proven');
  });

  it('refuses what the page does not show', async () => {
    const handlers = proofHandlers(toolsOf(program));
    const notNow = { ok: false, error: { code: 'ipc.notNow' } };
    expect(await handlers['proof:askServer']('elsewhere.example')).toMatchObject(notNow);
    expect(await handlers['proof:openLog']({ direction: 'toOnPremises', server: 'elsewhere' })).toMatchObject(notNow);
    const mail = mailOf(program);
    expect(await mail['proof:validate']({ connector: 'another', recipient: 'local@contoso.com' })).toMatchObject(notNow);
    const [{ name: connector } = { name: '' }] = program.view().proof?.targets.outbound ?? [];
    expect(await mail['proof:validationRead']({ connector, says: 'succeeded' })).toMatchObject(notNow);
    expect(await mail['proof:pasteMail']('{}')).toMatchObject(notNow);
    expect(await handlers['proof:message']({ direction: 'toOnPremises', text: text(healthyToServer) })).toMatchObject(notNow);
  });
});

it('is proven the next day, when its run is opened from the list', async () => {
  const real = realOrganization();
  const folder = await newFolder();
  const first = await startProgram(folder, { real });
  await goTo(first, 'change.done', 'connected');
  if (real.organization === null) throw new Error('nothing was read');
  real.organization = runHybridConfigurationWizard(real.organization, first.view().context.certificate ?? '');
  await goTo(first, 'postChecks.done', 'connected');
  await first.controller.send({ type: 'FINISH_WITH_OPEN_ITEMS' });
  const { context } = await first.until(({ page }) => page === 'finish');
  const id = context.runIds.apply ?? '';
  await first.controller.close();
  await rm(stateFile(folder));

  const second = await startProgram(folder, { real });
  expect(await second.controller.send({ type: 'OPEN_RUN', id })).toEqual({ ok: true, value: null });
  await goTo(second, 'collect.done', 'connected');
  await second.controller.send({ type: 'NEXT' });
  const opened = await second.until(({ task, page }) => task === null && page === 'change');
  expect(opened.proof?.wanted).toBe(context.certificate);
  expect(states(opened).every((state) => state.endsWith('notYet'))).toBe(true);
  for (const { server, host } of opened.proof?.targets.receiving ?? []) {
    const result = {
      state: 'presented',
      thumbprint: context.certificate ?? '',
      subject: 'CN=mail.contoso.com',
      notAfter: '2027-11-20T00:00:00.000Z',
      chain: 'complete',
      protocol: 'TLSv1.2',
      answersInTls: true,
    } as const;
    expect(await second.controller.addEvidence({ kind: 'handshake', server, host, askedFrom: 'thisComputer', result })).toEqual({
      ok: true,
      value: null,
    });
  }
  expect(states(second.view())[0]).toBe('presented toOnPremises proven');
  const run = await second.readRun(id);
  expect(run.ok && run.value.state.closed).toBe('left');
});

it('is proven the next day in practice too: the organization is the one in which the run was carried out', async () => {
  const folder = await newFolder();
  const first = await startProgram(folder);
  await goTo(first, 'postChecks.done');
  await first.controller.send({ type: 'FINISH_WITH_OPEN_ITEMS' });
  await first.controller.send({ type: 'NEXT' });
  const { context } = await first.until(({ page }) => page === 'finish');
  await first.controller.close();

  const second = await startProgram(folder);
  expect(await second.controller.send({ type: 'OPEN_RUN', id: context.runIds.apply ?? '' })).toEqual({ ok: true, value: null });
  await goTo(second, 'collect.done');
  await second.controller.send({ type: 'NEXT' });
  const { proof } = await second.until(({ task, page }) => task === null && page === 'change');
  const handlers = proofHandlers(toolsOf(second));
  for (const { server } of proof?.targets.receiving ?? []) await handlers['proof:askServer'](server);
  expect(states(second.view())[0]).toBe('presented toOnPremises proven');
});

it('proves nothing of a run that is rolled back', async () => {
  const real = realOrganization();
  const program = await startProgram(await newFolder(), { real });
  await goTo(program, 'postChecks.done', 'connected');
  expect(program.view().proof).not.toBeNull();
  await program.controller.send({ type: 'SHOW_ROLLBACK' });
  await program.until(({ phase, task }) => phase === 'rollbackReview' && task === null);
  await program.controller.send({ type: 'COMMIT', plan: program.view().context.plans.rollback?.id ?? '' });
  const { proof, context } = await program.until(({ phase, task }) => phase === 'done' && task === null);
  expect([context.runs.rollback?.isFinished, proof]).toEqual([true, null]);
  const word = { kind: 'word', direction: 'toOnPremises', word: 'HCW-2222-3333' } as const;
  expect(await program.controller.addEvidence(word)).toMatchObject({ ok: false, error: { code: 'ipc.notNow' } });
});

it('takes in guided mode what the commands printed, of each side by itself, and nothing from before the change', async () => {
  const program = await startProgram(await newFolder());
  await goTo(program, 'postChecks.done');
  await proofHandlers(toolsOf(program))['proof:draft']({ direction: 'toExchangeOnline', recipient: null });
  const view = (): WizardView => ({ ...program.view(), context: { ...program.view().context, mode: 'guided' } });
  const mail = mailHandlers({
    view,
    addEvidence: (evidence) => program.controller.addEvidence(evidence),
    ask: () => {
      throw new Error('guided mode has no connection');
    },
    practice: program.practice,
    now: () => new Date(),
  });
  const { word = '' } = view().proof?.words[0] ?? {};
  const servers = view().proof?.targets.transport ?? [];
  const connector = view().proof?.targets.outbound[0]?.name ?? '';
  const printed = (side: string, answers: readonly unknown[], takenAt = '2099-01-01T00:00:00.000Z'): string =>
    `[PS] C:\\>\r\n${JSON.stringify({ format: 'hybrid-certificate-wizard/mail', version: 1, side, takenAt, answers }).replaceAll(/.{80}/g, '$&\r\n')}\r\n[PS] C:\\>`;
  const ofServers = servers.flatMap((server) => [
    { about: { kind: 'queue', server }, objects: [{ Identity: 'x', LastError: '' }], errors: [] },
    {
      about: { kind: 'tracking', server, word },
      objects: [{ MessageSubject: word, EventId: 'SEND', Source: 'SMTP', Timestamp: '2099-01-01T00:00:00.000Z' }],
      errors: [],
    },
  ]);
  const notNow = { ok: false, error: { code: 'ipc.notNow' } };
  expect(await mail['proof:queues'](undefined)).toMatchObject(notNow);
  expect(await mail['proof:pasteMail']('[PS] C:\\>Get-Queue')).toEqual({ ok: true, value: { kind: 'notPrinted' } });
  const old = printed('onPremises', ofServers, '2000-01-01T00:00:00.000Z');
  expect(await mail['proof:pasteMail'](old)).toEqual({ ok: true, value: { kind: 'older', at: '2000-01-01T00:00:00.000Z' } });
  expect(await mail['proof:pasteMail'](printed('onPremises', []))).toEqual({ ok: true, value: { kind: 'nothing' } });
  expect(await mail['proof:pasteMail'](printed('onPremises', ofServers))).toEqual({ ok: true, value: { kind: 'kept' } });
  expect(states(program.view())).toContain('validated toExchangeOnline proven');

  const trace = { MessageTraceId: 't', Subject: word, Status: 'Delivered', RecipientAddress: 'a@contoso.com', Received: '' };
  const online = printed('exchangeOnline', [
    { about: { kind: 'delayed', status: 'Pending' }, objects: [], errors: [] },
    { about: { kind: 'delayed', status: 'Failed' }, objects: [], errors: [] },
    { about: { kind: 'trace', word }, objects: [trace], errors: [] },
  ]);
  expect(await mail['proof:pasteMail'](online)).toEqual({ ok: true, value: { kind: 'kept' } });
  const found = view().proof?.seals.find(({ kind, direction }) => kind === 'trusted' && direction === 'toExchangeOnline')?.search;
  expect(found?.servers.map(({ result }) => result.state)).toEqual(servers.map(() => 'read'));
  expect(found?.online).toMatchObject({ state: 'read', messages: [{ status: 'Delivered' }] });
  const result = printed('exchangeOnline', [
    {
      about: { kind: 'validation', connector, recipient: 'a@contoso.com' },
      objects: [{ Text: '\r\nTask : x\r\nStatus : Failed\r\n' }],
      errors: [],
    },
  ]);
  expect(await mail['proof:pasteMail'](result)).toEqual({ ok: true, value: { kind: 'kept' } });
  expect(states(program.view())).toContain('validated toOnPremises failed');
});

describe('with real servers', () => {
  /** The handlers of a guided session whose only server listens on that port, and what they have found. */
  async function guidedWith(port: number) {
    const program = await startProgram(await newFolder());
    const practice = await goTo(program, 'postChecks.done');
    const found: Evidence[] = [];
    const { verified } = practice.context;
    if (verified === null || practice.proof === null) throw new Error('no post-checks');
    const handlers = proofHandlers(
      toolsOf(program, {
        port,
        now: () => now,
        view: () => ({
          ...practice,
          context: { ...practice.context, mode: 'guided', verified: { ...verified, servers: known([]) } },
          proof: {
            ...practice.proof,
            targets: { ...practice.proof?.targets, receiving: [{ server: 'EX01', host: '127.0.0.1' }] },
          } as WizardView['proof'],
        }),
        addEvidence: (evidence) => {
          found.push(evidence);
          return Promise.resolve({ ok: true, value: null });
        },
      }),
    );
    return { handlers, found };
  }

  it.each([
    ['the new certificate with its chain', 'whole', {}, { state: 'presented', chain: 'issuerUnknown' }],
    ['the new certificate alone', 'alone', {}, { state: 'presented' }],
    ['another certificate', 'other', {}, { state: 'presented' }],
    ['no STARTTLS', 'whole', { offers: ['SIZE'] }, { state: 'notOffered' }],
    ['silence in TLS', 'whole', { inTls: null }, { state: 'presented', answersInTls: false }],
  ] as const)('%s', async (_, which, options, expected) => {
    const { root, intermediate, leaf } = chainOfThree();
    const other = issue({ name: 'other.contoso.com' });
    const presents = { whole: [leaf, intermediate, root], alone: [leaf], other: [other] } as const;
    const { handlers, found } = await guidedWith(await serve(smtp(presents[which], options)));
    expect(await handlers['proof:askServer']('EX01')).toEqual({ ok: true, value: null });
    const thumbprint = which === 'other' ? other.facts.thumbprint : leaf.facts.thumbprint;
    expect(found).toMatchObject([
      {
        kind: 'handshake',
        server: 'EX01',
        result: expected.state === 'presented' ? { ...expected, thumbprint, protocol: 'TLSv1.3' } : expected,
      },
    ]);
  });

  it('that is no longer waited for: nothing is found, and nothing is written down', async () => {
    let isConnected: () => void = () => undefined;
    const connected = new Promise<void>((resolve) => (isConnected = resolve));
    const { handlers, found } = await guidedWith(
      await serve(() => {
        isConnected();
      }),
    );
    const asked = handlers['proof:askServer']('EX01');
    await connected;
    await handlers['proof:cancel'](undefined);
    expect([await asked, found]).toEqual([{ ok: true, value: null }, []]);
  });
});

describe('what a server has asked itself', () => {
  const answer = {
    format: 'hybrid-certificate-wizard/presented',
    version: 1,
    server: 'EX01',
    host: 'ex01.contoso.com',
    takenAt: '2026-11-21T09:00:00.000Z',
    state: 'presented',
    detail: '',
    certificates: [] as readonly string[],
    protocol: 'Tls12',
    answersInTls: true,
  };
  it.each([
    ['kept', {}],
    ['kept', { state: 'notOffered' }],
    ['kept', { state: 'failed', detail: 'refused' }],
    ['older', { takenAt: '2026-11-01T09:00:00.000Z' }],
    ['otherServer', { server: 'ELSEWHERE' }],
    ['notAnAnswer', { format: 'other' }],
    ['notAnAnswer', { certificates: ['not base 64!'] }],
    ['notAnAnswer', { takenAt: 'yesterday' }],
  ] as const)('is %s: %o', async (kind, changes) => {
    const program = await startProgram(await newFolder());
    await goTo(program, 'postChecks.done');
    const { leaf, intermediate } = chainOfThree();
    const certificates = [leaf, intermediate].map(({ der }) => Buffer.from(der).toString('base64'));
    const path = join(await newFolder(), 'answer.json');
    await writeFile(path, `\uFEFF${JSON.stringify({ ...answer, certificates, ...changes })}`);
    const handlers = proofHandlers(
      toolsOf(program, {
        askToOpen: () => Promise.resolve([path]),
        view: () => ({ ...program.view(), context: { ...program.view().context, mode: 'guided' } }),
      }),
    );
    expect(await handlers['proof:openAnswer'](undefined)).toMatchObject({ ok: true, value: { kind } });
    const kept = program.view().context.runs.apply?.evidence.map(({ evidence }) => evidence);
    const state = 'state' in changes ? changes.state : 'presented';
    expect(kept).toMatchObject(kind === 'kept' ? [{ kind: 'handshake', server: 'EX01', askedFrom: 'server', result: { state } }] : []);
    if (state === 'presented' && kind === 'kept')
      expect(kept).toMatchObject([{ result: { thumbprint: leaf.facts.thumbprint, protocol: 'TLSv1.2', chain: 'issuerUnknown' } }]);
  });
});

describe('files', () => {
  it('are read as far as they are, and nothing else is', async () => {
    const program = await startProgram(await newFolder());
    const practice = await goTo(program, 'postChecks.done');
    const folder = await newFolder();
    await mkdir(join(folder, 'folder'));
    await writeFile(join(folder, 'empty.LOG'), '');
    await writeFile(join(folder, 'message.eml'), text(healthyToServer));
    const guided = (path: string) =>
      proofHandlers(
        toolsOf(program, {
          askToOpen: () => Promise.resolve([path]),
          view: () => ({ ...program.view(), context: { ...program.view().context, mode: 'guided' } }),
        }),
      );
    const [server = ''] = practice.proof?.targets.sending ?? [];
    const log = { direction: 'toExchangeOnline', server } as const;
    expect(await guided(join(folder, 'folder'))['proof:openLog'](log)).toMatchObject({ ok: false, error: { code: 'file.unreadable' } });
    expect(await guided(join(folder, 'missing'))['proof:openLog'](log)).toMatchObject({ ok: false, error: { code: 'file.unreadable' } });
    expect(await guided(join(folder, 'empty.LOG'))['proof:openLog'](log)).toEqual({ ok: true, value: null });
    expect(program.view().context.runs.apply?.evidence.at(-1)?.evidence).toMatchObject({
      kind: 'log',
      files: ['empty.LOG'],
      result: { kind: 'notProven' },
    });
    const handlers = guided(join(folder, 'message.eml'));
    await handlers['proof:draft']({ direction: 'toOnPremises', recipient: null });
    expect(await handlers['proof:message']({ direction: 'toOnPremises', text: null })).toMatchObject({
      ok: true,
      value: { kind: 'judged', isKept: false },
    });
  });
});
