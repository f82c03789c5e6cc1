/** What an event writes into the context: each update by itself. */
import { describe, expect, it } from 'vitest';
import type { CollectedFile } from '../../../shared/collected/collected-file.ts';
import { known } from '../../../shared/model/known.ts';
import { freshContext, noRuns, type StoredSession, type WizardContext } from '../../../shared/wizard/context.ts';
import type { MachineEvent } from '../../../shared/wizard/events.ts';
import {
  beginAgain,
  beginApply,
  beginReview,
  makeApplyPlan,
  makeRemovalPlan,
  makeRollbackPlan,
  practicedIn,
  storeInput,
  storeSignOff,
} from '../../../shared/wizard/transitions.ts';
import { sound } from '../mail-flow/cases.ts';
import { certificate, facts, organization } from '../rules/sample.ts';
import { lastRenewal, profile } from './last-renewal.ts';
import { planOf, resetPlan } from './plans.ts';
import { conflict, runOf } from './run-views.ts';

const contextOf = (changes: Partial<WizardContext>): WizardContext => ({ ...freshContext('en'), ...changes });
const next: MachineEvent = { type: 'NEXT' };
const source: CollectedFile = { kind: 'file', path: 'a.xml', addedAt: '2026-11-20T09:30:00.000Z', digest: 'a', parts: [], unused: [] };
const plan = resetPlan(organization());

describe('the sample of an opened run', () => {
  const stored = (changes: Partial<WizardContext>): StoredSession => ({
    savedAt: '2026-11-20T09:00:00.000Z',
    step: { page: 'plan', phase: 'ready' },
    context: contextOf({ scenario: 'edge', ...changes }),
  });
  it.each([
    [
      'its own practice',
      stored({ mode: 'practice', sources: [source], runIds: { ...noRuns, apply: '0007' } }),
      { scenario: 'edge', fault: 'none', sources: [] },
    ],
    [
      'its own rehearsal',
      stored({ mode: 'rehearsal', fault: 'refused', sources: [source], runIds: { ...noRuns, apply: '0007' } }),
      { scenario: 'edge', fault: 'refused', sources: [source] },
    ],
    ['a practice of another run', stored({ mode: 'practice', runIds: { ...noRuns, apply: '0008' } }), null],
    ['a real organization', stored({ mode: 'connected', runIds: { ...noRuns, apply: '0007' } }), null],
    ['no stored session', null, null],
  ])('is that of the stored session where it was %s', (_, session, practiced) => {
    expect(practicedIn(session, '0007')).toEqual(practiced);
  });
});

describe('a renewal that is done again', () => {
  it('begins with the choices of the last one, and with nothing that was collected', () => {
    const last = lastRenewal('guided');
    const context = contextOf({ runList: { runs: [last], unread: [] }, sources: [source] });
    expect(beginAgain({ context, event: { type: 'RENEW_AGAIN', id: last.id } })).toMatchObject({
      mode: 'guided',
      method: 'direct',
      onPremises: profile.onPremises,
      sources: [],
      again: { run: last.id, isCompared: false, profile },
    });
    expect(beginAgain({ context, event: { type: 'RENEW_AGAIN', id: 'another' } })).toEqual({});
    expect(beginAgain({ context, event: next })).toEqual({});
  });
});

describe('a sign-off', () => {
  const signedOff = { digest: 'd', plan: null };
  it.each<readonly [MachineEvent, unknown]>([
    [
      { type: 'SIGNED_OFF_OPENED', signedOff },
      { signedOff, signOffDifferences: [] },
    ],
    [
      { type: 'REQUIRE_SIGN_OFF', digest: 'd' },
      { signedOff, signOffDifferences: [] },
    ],
    [
      { type: 'REQUIRE_SIGN_OFF', digest: null },
      { signedOff: null, signOffDifferences: [] },
    ],
    [next, {}],
  ])('is compared anew (%#)', (event, stored) => {
    expect(storeSignOff({ context: contextOf({}), event })).toEqual(stored);
  });
});

