/** What each practice organization teaches: the sentence on the start page, seen in the wizard. */
import { afterEach, describe, expect, it } from 'vitest';
import { scenarioText } from '../../../shared/messages/labels.ts';
import { methodForecasts, suggestMethod } from '../../../shared/plan/methods.ts';
import { callSteps, isUnchanged, type CallStep, type Method } from '../../../shared/plan/plan.ts';
import { directions, type MailFlow } from '../../../shared/mail-flow/verdict.ts';
import { mailFlow } from '../../../shared/mail-flow/mail-flow.ts';
import { practiceScenarios, type OrganizationFile, type PracticeScenario } from '../../../shared/model/sample-organization.ts';
import type { JudgedCertificate } from '../../../shared/rules/judge-certificates.ts';
import type { WizardEvent } from '../../../shared/wizard/events.ts';
import type { WizardView } from '../../../shared/wizard/view.ts';
import { thumbprintOf } from '../../../src-main/exchange/practice/objects/certificate.ts';
import { removeExchangeCertificate } from '../../../src-main/exchange/practice/remove-certificate.ts';
import { listedCertificates } from '../../../src-main/exchange/practice/hybrid-configuration-wizard.ts';
import { nextEvent, takePersonStep, wizardStepName } from './administrator.ts';
import { newFolder, removeFolders, startProgram, type Program } from './program.ts';

afterEach(removeFolders);

/** The serial number of the certificate that every organization is to be renewed with. */
const newSerialNumber = '2601B7E219';

const tested = new Set<PracticeScenario>();

/** Declares what is tested of an organization; its sentence, which that proves, is the name of the test. */
const teaches = (scenario: PracticeScenario, test: (walk: Walk) => Promise<void>): void => {
  tested.add(scenario);
  it(`${scenario}: ${scenarioText(scenario, 'en')}`, async () => {
    const program = await startProgram(await newFolder());
    await test(walkIn(program, scenario));
    expect(program.unexpected).toEqual([]);
    await program.controller.close();
  });
};

interface Walk {
  /** Takes the button that leads on until the place is reached; the new certificate is chosen by its serial number. */
  readonly to: (place: string, method?: Method) => Promise<WizardView>;
  /** Sends one event, and waits until the wizard waits. */
  readonly send: (event: WizardEvent) => Promise<WizardView>;
  /** Runs the commands of the step that the run waits for. */
  readonly takeStep: (step: string) => Promise<void>;
  /** The organization as it is now */
  readonly file: () => OrganizationFile;
}

function walkIn(program: Program, scenario: PracticeScenario): Walk {
  const { controller, practice } = program;
  const send = async (event: WizardEvent): Promise<WizardView> => {
    const sent = await controller.send(event);
    if (!sent.ok) throw new Error(`${wizardStepName(program.view())}: ${event.type} was refused with ${sent.error.code}`);
    return program.until(({ task }) => task === null);
  };
  return {
    send,
    takeStep: async (step) => {
      const taken = await controller.takeStep(step);
      if (!taken.ok) throw new Error(`${step}: ${taken.error.code}`);
    },
    file: () => {
      const organization = practice.organization(scenario);
      if (organization === null) throw new Error('There is no organization.');
      return organization;
    },
    to: async (place, method = 'reset') => {
      for (let now = program.view(); ;) {
        const isPlanned = now.page !== 'plan' || now.context.method === method;
        if (wizardStepName(now) === place && isPlanned) return now;
        await takePersonStep(program);
        const event = eventFor(now, scenario, method);
        const pressed = now;
        now = await send(event);
        // A button that leads nowhere would be pressed for ever.
        if (JSON.stringify([now.page, now.phase, now.context]) === JSON.stringify([pressed.page, pressed.phase, pressed.context]))
          throw new Error(`${place} was not reached from ${wizardStepName(now)}`);
        if (now.context.validation !== null) throw new Error(`${wizardStepName(now)}: ${now.context.validation}`);
      }
    },
  };
}

