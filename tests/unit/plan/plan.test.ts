/** Values of a plan: when they are the same, and how a call sets them. */
import { describe, expect, it } from 'vitest';
import { checkCall } from '../../../shared/commands/call.ts';
import { objectSteps, isUnchanged, readCmdlets, readObject, sameValues, setObject, type Values } from '../../../shared/plan/plan.ts';
import { callStep, handover, planOf } from './script-plans.ts';

describe('sameValues', () => {
  it.each<[string, Values, Values, boolean]>([
    ['the same text', { a: 'x' }, { a: 'x' }, true],
    ['another text', { a: 'x' }, { a: 'X' }, false],
    ['the same list', { a: ['x', 'y'] }, { a: ['x', 'y'] }, true],
    ['a list in another order', { a: ['x', 'y'] }, { a: ['y', 'x'] }, false],
    ['empty and an empty list', { a: null }, { a: [] }, false],
    ['empty and an empty text', { a: null }, { a: '' }, false],
    ['a truth value and its text', { a: true }, { a: 'true' }, false],
    ['a list of one and its item', { a: ['x'] }, { a: 'x' }, false],
    ['a name that is missing on the right', { a: null, b: 'x' }, { a: null }, false],
    ['a name that is missing on the left', { a: null }, { a: null, b: 'x' }, false],
    ['another name', { a: null }, { b: null }, false],
    ['a name that every object has', { toString: 'x' }, { a: 'x' }, false],
    ['the names in another order', { a: '1', b: '2' }, { b: '2', a: '1' }, true],
  ])('%s', (_, a, b, same) => {
    expect(sameValues(a, b)).toBe(same);
  });

  it('decides whether a step has anything to set', () => {
    const step = callStep('Get-HybridConfiguration', 'Hybrid Configuration', {
      before: { TlsCertificateName: 'old' },
      after: { TlsCertificateName: 'new' },
    });
    expect(isUnchanged(step)).toBe(false);
    expect(isUnchanged({ ...step, before: step.after })).toBe(true);
  });
});

describe('the steps of a plan', () => {
  it('that a command carries out are those without the handover', () => {
    const values = { before: { TlsCertificateName: 'old' }, after: { TlsCertificateName: 'new' } };
    const [first, second] = ['a', 'b'].map((name) => callStep('Get-ReceiveConnector', name, values));
    if (first === undefined || second === undefined) throw new Error('no step');
    expect(objectSteps(planOf([first, handover, second]))).toEqual([first, second]);
  });
});

describe('a call that sets values', () => {
  it.each<[(typeof readCmdlets)[number], object]>([
    ['Get-ReceiveConnector', { side: 'onPremises', cmdlet: 'Set-ReceiveConnector', parameters: { Identity: 'a' } }],
    ['Get-SendConnector', { side: 'onPremises', cmdlet: 'Set-SendConnector', parameters: { Identity: 'a' } }],
    ['Get-HybridConfiguration', { side: 'onPremises', cmdlet: 'Set-HybridConfiguration', parameters: {} }],
    ['Get-InboundConnector', { side: 'exchangeOnline', cmdlet: 'Set-InboundConnector', parameters: { Identity: 'a' } }],
    ['Get-OutboundConnector', { side: 'exchangeOnline', cmdlet: 'Set-OutboundConnector', parameters: { Identity: 'a' } }],
  ])('is to the object that %s reads, on the same side', (cmdlet, call) => {
    expect(setObject(cmdlet, 'a', {})).toEqual(call);
    const { side, parameters } = setObject(cmdlet, 'a', {});
    expect(readObject(cmdlet, 'a')).toMatchObject({ side, cmdlet, parameters });
    expect(checkCall(readObject(cmdlet, 'a')).ok).toBe(true);
  });

  it('empties a list with $null only where the parameter takes it', () => {
    expect(
      setObject('Get-ReceiveConnector', 'a', { TlsDomainCapabilities: [], Bindings: [], TlsCertificateName: null }).parameters,
    ).toEqual({
      Identity: 'a',
      TlsDomainCapabilities: null,
      Bindings: [],
      TlsCertificateName: null,
    });
  });
});
