/** The text of the collection script; tests/powershell runs it. */
import { describe, expect, it } from 'vitest';
import { sides, cmdletTable, type CmdletName } from '../../../shared/commands/table.ts';
import { certificateProperties } from '../../../shared/read/certificate.ts';
import { collectedPlaces } from '../../../shared/collected/collection.ts';
import { collectionScript } from '../../../src-main/exchange/guided/collection-script.ts';
import { sendConnectorSnapshotProperties } from '../../../shared/read/on-premises.ts';
import { collectOrganization } from '../../../src-main/exchange/inventory/inventory.ts';
import { openPractice } from '../../contract/practice.ts';
import { practiceOrganization } from '../../../src-main/exchange/practice/organizations/samples.ts';
import type { CmdletCall } from '../../../shared/commands/call.ts';
import { contractTime } from '../../contract/exchange-contract.ts';
import { throughout } from '../../contract/throughout.ts';

/** The calls that are written in the script, with `$server` for each server. */
const callsIn = (text: string): string[] =>
  [...text.matchAll(/Read-Exchange '([\w-]+)'(?: @\{(?: (\w+) = (\$server|[^}]*?) )?\})?( '[^)]*)?\)/g)].map(
    ([, cmdlet, name, value, select]) =>
      [cmdlet, name, value === '$server' ? 'server' : value, select === undefined ? '' : 'select'].filter(Boolean).join(' '),
  );

describe.each(collectedPlaces)('the collection script (%s)', (place) => {
  const text = collectionScript(place);
  const lines = text.split('\n');

  it('is ASCII, without tabs, without an empty line: so it can be pasted into any console', () => {
    expect(text).toMatch(/^[\n\x20-\x7e]*$/);
    expect(lines.at(-1)).toBe('');
    expect(lines.slice(0, -1).filter((line) => line.trim() === '')).toEqual([]);
  });

  it('says first what it is, that it only reads, and what to do with its file', () => {
    const head = lines.slice(0, 3).join(' ');
    for (const words of ['Hybrid Certificate Wizard', 'only reads', 'changes nothing', 'no password', 'in the wizard'])
      expect(head).toContain(words);
  });

  it('names only cmdlets that read', () => {
    const named = [...text.matchAll(/Read-Exchange '([\w-]+)'/g)].map(([, name]) => name);
    expect(named.length).toBeGreaterThan(2);
    for (const name of named) expect(cmdletTable[name as CmdletName]).toMatchObject({ effect: 'read' });
    expect(text.replaceAll(/@\{ Name = [^}]* \}/g, '')).not.toMatch(/\b(?:Set|New|Remove|Enable|Import|Invoke|Start|Stop)-[A-Z]/);
  });
});

describe.each(sides)('the collection script (%s)', (side) => {
  const text = collectionScript(side);

  it('makes the calls of the inventory, and one more', async () => {
    const asked = new Set<string>();
    const practice = await openPractice(await practiceOrganization('renewal', contractTime));
    const watched = throughout(practice, (call, send) => {
      if (call.side === side) asked.add(shape(call));
      return send();
    });
    await collectOrganization(watched, { now: () => contractTime, onProgress: () => undefined });
    const made = new Set(callsIn(text).map((call) => call.replace(/ Name .*/, ' Name')));
    expect([...made].sort()).toEqual([...asked, ...(side === 'onPremises' ? ['Get-OrganizationConfig'] : [])].sort());
  });
});

it('asks an Edge server for what other servers are asked for by name, and for its certificates without their keys', () => {
  expect(callsIn(collectionScript('edge'))).toEqual(['Get-ReceiveConnector', 'Get-ExchangeCertificate select', 'Get-TransportService']);
  expect(collectionScript('edge')).toContain("'RawData', 'Thumbprint'");
});

it('asks for every property that the inventory asks for', async () => {
  const practice = await openPractice(await practiceOrganization('renewal', contractTime));
  const wanted = new Set<string>();
  const watched = throughout(practice, (call, send) => {
    for (const name of call.select ?? []) wanted.add(name);
    return send();
  });
  await collectOrganization(watched, { now: () => contractTime, onProgress: () => undefined });
  expect(wanted.size).toBeGreaterThan(5);
  const collected = [...certificateProperties, ...sendConnectorSnapshotProperties];
  expect([...wanted].filter((name) => !collected.includes(name))).toEqual([]);
});

/** Cmdlet, parameter, and whether properties are picked. */
const shape = ({ cmdlet, parameters, select }: CmdletCall): string =>
  [cmdlet, ...Object.keys(parameters).map((name) => (name === 'Name' ? name : `${name} server`)), select === undefined ? '' : 'select']
    .filter(Boolean)
    .join(' ');