function eventFor(now: WizardView, scenario: PracticeScenario, method: Method): WizardEvent {
  if (now.page === 'start' && now.context.mode === 'practice' && now.context.scenario !== scenario)
    return { type: 'CHOOSE_SCENARIO', scenario };
  if (now.page === 'certificate' && now.context.certificate === null)
    return { type: 'SELECT_CERTIFICATE', thumbprint: newOf(now).thumbprint };
  if (now.page === 'plan')
    return now.context.method === method ? { type: 'COMMIT', plan: now.context.plans.apply?.id ?? '' } : { type: 'CHOOSE_METHOD', method };
  const event = nextEvent(now);
  if (event === null) throw new Error('The end was reached.');
  return event;
}

const newOf = ({ certificates }: Pick<WizardView, 'certificates'>): JudgedCertificate => {
  const found = certificates.find(({ facts }) => (facts.serialNumber ?? '').toUpperCase().endsWith(newSerialNumber));
  if (found === undefined) throw new Error('The new certificate is not installed.');
  return found;
};

/** What is said against the new certificate, e.g. `certificate.privateKey block`. */
const saidOfNew = (view: WizardView): readonly string[] =>
  newOf(view)
    .findings.filter(({ severity }) => ['block', 'warn'].includes(severity))
    .map(({ rule, severity }) => `${rule} ${severity}`);

const suggested = ({ context: { organization }, ...view }: WizardView): ReturnType<typeof suggestMethod> => {
  if (organization === null) throw new Error('Nothing was collected.');
  const certificate = newOf(view);
  return suggestMethod(organization, certificate, methodForecasts(organization, certificate));
};

const planned = ({ context }: WizardView): readonly CallStep[] => (context.plans.apply === null ? [] : callSteps(context.plans.apply));
const states = ({ context }: WizardView): readonly string[] =>
  planned({ context } as WizardView).map(({ id }) => context.runs.apply?.steps[id]?.state ?? '');
const stop = ({ context }: WizardView): unknown => context.runs.apply?.stop;
/** The verdicts of both directions. */
const flowOf = ({ context: { organization } }: WizardView): readonly string[] => {
  if (organization === null) throw new Error('Nothing was collected.');
  return verdicts(mailFlow(organization));
};
const verdicts = (flow: MailFlow): readonly string[] => directions.map((direction) => flow[direction].verdict);
/** What the forecast says of the end of the plan that is shown. */
const forecastEnd = ({ context }: WizardView): readonly string[] => {
  const last = context.plans.apply?.steps.at(-1)?.forecast;
  return last === undefined ? [] : directions.map((direction) => last[direction]);
};
/** The page that follows the HCW reads everything again: what mail flow does by that reading. */
const flowAfter = ({ context: { verified } }: WizardView): readonly string[] => (verified === null ? [] : verdicts(mailFlow(verified)));
const blocking = ({ postChecks }: WizardView): readonly string[] =>
  (postChecks ?? []).filter(({ severity }) => severity === 'block').map(({ rule }) => rule);
const namesOf = ({ receiveConnectors }: OrganizationFile): readonly (string | null)[] =>
  receiveConnectors.filter(({ name }) => name.startsWith('Default Frontend')).map(({ tlsCertificateName }) => tlsCertificateName);