describe('the certificate to be removed', () => {
  it('is typed, and what was typed says nothing of another one', () => {
    const context = contextOf({});
    expect(storeInput({ context, event: { type: 'TYPE_THUMBPRINT', text: 'B2' } })).toEqual({ typedThumbprint: 'B2' });
    expect(storeInput({ context, event: { type: 'CHOOSE_OLD_CERTIFICATE', thumbprint: 'C3' } })).toEqual({
      oldCertificate: 'C3',
      typedThumbprint: '',
    });
  });

  const read = sound();
  const [first] = read.hybridServers;
  const [inUse] = first?.certificates.known === true ? first.certificates.value : [];
  if (inUse === undefined) throw new Error('the first server has no certificate');
  const { issuer, subject, thumbprint } = inUse.facts;
  const old = certificate({ services: known(['SMTP']), facts: facts({ issuer, subject, thumbprint: 'B2' }) });
  const verified = {
    ...read,
    hybridServers: read.hybridServers.map((server) => ({
      ...server,
      certificates: known([...(server.certificates.known ? server.certificates.value : []), old]),
    })),
  };
  const finished = contextOf({ organization: read, baseline: read, certificate: thumbprint, verified, typedThumbprint: 'B' });

  it('has a plan where nothing stands against it', () => {
    const made = makeRemovalPlan({ context: { ...finished, oldCertificate: 'B2' }, event: next });
    expect(made).toMatchObject({ plansMade: 1, typedThumbprint: '' });
    expect(made.plans?.removal?.steps.length).toBeGreaterThan(0);
    expect(makeRemovalPlan({ context: { ...finished, oldCertificate: 'D4' }, event: next })).toMatchObject({
      oldCertificate: null,
      plans: { removal: null },
    });
  });

  it('has none where something does, and stays chosen', () => {
    const services = known(['SMTP', 'IIS']);
    const used = {
      ...verified,
      hybridServers: verified.hybridServers.map((server) => ({ ...server, certificates: known([inUse, { ...old, services }]) })),
    };
    expect(makeRemovalPlan({ context: { ...finished, verified: used, oldCertificate: 'B2' }, event: next })).toMatchObject({
      oldCertificate: 'B2',
      plans: { removal: null },
    });
  });
});

describe('the plan of the renewal', () => {
  const made = (changes: Partial<WizardContext>, event: MachineEvent): unknown =>
    makeApplyPlan({ context: contextOf({ organization: organization(), certificate: 'A1', ...changes }), event }).plans?.apply?.policy
      .logsSending;

  it('keeps the log that was chosen whatever the method', () => {
    const logging = { ...plan, policy: { ...plan.policy, logsSending: true as const } };
    const method: MachineEvent = { type: 'CHOOSE_METHOD', method: 'direct' };
    expect(made({ plans: { ...noRuns, apply: logging } }, method)).toBe(true);
    expect(made({ plans: { ...noRuns, apply: plan } }, method)).toBeUndefined();
    expect(made({}, method)).toBeUndefined();
    const policy: MachineEvent = { type: 'SET_POLICY', onFailure: 'stop', canary: null };
    expect(made({ plans: { ...noRuns, apply: logging } }, policy)).toBeUndefined();
    expect(made({}, { ...policy, logsSending: true })).toBe(true);
  });
});

describe('a rollback', () => {
  it('is reviewed anew, whatever an earlier one has done', () => {
    const earlier = { ...runOf(plan, []), id: '0002' };
    const context = contextOf({ runs: { ...noRuns, rollback: earlier }, runIds: { ...noRuns, rollback: '0002' } });
    expect(beginReview({ context, event: next })).toMatchObject({
      active: 'rollback',
      review: null,
      rollbackDecisions: {},
      plans: { rollback: null },
      runs: { rollback: null },
      runIds: { rollback: null },
    });
  });

  it('keeps every decision', () => {
    const context = contextOf({
      organization: organization(),
      plans: { ...noRuns, apply: plan },
      runs: { ...noRuns, apply: runOf(plan, ['applied']) },
      review: [conflict],
      rollbackDecisions: { earlier: 'keep' },
    });
    const decide: MachineEvent = { type: 'DECIDE', key: 'later', decision: 'putBack' };
    expect(makeRollbackPlan({ context, event: decide }).rollbackDecisions).toEqual({ earlier: 'keep', later: 'putBack' });
    expect(makeRollbackPlan({ context, event: next }).rollbackDecisions).toEqual({ earlier: 'keep' });
    expect(makeRollbackPlan({ context: { ...context, review: null }, event: decide })).toEqual({});
    expect(makeRollbackPlan({ context, event: decide }).plans).toMatchObject({ apply: plan, rollback: { purpose: 'rollback' } });
  });
});

describe('the HCW of a change', () => {
  const { hcw } = freshContext('en');
  const begun = (changes: Partial<WizardContext['hcw']>): unknown =>
    beginApply({ context: contextOf({ hcw: { ...hcw, ...changes } }), event: next }).hcw;

  it('is run anew where it was begun, and otherwise stays as it is', () => {
    expect(begun({})).toEqual(hcw);
    expect(begun({ ticked: ['2-1'] })).toMatchObject({ round: 2, ticked: [], answer: null });
    expect(begun({ answer: 'notSelected' })).toMatchObject({ round: 2, answer: null });
    expect(begun({ shownAt: '2026-11-20T09:00:00.000Z', inLog: ['2-1'] })).toEqual({ ...hcw, shownAt: null, inLog: [] });
  });
});

it('a change is compared with what was collected, and forgets every earlier run', () => {
  const direct = planOf(organization(), 'direct');
  const context = contextOf({ organization: organization(), runs: { ...noRuns, apply: runOf(direct, ['applied']) }, sources: [source] });
  expect(beginApply({ context, event: next })).toMatchObject({
    active: 'apply',
    freshFrom: 1,
    runs: noRuns,
    baseline: context.organization,
  });
});
