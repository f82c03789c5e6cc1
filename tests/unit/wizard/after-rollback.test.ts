import { describe, expect, it } from 'vitest';
import { known, unknown } from '../../../shared/model/known.ts';
import type { Organization } from '../../../shared/model/organization.ts';
import { planSelection } from '../../../shared/plan/fix.ts';
import type { StepState } from '../../../shared/run/step-record.ts';
import { afterRollback, type AfterRollback } from '../../../shared/wizard/after-rollback.ts';
import { freshContext, type WizardContext } from '../../../shared/wizard/context.ts';
import { hybridConfiguration, issuer, newName, organization, sendConnector, subject } from '../rules/sample.ts';
import { runOf } from './run-views.ts';

const before = organization();
const fix = planSelection(before, { issuer, subject }, 'plan-1');
const fixed = (state: StepState): Partial<WizardContext> => ({
  plans: { apply: null, fix, removal: null, rollback: null },
  runs: { apply: null, fix: runOf(fix, [state]), removal: null, rollback: null },
});
const rollback = { ...fix, purpose: 'rollback' as const };
const left = (changes: Partial<WizardContext> = {}): AfterRollback | null =>
  afterRollback({ ...freshContext('en'), organization: before, baseline: before, certificate: 'A1', ...changes });
/** Read after the change. */
const read = (changes: Partial<Organization>): Partial<WizardContext> => ({
  verified: { ...before, gatheredAt: '2026-06-01T13:00:00.000Z', ...changes },
});
const sending = (name: string | null) => ({ sendConnectors: known([sendConnector({ tlsCertificateName: known(name) })]) });

describe('what the rollback leaves with the new name', () => {
  it.each<readonly [string, Partial<WizardContext>, readonly string[]]>([
    ['nothing, where nothing carries it', {}, []],
    ['the send connector that the HCW changed', read(sending(newName.toUpperCase())), ['Outbound to Office 365']],
    ['not a send connector without a name', read(sending(null)), []],
    ['not a send connector with something else', read(sending('A1')), []],
    [
      'the hybrid configuration too',
      read({ ...sending(newName), hybridConfiguration: known(hybridConfiguration(newName)) }),
      ['Outbound to Office 365', 'Hybrid Configuration'],
    ],
    ['the hybrid configuration after the fix', fixed('applied'), ['Hybrid Configuration']],
    ['nothing after a fix that somebody else set back', fixed('reverted'), []],
    [
      'nothing after a fix that was rolled back',
      {
        ...fixed('applied'),
        rollbackOf: 'fix',
        runs: { apply: null, fix: runOf(fix, ['applied']), removal: null, rollback: runOf(rollback, ['applied']) },
      },
      [],
    ],
    ['nothing that carried it before', { ...read(sending(newName)), baseline: { ...before, ...sending(newName) } }, []],
    ['nothing, where there is no hybrid configuration any more', read({ hybridConfiguration: known(null) }), []],
  ])('is %s', (_, changes, objects) => {
    expect(left(changes)).toEqual({ objects, open: null });
  });

  it('is compared with what was collected where no earlier state was kept', () => {
    expect(left({ ...read(sending(newName)), baseline: null })?.objects).toEqual(['Outbound to Office 365']);
  });

  it.each<readonly [string, Partial<Organization>]>([
    ['the send connectors', { sendConnectors: unknown('failed') }],
    ['the name of a send connector', { sendConnectors: known([sendConnector({ tlsCertificateName: unknown('notReturned') })]) }],
    ['the hybrid configuration', { hybridConfiguration: unknown('denied') }],
  ])('is not known in full while %s could not be read', (_, changes) => {
    expect(left(read(changes))).toEqual({ objects: [], open: 'notRead' });
  });

  it('is not known after the HCW has run', () => {
    expect(left({ hcwUnread: true })).toEqual({ objects: [], open: 'hcwRan' });
    expect(left({ ...read({ sendConnectors: unknown('failed') }), hcwUnread: true })?.open).toBe('hcwRan');
  });

  it.each<readonly [string, Partial<WizardContext>]>([
    ['no certificate is chosen', { certificate: null }],
    ['nothing was read', { organization: null, baseline: null }],
  ])('is not told while %s', (_, changes) => {
    expect(left(changes)).toBeNull();
  });
});