describe('issuer and subject', () => {
  teaches('renewal', async ({ to, file }) => {
    const review = await to('plan.ready');
    expect([saidOfNew(review), suggested(review)]).toEqual([[], { kind: 'method', method: 'certificateOnly', weakens: false }]);
    const { hybridConfiguration, sendConnectors } = file();
    const old = hybridConfiguration?.tlsCertificateName;
    expect([...namesOf(file()), sendConnectors[0]?.tlsCertificateName]).toEqual([old, old, old, old]);
    expect(old).not.toContain(newOf(review).facts.issuer);
    await to('hcw.ready');
    expect(namesOf(file())).toEqual([null, null, null]);
    const end = await to('postChecks.done');
    expect([blocking(end), flowAfter(end)]).toEqual([[], forecastEnd(review)]);
    await to('finish.ready');
  });

  teaches('sameName', async ({ to, file }) => {
    const made = await to('plan.ready', 'direct');
    expect(suggested(made)).toMatchObject({ kind: 'nothing' });
    expect(planned(made).map(isUnchanged)).toEqual([true, true, true, true, true]);
    const before = file();
    const done = await to('change.done', 'direct');
    expect(states(done)).toEqual(Array.from({ length: 5 }, () => 'unchanged'));
    expect(file()).toEqual(before);
  });

  teaches('newSubject', async ({ to, file }) => {
    const review = await to('plan.ready', 'direct');
    expect([saidOfNew(review), suggested(review)]).toEqual([
      ['certificate.names warn'],
      { kind: 'method', method: 'direct', weakens: false },
    ]);
    expect(planned(review).filter(({ call }) => call.side === 'exchangeOnline')).toMatchObject([
      { before: { TlsDomain: 'hybrid.contoso.com' }, after: { TlsDomain: 'mail.contoso.com' } },
    ]);
    await to('change.done', 'direct');
    expect(file().exchangeOnline.outboundConnectors.map(({ tlsDomain }) => tlsDomain)).toEqual(['mail.contoso.com']);
    const end = await to('postChecks.done', 'direct');
    expect([blocking(end), flowAfter(end)]).toEqual([[], forecastEnd(review)]);
  });

  teaches('oldStays', async ({ to, send, takeStep, file }) => {
    const made = await to('plan.ready', 'direct');
    expect(suggested(made)).toMatchObject({ kind: 'nothing' });
    const sharing = made.certificates.filter(
      ({ facts }) => facts.subject === newOf(made).facts.subject && facts.issuer === newOf(made).facts.issuer,
    );
    expect(sharing.map(({ inUse }) => inUse)).toEqual([
      { known: true, value: true },
      { known: true, value: true },
    ]);
    const name = `<I>${newOf(made).facts.issuer}<S>${newOf(made).facts.subject}`;
    const named = (): number => file().sendConnectors.filter(({ tlsCertificateName }) => tlsCertificateName === name).length;
    expect(named()).toBe(2);
    const old = sharing.find(({ thumbprint }) => thumbprint !== newOf(made).thumbprint)?.thumbprint ?? '';
    const call = { side: 'onPremises', cmdlet: 'Remove-ExchangeCertificate', parameters: { Server: 'EX01', Thumbprint: old } } as const;
    const { errors } = removeExchangeCertificate(file(), call);
    expect(errors.map(({ message }) => message)).toEqual([expect.stringContaining('These certificates are tagged')]);

    await to('finish.ready', 'direct');
    await send({ type: 'SHOW_OLD_CERTIFICATE' });
    const planned = await send({ type: 'CHOOSE_OLD_CERTIFICATE', thumbprint: old });
    expect(planned.oldCertificate?.obstacles).toEqual([]);
    await send({ type: 'TYPE_THUMBPRINT', text: old.toLowerCase() });
    let now = await send({ type: 'COMMIT', plan: planned.context.plans.removal?.id ?? '' });
    const asked: string[] = [];
    for (let stop = now.context.runs.removal?.stop; stop?.why === 'person'; stop = now.context.runs.removal?.stop) {
      asked.push(stop.step);
      await takeStep(stop.step);
      now = await send({ type: 'COMMIT', plan: now.context.plans.removal?.id ?? '' });
    }
    expect(asked).toEqual(['stop', 'start'].flatMap((what) => ['EX01', 'EX02', 'EX03'].map((server) => `${what} ${server}`)));
    expect(wizardStepName(now)).toBe('change.done');
    const { servers } = file();
    expect(servers.flatMap(({ certificates }) => certificates).some((one) => thumbprintOf(one) === old)).toBe(false);
    expect([named(), servers.flatMap(({ stoppedServices }) => stoppedServices)]).toEqual([2, []]);
    const end = await to('finish.ready', 'direct');
    expect([end.outcome?.verdict, end.weakened, end.context.runs.removal?.closed]).toEqual(['asExpected', null, 'finished']);
  });
});

