/** Parameters of a command and values of the model say the same. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change, ObjectChange } from '../../../shared/mail-flow/forecast.ts';
import { known, unknown } from '../../../shared/model/known.ts';
import { modelChange, stepChange, valuesOfChange } from '../../../shared/plan/model-change.ts';
import { parameterKind, readCmdlets, type ReadCmdlet, type Value } from '../../../shared/plan/plan.ts';
import { trackedParameters } from '../../../shared/run/snapshot.ts';
import { runs } from '../../properties/seed.ts';
import { inbound, outbound, receiveConnector, sendConnector } from '../rules/sample.ts';
import { callStep } from './script-plans.ts';

const objectChange = (change: Change): ObjectChange => {
  if (!('values' in change)) throw new Error('It is of no object.');
  return change;
};

/** The parameters that Exchange writes as one text with commas. */
const flags: readonly string[] = ['AuthMechanism', 'PermissionGroups'];
/** The parameters that the plan keeps, and that have no part in mail flow. */
const notInModel: Readonly<Partial<Record<ReadCmdlet, readonly string[]>>> = {
  'Get-ReceiveConnector': ['RequireTLS'],
  'Get-SendConnector': ['DNSRoutingEnabled'],
  'Get-InboundConnector': ['SenderDomains', 'RestrictDomainsToCertificate', 'RestrictDomainsToIPAddresses'],
  'Get-OutboundConnector': ['UseMXRecord', 'RouteAllMessagesViaOnPremises'],
};
const inModel = (cmdlet: ReadCmdlet): readonly string[] =>
  trackedParameters[cmdlet].filter((parameter) => notInModel[cmdlet]?.includes(parameter) !== true);
const objectOf = (cmdlet: ReadCmdlet): string => (cmdlet === 'Get-HybridConfiguration' ? 'Hybrid Configuration' : 'EX01\\a');

const word = fc.stringMatching(/^[A-Za-z]{1,12}$/);
function valueOf(cmdlet: ReadCmdlet, parameter: string): fc.Arbitrary<Value> {
  if (flags.includes(parameter)) return fc.array(word, { minLength: 1, maxLength: 4 }).map((names) => names.join(', '));
  switch (parameterKind(cmdlet, parameter)) {
    case 'boolean':
      return fc.boolean();
    case 'strings':
    case 'nullableStrings':
      return fc.array(fc.string(), { maxLength: 4 });
    case 'nullableString':
      return fc.option(fc.string(), { nil: null });
    default:
      return fc.string();
  }
}

describe.each(readCmdlets)('what %s reads', (cmdlet) => {
  it.each(inModel(cmdlet))('%s comes back from the model as it was', (parameter) => {
    fc.assert(
      fc.property(valueOf(cmdlet, parameter), (value) => {
        const change = objectChange(modelChange(cmdlet, objectOf(cmdlet), { [parameter]: value }));
        expect(Object.values(change.values)).toHaveLength(1);
        expect(valuesOfChange(change)).toEqual({ cmdlet, object: objectOf(cmdlet), values: { [parameter]: value } });
      }),
      { numRuns: runs(50) },
    );
  });

  it('comes back whole', () => {
    const all = fc.record(Object.fromEntries(inModel(cmdlet).map((parameter) => [parameter, valueOf(cmdlet, parameter)])));
    fc.assert(
      fc.property(all, (values) => {
        const change = objectChange(modelChange(cmdlet, objectOf(cmdlet), values));
        expect(valuesOfChange(change).values).toEqual(values);
      }),
      { numRuns: runs(50) },
    );
  });

  it('has no part in the model that it does not know', () => {
    const values = Object.fromEntries([...(notInModel[cmdlet] ?? []), 'constructor', 'Comment'].map((name) => [name, 'x']));
    expect(objectChange(modelChange(cmdlet, 'a', values)).values).toEqual({});
  });
});

describe('a change of the model', () => {
  // Every property of the model that the forecast of a method may set, as it was read.
  it.each<[string, ObjectChange]>([
    ['receive connector', { kind: 'receiveConnector', identity: 'EX01\\Default Frontend EX01', values: receiveConnector('EX01') }],
    ['send connector', { kind: 'sendConnector', identity: 'a', values: sendConnector() }],
    ['inbound connector', { kind: 'inboundConnector', identity: 'a', values: inbound() }],
    ['outbound connector', { kind: 'outboundConnector', identity: 'a', values: outbound() }],
  ])('of a %s is the same after its parameters were sent', (_, change) => {
    const { cmdlet, object, values } = valuesOfChange(change);
    const again = objectChange(modelChange(cmdlet, object, values));
    expect(again.kind).toBe(change.kind);
    expect(Object.keys(values).sort()).toEqual([...inModel(cmdlet)].sort());
    expect(change.values).toMatchObject(again.values);
  });

  it('has no parameter for what is not known', () => {
    const values = { tlsCertificateName: unknown('failed', 'x'), fqdn: known('mail.contoso.com') };
    expect(valuesOfChange({ kind: 'receiveConnector', identity: 'a', values }).values).toEqual({ Fqdn: 'mail.contoso.com' });
  });
});

describe('the change of a step', () => {
  it('is what its values mean for its object', () => {
    const step = callStep('Get-SendConnector', 'Outbound', { before: { TlsCertificateName: 'old' }, after: { TlsCertificateName: 'new' } });
    expect(stepChange(step, step.before)).toEqual([
      { kind: 'sendConnector', identity: 'Outbound', values: { tlsCertificateName: known('old') } },
    ]);
  });
});
