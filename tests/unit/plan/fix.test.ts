/** The plan that names the new certificate in the hybrid configuration. */
import { describe, expect, it } from 'vitest';
import { known, unknown } from '../../../shared/model/known.ts';
import { planSelection } from '../../../shared/plan/fix.ts';
import { hybridConfiguration, issuer, newName, oldName, organization, subject } from '../rules/sample.ts';
import { certificate, renewing } from './made-plans.ts';

describe('the plan that fixes', () => {
  const name = { issuer, subject };

  it('names the new certificate in the hybrid configuration', () => {
    const set = (value: string): unknown => ({
      side: 'onPremises',
      cmdlet: 'Set-HybridConfiguration',
      parameters: { TlsCertificateName: value },
    });
    expect(planSelection(renewing(certificate), name, 'plan-2')).toEqual({
      format: 1,
      id: 'plan-2',
      purpose: 'fix',
      of: null,
      method: null,
      policy: { onFailure: 'stop', canary: null },
      leftOut: [],
      steps: [
        {
          kind: 'call',
          id: 'fix',
          server: '',
          object: 'Hybrid Configuration',
          guid: null,
          reason: 'nameInHybridConfiguration',
          forecast: { toOnPremises: 'internal', toExchangeOnline: 'internal' },
          weakens: [],
          read: { side: 'onPremises', cmdlet: 'Get-HybridConfiguration', parameters: {} },
          before: { TlsCertificateName: oldName },
          call: set(newName),
          after: { TlsCertificateName: newName },
          undo: set(oldName),
        },
      ],
    });
  });

  it('plans nothing where there is no hybrid configuration', () => {
    expect(planSelection(organization({ hybridConfiguration: known(null) }), name, 'plan-2')).toMatchObject({ steps: [], leftOut: [] });
  });

  it.each([
    ['the configuration', unknown('failed', 'no answer'), { reason: 'failed', evidence: 'no answer' }],
    [
      'its certificate name',
      known({ ...hybridConfiguration(), tlsCertificateName: unknown('unreadable', 'x') }),
      { reason: 'unreadable', evidence: 'x' },
    ],
  ] as const)('plans nothing while %s is unknown, since it could not be rolled back, and says why', (_, configuration, why) => {
    expect(planSelection(organization({ hybridConfiguration: configuration }), name, 'plan-2')).toMatchObject({
      purpose: 'fix',
      steps: [],
      leftOut: [{ server: '', ...why }],
    });
  });
});
