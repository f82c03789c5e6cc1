/** A plan that was kept is taken only as the wizard makes it: no script text comes out of a file. */
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { makePlan } from '../../../shared/plan/make-plan.ts';
import { persistedPlanSchema } from '../../../shared/plan/persisted-plan.ts';
import { enableOnEdgeStep, installOnEdgeStep, serviceStep, synchronizeStep } from '../../../shared/plan/person-steps.ts';
import { methods, setObject, type CallStep, type PersonStep, type Plan } from '../../../shared/plan/plan.ts';
import { exportText, importText, pfxPath } from '../../../shared/rules/certificate-commands.ts';
import { certificate, policy, renewing } from './made-plans.ts';
import { removalCall } from '../../../shared/plan/removal.ts';
import { readFacts } from '../../../shared/plan/person-steps.ts';
import { callStep, planOf } from './script-plans.ts';

const accepts = (plan: unknown): boolean => v.safeParse(persistedPlanSchema, JSON.parse(JSON.stringify(plan))).success;

const forecast = { toOnPremises: 'internal', toExchangeOnline: 'internal' } as const;
const hostile = "it's ‘all’ “well” \u202E--%\r\n$(x)`;";

const step = callStep('Get-ReceiveConnector', `EX01\\${hostile}`, {
  before: { TlsCertificateName: 'a' },
  after: { TlsCertificateName: null },
});
const personStep = (draft: ReturnType<typeof serviceStep>): PersonStep => {
  if (draft.planned.kind !== 'person') throw new Error('not for a person');
  return { ...draft.planned, forecast, weakens: [] };
};
const install = personStep(
  installOnEdgeStep(hostile, 'A1', {
    changes: [],
    commands: [exportText(hostile, hostile, pfxPath), importText(null, hostile)],
    before: 'missing',
  }),
);

describe('a kept plan', () => {
  it.each(methods)('is taken as it was made: %s', (method) => {
    expect(accepts(makePlan(renewing(certificate), certificate, method, { id: 'plan-1', policy }))).toBe(true);
  });

  it('is taken with the removal of a certificate', () => {
    const object = 'EX01\\A1';
    const removal = {
      ...step,
      object,
      server: 'EX01',
      read: readFacts('Get-ExchangeCertificate', 'EX01'),
      call: removalCall('EX01', 'A1'),
      undo: null,
    };
    expect(accepts(planOf([removal]))).toBe(true);
  });

  it('is taken with values of any text', () => {
    expect(accepts(planOf([step, install, ...[enableOnEdgeStep(hostile, hostile, []), synchronizeStep(hostile)].map(personStep)]))).toBe(
      true,
    );
  });

  it.each<[string, Partial<CallStep>]>([
    [
      'a parameter that the table does not have',
      { call: { ...step.call, parameters: { ...step.call.parameters, "Identity 'x'; New-Item x; #": 'y' } } },
    ],
    ['another object', { call: setObject('Get-ReceiveConnector', 'EX02\\x', step.after) }],
    ['another value than the one that is compared', { call: setObject('Get-ReceiveConnector', step.object, { TlsCertificateName: 'b' }) }],
    ['another undo', { undo: setObject('Get-SendConnector', step.object, step.before) }],
    ['an undo of other values', { undo: setObject('Get-ReceiveConnector', step.object, { TlsCertificateName: 'b' }) }],
    ['no undo', { undo: null }],
    ['a reading that changes something', { read: step.call }],
    ['a reading of another object', { read: { ...step.read, parameters: { Identity: 'x' } } }],
    [
      'an object that stands among the values',
      { after: { Identity: 'x' }, call: setObject('Get-ReceiveConnector', step.object, { Identity: 'x' }) },
    ],
    [
      'a removal of another certificate',
      {
        object: 'EX01\\A1',
        server: 'EX01',
        read: readFacts('Get-ExchangeCertificate', 'EX01'),
        call: removalCall('EX01', 'B2'),
        undo: null,
      },
    ],
  ])('is refused with a step that has %s', (_, changes) => {
    expect(accepts(planOf([step]))).toBe(true);
    expect(accepts(planOf([{ ...step, ...changes }]))).toBe(false);
  });

  it.each<[string, string[]]>([
    ['another command', ['New-Item x']],
    ['a command behind its own', [`${install.commands[0] ?? ''}; New-Item x`]],
    ['a command behind a value that is ended', ["Start-Service -Name 'x'; New-Item 'y'"]],
    ['a value in quotes that are no pair', ["Start-EdgeSynchronization -TargetServer 'EDGE01‘; New-Item x; #'"]],
    ['a second line in a value', ["Start-EdgeSynchronization -TargetServer 'a\nNew-Item x\n'"]],
    ['an expression in a value', ["Start-EdgeSynchronization -TargetServer ('a'+$(New-Item x))"]],
    ['another service', ['Stop-Service -Name W32Time']],
  ])('is refused with %s for a person', (_, commands) => {
    expect(accepts(planOf([{ ...install, commands }]))).toBe(false);
    expect(accepts(planOf([{ ...install, undo: commands }]))).toBe(false);
  });

  it('is refused with expectations of what no cmdlet sets', () => {
    const plan = makePlan(renewing(certificate), certificate, 'reset', { id: 'plan-1', policy });
    const changed = (values: Readonly<Record<string, string>>): Plan => ({
      ...plan,
      steps: plan.steps.map((one) =>
        one.kind === 'handover' ? { ...one, expects: [{ cmdlet: 'Get-SendConnector', object: 'x', values }] } : one,
      ),
    });
    expect([accepts(changed({ TlsCertificateName: 'x' })), accepts(changed({ 'x; y': 'x' }))]).toEqual([true, false]);
  });

  it.each(['../../../x', 'plan 1', '', 'C:\\x', 'a'.repeat(65)])('is refused with the id %j', (id) => {
    expect(accepts(planOf([], { id }))).toBe(false);
  });
});
