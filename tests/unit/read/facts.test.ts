/** Facts about certificates and services, by all that a server returned. */
import { describe, expect, it } from 'vitest';
import { psList, psNull, psObject, psString, type PsValue } from '../../../shared/clixml/value.ts';
import { readFact } from '../../../shared/read/facts.ts';

const row = (thumbprint: string | null, services: string | null): PsValue =>
  psObject({
    ...(thumbprint === null ? {} : { Thumbprint: psString(thumbprint) }),
    ...(services === null ? {} : { Services: psString(services) }),
  });

describe('a certificate', () => {
  const store = [row('AA', 'IMAP, POP, IIS'), row('BB', 'SMTP')];
  it.each<[string, readonly PsValue[], string, boolean | undefined, boolean | undefined]>([
    ['is installed and not enabled for SMTP', store, 'EX01\\AA', true, false],
    ['is installed and enabled', store, 'EX01\\BB', true, true],
    ['is found in another case', store, 'EX01\\bb', true, true],
    ['is not there, so not enabled either', store, 'EX01\\CC', false, false],
    ['is not known where nothing came', [], 'EX01\\AA', undefined, undefined],
    ['is not known where one has no thumbprint', [...store, row(null, 'SMTP')], 'EX01\\CC', undefined, undefined],
    ['is installed, with services that are not known', [row('AA', null)], 'EX01\\AA', true, undefined],
  ])('%s', (_, rows, object, installed, enabled) => {
    expect(readFact(rows, object, 'HasPrivateKey')).toBe(installed === false ? false : undefined);
    expect(readFact(rows, object, 'Installed')).toBe(installed);
    expect(readFact(rows, object, 'EnabledForSmtp')).toBe(enabled);
  });
});

describe('a service', () => {
  const role = (running: readonly string[], stopped: readonly string[]): PsValue =>
    psObject({ ServicesRunning: psList(running.map(psString)), ServicesNotRunning: psList(stopped.map(psString)) });
  it.each<[string, readonly PsValue[], boolean | undefined]>([
    ['runs', [role(['MSExchangeTransport', 'W3Svc'], [])], true],
    ['runs in one role of two', [role(['W3Svc'], []), role(['MSExchangeTransport'], [])], true],
    ['is stopped', [role(['W3Svc'], ['MSExchangeTransport'])], false],
    ['is not known where roles contradict each other', [role(['MSExchangeTransport'], []), role([], ['MSExchangeTransport'])], undefined],
    ['is not known where no role has it', [role(['W3Svc'], ['IISAdmin'])], undefined],
    ['is not known where the lists did not come', [psObject({ Role: psString('Mailbox'), ServicesRunning: psNull })], undefined],
    ['is not known where nothing came', [], undefined],
  ])('%s', (_, roles, expected) => {
    expect(readFact(roles, 'EX01\\MSExchangeTransport', 'Running')).toBe(expected);
  });
});

describe('the send connectors of an Edge server', () => {
  const status = (name: string, sync: string | null, connectors: string | null, isNested = true): PsValue =>
    psObject({
      Name: psString(name),
      ...(sync !== null && { SyncStatus: psString(sync) }),
      ...(connectors !== null && {
        SendConnectorStatus: isNested ? psObject({ SyncStatus: psString(connectors) }, [], '') : psString(connectors),
      }),
    });
  it.each<[string, readonly PsValue[], boolean | undefined]>([
    ['are those of the organization', [status('EDGE01', 'Normal', 'Synchronized')], true],
    ['are, as copied text says', [status('edge01', 'Normal', 'Synchronized', false)], true],
    ['are not', [status('EDGE01', 'Normal', 'NotSynchronized')], false],
    ['are not, where EdgeSync has failed', [status('EDGE01', 'Failed', 'Synchronized')], false],
    ['are not known where nothing was compared', [status('EDGE01', 'Normal', 'Skipped')], undefined],
    ['are not known while EdgeSync is not judged', [status('EDGE01', 'Inconclusive', 'Synchronized')], undefined],
    ['are not known where the comparison did not come', [status('EDGE01', 'Normal', null)], undefined],
    ['are not known where the state of EdgeSync did not come', [status('EDGE01', null, 'Synchronized')], undefined],
    ['are not known by another server', [status('EDGE02', 'Normal', 'Synchronized')], undefined],
    ['are not known where two answer', [status('EDGE01', 'Normal', 'Synchronized'), status('EDGE01', 'Normal', 'Synchronized')], undefined],
    ['are not known where nothing came', [], undefined],
  ])('%s', (_, objects, expected) => {
    expect(readFact(objects, 'EDGE01\\EdgeSync', 'Synchronized')).toBe(expected);
  });
});

it('is not known by another name', () => {
  expect(readFact([row('AA', 'SMTP')], 'EX01\\AA', 'Color')).toBeUndefined();
});
