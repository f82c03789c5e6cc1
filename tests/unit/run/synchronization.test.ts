/** EdgeSync says nothing before everything that it has to bring to an Edge server is done. */
import { describe, expect, it } from 'vitest';
import { synchronizeStep } from '../../../shared/plan/person-steps.ts';
import { withForecasts } from '../../../shared/plan/make-plan.ts';
import { recordOf } from '../../../shared/run/step-record.ts';
import { organization } from '../rules/sample.ts';
import { handover, planOf } from '../plan/script-plans.ts';
import { announced, answered, cleared, observed, reset, runOf } from './lines.ts';

const handedOver = announced(handover.id, { by: 'person' });
const returned = { kind: 'returned', step: handover.id } as const;
const id = 'synchronize EDGE01';
const synchronization = withForecasts(organization(), [synchronizeStep('EDGE01')]);
const read = observed(id, { Synchronized: true }, { guid: null, controller: null });

describe('what EdgeSync has brought to an Edge server', () => {
  const plan = planOf([reset('EX01'), ...synchronization], { method: 'direct' });
  const done = [announced('EX01'), answered('EX01'), observed('EX01', cleared)];
  it('is not read before the steps before it are done', () => {
    expect(recordOf(runOf(plan, read), id).reading).toBeNull();
  });
  it('is read once they are', () => {
    expect(recordOf(runOf(plan, ...done, read), id).reading?.values).toEqual({ Synchronized: true });
  });
  it('is read without waiting for another Edge server', () => {
    const both = planOf([reset('EX01'), ...withForecasts(organization(), [synchronizeStep('EDGE02'), synchronizeStep('EDGE01')])], {
      method: 'direct',
    });
    expect(recordOf(runOf(both, ...done, read), id).reading?.values).toEqual({ Synchronized: true });
    expect(recordOf(runOf(both, read), id).reading).toBeNull();
  });
  it('is not read before the HCW has returned', () => {
    const behind = planOf([handover, ...synchronization]);
    expect(recordOf(runOf(behind, handedOver, read), id).reading).toBeNull();
    expect(recordOf(runOf(behind, handedOver, returned, read), id).reading?.values).toEqual({ Synchronized: true });
  });
});
