/** Saved values that were kept: a rollback makes parameters of their names. */
import * as v from 'valibot';
import { expect, it } from 'vitest';
import { snapshotSchema, type Snapshot, type SnapshotObject } from '../../../shared/run/snapshot.ts';

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