describe('servers', () => {
  teaches('keyMissing', async ({ to, send }) => {
    const view = await to('certificate.ready');
    expect([newOf(view).verdict, saidOfNew(view)]).toEqual([
      'doesNotQualify',
      ['certificate.privateKey block', 'certificate.keyProvider block'],
    ]);
    expect(newOf(view).findings.find(({ rule }) => rule === 'certificate.privateKey')?.evidence).toMatchObject({ servers: 'EX02' });
    await send({ type: 'SELECT_CERTIFICATE', thumbprint: newOf(view).thumbprint });
    const refused = await send({ type: 'NEXT' });
    expect([refused.page, refused.context.validation]).toEqual(['certificate', expect.any(String)]);
  });

  teaches('serverDown', async ({ to, file }) => {
    const review = await to('plan.ready');
    expect([newOf(review).verdict, flowOf(review)]).toEqual(['unknown', ['unknown', 'unknown']]);
    expect(review.context.plans.apply?.leftOut).toMatchObject([{ server: 'EX03', reason: 'failed' }]);
    expect(planned(review).map(({ server }) => server)).toEqual(['EX01', 'EX02']);
    const before = file();
    await to('change.done');
    expect(namesOf(file())).toEqual([null, null, namesOf(before)[2]]);
  });

  teaches('edge', async ({ to, file }) => {
    const made = await to('plan.ready');
    expect(planned(made)).toEqual([]);
    expect(made.edge?.servers.map(({ server, tasks }) => [server, tasks.map(({ kind }) => kind)])).toEqual([
      ['EDGE01', ['import', 'enable', 'connector']],
      ['EDGE02', ['import', 'enable', 'connector']],
    ]);
    const onEdge = (): unknown => file().receiveConnectors.filter(({ server }) => server.startsWith('EDGE'));
    const before = onEdge();
    await to('postChecks.done');
    expect(onEdge()).toEqual(before);
  });

  teaches('fortyServers', async ({ to, file }) => {
    const made = await to('plan.ready');
    expect(planned(made)).toHaveLength(40);
    const relaying = file().receiveConnectors.filter(({ name }) => name.startsWith('Relay'));
    expect(relaying.map(({ server }) => server)).toEqual(made.context.organization?.hybridServers.slice(30).map(({ name }) => name));
  });
});

