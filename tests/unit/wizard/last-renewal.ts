/** A finished renewal of the sample organization, as the start page lists it. */
import { known } from '../../../shared/model/known.ts';
import { emptyExchangeOnlineForm, emptyOnPremisesForm } from '../../../shared/model/sign-in.ts';
import type { RenewalProfile } from '../../../shared/run/profile.ts';
import type { Mode } from '../../../shared/model/mode.ts';
import type { RenewableRun } from '../../../shared/wizard/run-list.ts';

export const profile: RenewalProfile = {
  scenario: 'renewal',
  onPremises: { ...emptyOnPremisesForm, server: 'ex01.contoso.com' },
  exchangeOnline: { ...emptyExchangeOnlineForm, userPrincipalName: 'admin@contoso.com' },
  onlineSkipped: false,
  certificate: { thumbprint: 'C0'.repeat(20), issuer: 'CN=Earlier', subject: 'CN=mail.contoso.com', notAfter: '2026-12-01T00:00:00.000Z' },
  replaced: [],
  servers: ['EX01', 'EX02', 'EX03'].map((name) => ({ name, build: known('15.2.1748.53') })),
  objects: [],
};

export const lastRenewal = (mode: Mode, changes: Partial<RenewableRun> = {}): RenewableRun => ({
  id: mode === 'guided' ? '0002 20251121T090000Z apply' : '0001 20251120T090000Z apply',
  purpose: 'apply',
  method: 'direct',
  policy: { onFailure: 'stop', canary: null },
  organization: 'contoso.com',
  mode,
  openedAt: '2025-11-20T09:00:00.000Z',
  state: 'finished',
  notKnown: [],
  exposedSince: null,
  profile,
  ...changes,
});
