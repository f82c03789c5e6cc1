/** An organization over Edge servers: what was collected on each stands in the folder. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkResultSchema, type CheckResult } from '../../../shared/check/result.ts';
import { decodeResultSchema } from '../../../shared/decode/result.ts';
import { known, unknown } from '../../../shared/model/known.ts';
import type { Organization } from '../../../shared/model/organization.ts';
import type { OrganizationFile } from '../../../shared/model/sample-organization.ts';
import { practiceOrganization } from '../../../src-main/exchange/practice/organizations/samples.ts';
import { thumbprintOf } from '../../../src-main/exchange/practice/objects/certificate.ts';
import { writeCollection } from '../../contract/collect.ts';
import { edgeServer, overEdge } from '../rules/edge-sample.ts';
import { certificate, facts } from '../rules/sample.ts';
import { findingsOf, judged, now } from './organizations.ts';
import { run } from './run.ts';

let root: string;
let sample: OrganizationFile;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'edge-'));
  sample = await practiceOrganization('edge', now);
});
afterAll(() => rm(root, { recursive: true, force: true }));

const deciding = (result: CheckResult): readonly string[] =>
  findingsOf(result).flatMap(({ rule, variant, subject, impact }) =>
    impact === null || impact === 'warns' ? [] : [`${rule} ${variant} ${subject}`],
  );

/** `files`: those that are checked, of all that are written. */
async function checked(
  name: string,
  file: OrganizationFile,
  { files = () => true, certificate: chosen = '' }: { readonly files?: (path: string) => boolean; readonly certificate?: string } = {},
): Promise<CheckResult> {
  const paths = await writeCollection(join(root, name), file, now);
  const asked = chosen === '' ? [] : ['--certificate', chosen];
  const ran = await run(['--check', ...paths.filter(files), ...asked, '--json', '-']);
  const result = v.parse(checkResultSchema, JSON.parse(ran.out));
  expect([ran.code, ran.err]).toEqual([result.exitCode, '']);
  return result;
}

/** The certificate that setup made on EDGE01. */
function ownOfEdge(): string {
  const [own] = sample.servers.find(({ name }) => name === 'EDGE01')?.certificates ?? [];
  if (own === undefined) throw new Error('EDGE01 has no certificate.');
  return thumbprintOf(own);
}

describe('a check of all its files', () => {
  it('judges what is on the Edge servers', async () => {
    const result = await checked('whole', sample);
    expect(deciding(result)).toEqual([]);
    // The certificate in use is valid for a few days more.
    expect(result).toMatchObject({ exitCode: 1, renewal: { state: 'due' } });
  });

  it('does not know what it has no file of', async () => {
    const result = await checked('missing', sample, { files: (path) => !path.includes('EDGE02') });
    expect(result.exitCode).toBe(3);
    const notRead = result.findings.filter(({ rule, impact }) => rule === 'mail.edge' && impact !== null);
    expect(new Set(notRead.map(({ subject }) => subject))).toEqual(new Set(['EDGE02']));
  });

  it('blocks when an Edge server offers no STARTTLS', async () => {
    const receiveConnectors = sample.receiveConnectors.map((connector) =>
      connector.name.endsWith('EDGE01') ? { ...connector, authMechanism: 'ExchangeServer' } : connector,
    );
    expect((await checked('broken', { ...sample, receiveConnectors })).exitCode).toBe(2);
  });

  it('names the Edge server that alone has the chosen certificate', async () => {
    const result = await checked('chosen', sample, { certificate: ownOfEdge() });
    expect(result.exitCode).toBe(2);
    expect(deciding(result)).toEqual([`check.installed onlyOnEdge ${ownOfEdge()}`]);
    expect(result.findings.find(({ rule }) => rule === 'check.installed')?.text).toContain('only on EDGE01.');
  });
});

it('a certificate of an error text is found on the Edge server that has it', async () => {
  const folder = join(root, 'decoded');
  await writeCollection(folder, sample, now);
  const text = join(root, 'error.txt');
  await writeFile(
    text,
    `450 4.4.317 Cannot connect to remote server [Message=SubjectMismatch Expected Subject: *.contoso.com. Thumbprint: ${ownOfEdge()}.]`,
  );
  const { out } = await run(['--decode', text, '--organization', folder, '--json', '-']);
  expect(v.parse(decodeResultSchema, JSON.parse(out)).organization?.lookups).toMatchObject([
    { kind: 'thumbprint', result: 'found', where: ['EDGE01'] },
  ]);
});

describe('a certificate that only Edge servers have', () => {
  const other = 'C'.repeat(40);
  const withOther = (server: string) => edgeServer(server, { certificates: known([certificate({ facts: facts({ thumbprint: other }) })]) });
  const outcomes = (organization: Organization, chosen?: string): readonly string[] =>
    judged(organization, chosen === undefined ? {} : { certificate: chosen })
      .findings.filter(({ rule }) => ['check.installed', 'check.inUse', 'check.agreement'].includes(rule))
      .map(({ rule, variant, evidence }) => [rule, variant, evidence['holders'], evidence['servers'], evidence['groups']].join(' ').trim());

  it('is named as presented and not judged, whatever the other servers present', () => {
    expect(outcomes(overEdge([edgeServer('EDGE01'), withOther('EDGE02')]))).toEqual([
      `check.inUse onlyOnEdge   ${other}: EDGE02`,
      `check.agreement warn   A1: EDGE01; ${other}: EDGE02`,
    ]);
    const both = overEdge([withOther('EDGE01'), withOther('EDGE02')]);
    expect(outcomes(both)).toEqual([`check.inUse onlyOnEdge   ${other}: EDGE01, EDGE02`, 'check.agreement ok']);
    expect(judged(both).exitCode).toBe(3);
  });

  it('is not said to be missing on a Mailbox server that was not read', () => {
    const organization = overEdge([edgeServer('EDGE01'), withOther('EDGE02')]);
    const hybridServers = organization.hybridServers.map((server) =>
      server.role === 'reference' ? { ...server, certificates: unknown('failed', 'RPC') } : server,
    );
    expect(outcomes({ ...organization, hybridServers }, other)).toEqual(['check.installed unknownOnEdge EDGE02 EX01']);
  });
});