describe('during the change', () => {
  teaches('alreadyReset', async ({ to, file }) => {
    const made = await to('plan.ready');
    expect([flowOf(made), suggested(made)]).toEqual([['waits', 'internal'], { kind: 'method', method: 'reset', weakens: false }]);
    expect(namesOf(file())).toEqual([null, null, null]);
    const before = file();
    const review = await to('plan.ready');
    const done = await to('hcw.ready');
    expect([states(done), file()]).toEqual([['unchanged', 'unchanged', 'unchanged'], before]);
    const end = await to('postChecks.done');
    expect([blocking(end), flowAfter(end)]).toEqual([[], forecastEnd(review)]);
  });

  for (const method of ['reset', 'direct'] as const) {
    teaches('changeFails', async ({ to, send, file }) => {
      const first = await to('change.stopped', method);
      const [, , third] = namesOf(file());
      expect(stop(first)).toMatchObject({ why: 'canary' });
      const failed = await send({ type: 'COMMIT', plan: first.context.plans.apply?.id ?? '' });
      expect(stop(failed)).toMatchObject({ why: 'failed', step: method === 'reset' ? 'reset EX02' : 'receive EX02' });
      expect(namesOf(file())[2]).toBe(third);
      expect(states(failed).at(method === 'reset' ? 2 : 3)).toBe('waiting');
    });

    teaches('changedMeanwhile', async ({ to, send, file }) => {
      const first = await to('change.stopped', method);
      expect(stop(first)).toMatchObject({ why: 'canary' });
      const differs = await send({ type: 'COMMIT', plan: first.context.plans.apply?.id ?? '' });
      expect(stop(differs)).toMatchObject({ why: 'differs', step: method === 'reset' ? 'reset EX02' : 'receive EX02' });
      const [, second, third] = namesOf(file());
      expect([second, third]).toEqual([expect.stringContaining('Contoso Issuing CA 1'), expect.stringContaining('RSA CA 2025')]);
    });

    teaches('sessionLost', async ({ to, send, file }) => {
      const first = await to('change.stopped', method);
      const done = await send({ type: 'COMMIT', plan: first.context.plans.apply?.id ?? '' });
      expect(done.phase).toBe('done');
      expect(new Set(states(done))).toEqual(new Set(['applied']));
      expect(new Set(namesOf(file())).size).toBe(1);
      const step = planned(done).find(({ server }) => server === 'EX02');
      expect(done.context.runs.apply?.steps[step?.id ?? '']).toMatchObject({ state: 'applied', error: { code: 'session.lost' } });
      const sent = done.context.commands.filter(({ call }) => call.cmdlet === 'Set-ReceiveConnector');
      expect(sent.filter(({ call }) => call.parameters['Identity'] === step?.object)).toHaveLength(1);
    });
  }

  teaches('denied', async ({ to, send, file }) => {
    const before = await to('preChecks.ready');
    const organization = file();
    expect(before.preChecks.filter(({ severity }) => severity === 'block').map(({ rule }) => rule)).toEqual(['rights.reset']);
    const refused = await send({ type: 'NEXT' });
    expect([refused.page, refused.context.validation]).toEqual(['preChecks', expect.any(String)]);
    expect(file()).toEqual(organization);
  });
});

