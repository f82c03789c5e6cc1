/** Saved values that were kept: a rollback makes parameters of their names. */
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { psBoolean, psObject, psString, type PsValue } from '../../../shared/clixml/value.ts';
import { snapshotFacts, snapshotSchema, trackedOf, type Snapshot, type SnapshotObject } from '../../../shared/run/snapshot.ts';

const accepts = (cmdlet: SnapshotObject['cmdlet'], values: SnapshotObject['values']): boolean => {
  const object = { cmdlet, identity: 'EX01\\x', guid: null, whenChanged: null, controller: null, values, raw: '' };
  const snapshot: Snapshot = { format: 1, takenAt: '2026-11-20T09:00:00.000Z', objects: [object], unread: [] };
  return v.safeParse(snapshotSchema, snapshot).success;
};

it.each<[SnapshotObject['cmdlet'], string, boolean]>([
  ['Get-ReceiveConnector', 'TlsCertificateName', true],
  ['Get-OutboundConnector', 'RouteAllMessagesViaOnPremises', true],
  ['Get-ExchangeCertificate', 'Installed', true],
  ['Get-ExchangeCertificate', 'HasPrivateKey', true],
  ['Test-ServiceHealth', 'Running', true],
  ['Get-ReceiveConnector', "Identity 'x'; New-Item x; #", false],
  ['Get-ReceiveConnector', 'Identity', false],
  ['Get-ReceiveConnector', 'CloudServicesMailEnabled', false],
  ['Test-ServiceHealth', 'HasPrivateKey', false],
])('of %s has %s: %s', (cmdlet, name, expected) => {
  expect(accepts(cmdlet, { [name]: 'x' })).toBe(expected);
});

describe('the facts about a certificate', () => {
  const row = (more: Readonly<Record<string, PsValue>>): PsValue =>
    psObject({ Thumbprint: psString('A1'), Services: psString('SMTP'), ...more });
  it.each<[string, PsValue, unknown]>([
    ['with its private key, where that is known', row({ HasPrivateKey: psBoolean(true) }), { HasPrivateKey: true }],
    ['without it', row({ HasPrivateKey: psBoolean(false) }), { HasPrivateKey: false }],
    ['without a word of it, where it is not', row({}), {}],
  ])('are saved %s', (_, one, key) => {
    expect(snapshotFacts([one], 'Get-ExchangeCertificate', 'EX01\\A1')).toMatchObject({ identity: 'EX01\\A1', guid: null });
    expect(snapshotFacts([one], 'Get-ExchangeCertificate', 'EX01\\A1')?.values).toEqual({
      Installed: true,
      EnabledForSmtp: true,
      ...(key as object),
    });
  });

  it('of other cmdlets have none of a key', () => {
    const health = psObject({ ServicesRunning: psString('MSExchangeTransport') });
    expect(Object.keys(snapshotFacts([health], 'Test-ServiceHealth', 'EX01\\MSExchangeTransport')?.values ?? {})).not.toContain(
      'HasPrivateKey',
    );
  });

  it('are named by the steps of a plan: none of them is tracked', () => {
    expect(trackedOf('Test-ServiceHealth')).toEqual([]);
  });
});