describe('the HCW', () => {
  teaches('notSelected', async ({ to, send, file }) => {
    const ready = await to('hcw.ready');
    const next = newOf(ready).thumbprint;
    const listed = (): unknown => {
      const { certificates, selected } = listedCertificates(file());
      return { isListed: certificates.some(({ thumbprint }) => thumbprint === next), selected };
    };
    expect(listed()).toEqual({ isListed: true, selected: null });
    for (const step of ['2-1', '2-2', '2-3'] as const) await send({ type: 'TICK', step, ticked: true });
    await send({ type: 'ANSWER', answer: 'notSelected' });
    const fix = await send({ type: 'NEXT' });
    expect(wizardStepName(fix)).toBe('fix.ready');
    await send({ type: 'COMMIT', plan: fix.context.plans.fix?.id ?? '' });
    expect(listed()).toEqual({ isListed: true, selected: next });
  });

  teaches('notListed', async ({ to, send, file }) => {
    const view = await to('certificate.ready');
    const next = newOf(view);
    expect([next.verdict, saidOfNew(view)]).toEqual(['doesNotQualify', ['certificate.thirdParty block']]);
    expect(next.findings.find(({ rule }) => rule === 'certificate.thirdParty')?.evidence).toMatchObject({ rootCAType: 'Registry' });
    expect(listedCertificates(file()).certificates.map(({ thumbprint }) => thumbprint)).not.toContain(next.thumbprint);
    await send({ type: 'SELECT_CERTIFICATE', thumbprint: next.thumbprint });
    const refused = await send({ type: 'NEXT' });
    expect([refused.page, refused.context.validation]).toEqual(['certificate', expect.any(String)]);
  });

  teaches('serviceHost', async ({ to, send, takeStep, file }) => {
    const ready = await to('hcw.ready');
    expect(listedCertificates(file())).toEqual({ certificates: [], selected: null });
    for (const step of ['2-1', '2-2', '2-3'] as const) await send({ type: 'TICK', step, ticked: true });
    await send({ type: 'ANSWER', answer: 'notListed' });
    await send({ type: 'NEXT' });
    const fix = await send({ type: 'PASTE_HCW_MESSAGE', text: 'No valid certificate exists for the Hub Transport server(s)' });
    const asked = await send({ type: 'COMMIT', plan: fix.context.plans.fix?.id ?? '' });
    expect(asked.context.runs.fix?.stop).toEqual({ why: 'person', step: 'start EX02' });
    const notYet = await send({ type: 'COMMIT', plan: fix.context.plans.fix?.id ?? '' });
    expect(notYet.context.runs.fix).toMatchObject({ stop: { why: 'person' }, steps: { 'start EX02': { attempts: 2 } } });
    await takeStep('start EX02');
    const done = await send({ type: 'COMMIT', plan: fix.context.plans.fix?.id ?? '' });
    expect(wizardStepName(done)).toBe('change.done');
    expect(listedCertificates(file()).certificates.map(({ thumbprint }) => thumbprint)).toContain(newOf(ready).thumbprint);
    expect(wizardStepName(await send({ type: 'NEXT' }))).toBe('hcw.ready');
    await to('finish.ready');
  });

  teaches('hcwFails', async ({ to, send, file }) => {
    const review = await to('plan.ready');
    const half = await to('postChecks.done');
    expect(new Set(namesOf(file()))).toEqual(new Set([file().hybridConfiguration?.tlsCertificateName]));
    expect(file().hybridConfiguration?.tlsCertificateName).toContain('CN=mail.contoso.com');
    expect(file().exchangeOnline.outboundConnectors.map(({ tlsDomain }) => tlsDomain)).toEqual(['hybrid.contoso.com']);
    expect(flowAfter(half)).toEqual(['waits', 'internal']);
    expect(forecastEnd(review)).toEqual(['internal', 'internal']);
    expect(blocking(half)).not.toEqual([]);
    await send({ type: 'RUN_HCW_AGAIN' });
    const end = await to('postChecks.done');
    expect([blocking(end), flowAfter(end)]).toEqual([[], forecastEnd(review)]);
  });

  for (const method of ['reset', 'direct'] as const) {
    teaches('hcwElsewhere', async ({ to, file }) => {
      const made = await to('plan.ready', method);
      const reviewed = namesOf(file());
      const view = await to(method === 'reset' ? 'change.stopped' : 'change.done', method);
      expect(new Set(namesOf(file()))).toEqual(new Set([`<I>${newOf(made).facts.issuer}<S>${newOf(made).facts.subject}`]));
      expect(namesOf(file())).not.toEqual(reviewed);
      if (method === 'reset') expect(stop(view)).toMatchObject({ why: 'differs', step: 'reset EX01' });
      expect(Object.values(view.context.runs.apply?.steps ?? {}).some(({ touched }) => touched)).toBe(false);
    });
  }
});

describe('other organizations', () => {
  teaches('difficultNames', async ({ to, file }) => {
    const review = await to('plan.ready');
    expect(planned(review).map(({ object }) => object)).toEqual([
      'EX[01]\\Default Frontend EX[01]',
      `EX$日本\\受信 "O'Brien’s" [$(Get-Date)] \`; #1`,
    ]);
    await to('change.done');
    const { receiveConnectors, sendConnectors } = file();
    expect(receiveConnectors.filter(({ tlsCertificateName }) => tlsCertificateName !== null)).toEqual([]);
    expect(sendConnectors.filter(({ cloudServicesMailEnabled }) => cloudServicesMailEnabled)).toHaveLength(2);
    const end = await to('postChecks.done');
    expect([blocking(end), flowAfter(end)]).toEqual([[], forecastEnd(review)]);
  });

  for (const scenario of ['noHybrid', 'empty'] as const) {
    teaches(scenario, async ({ to, send }) => {
      const collected = await to('collect.done');
      expect(collected.context.organization?.hybridServers).toEqual([]);
      const refused = await send({ type: 'NEXT' });
      expect([refused.page, refused.context.validation]).toEqual(['collect', 'collect.noHybridConfiguration']);
    });
  }
});

it('leaves out no practice organization', () => {
  expect([...tested].sort()).toEqual([...practiceScenarios].sort());
});
