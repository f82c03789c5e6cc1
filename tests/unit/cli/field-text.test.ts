/** What administrators really have: text that was copied, mailed, saved and shortened. The inputs are not part of the product. */
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answersWithObjects } from '../../../shared/collected/collection.ts';
import { checkResultSchema, type CheckResult } from '../../../shared/check/result.ts';
import { practiceOrganization } from '../../../src-main/exchange/practice/organizations/samples.ts';
import { readCollection } from '../../../src-main/exchange/guided/read-collection.ts';
import { writeCollection } from '../../contract/collect.ts';
import { factsOf, type Facts } from '../guided/facts.ts';
import { findingsOf } from './organizations.ts';
import { run } from './run.ts';

const field = fileURLToPath(new URL('../../../../shared/field/', import.meta.url));
const hasField = existsSync(field);
if (!hasField) console.warn(`SKIPPED: tests against inputs from the field, since ${field} is absent.`);

const collectedAt = new Date('2026-11-28T12:00:00Z');
const overlaidAt = new Date('2026-11-28T13:00:00Z');
const checkedAt = new Date('2026-11-28T14:00:00Z');
/** Without a path: of the folder with the sound organization; else of the field */
const sound: readonly string[] = ['onPremises.xml', 'exchangeOnline.xml'];
const certificates = 'base-letsencrypt/GetExchangeCertificate.xml';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'field-'));
  await writeCollection(folder, await practiceOrganization('sameName', collectedAt), collectedAt);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A file of the field is newer than the sound organization, as it is in the administrator's folder. */
async function placed(input: string): Promise<string> {
  if (!input.includes('/')) return join(folder, input);
  const path = join(folder, basename(input));
  await copyFile(join(field, input), path);
  await utimes(path, overlaidAt, overlaidAt);
  return path;
}

async function checked(inputs: readonly string[]): Promise<CheckResult> {
  const paths = await Promise.all(inputs.map(placed));
  const { out } = await run(['--check', ...paths, '--json', '-', '--language', 'en'], { at: checkedAt });
  return v.parse(checkResultSchema, JSON.parse(out));
}

/** Each error and finding in one line. */
const said = (result: CheckResult): string =>
  [
    ...result.errors.map(({ code, details, text, action }) => [code, details['what'], text, action].join(' ')),
    ...findingsOf(result).map(({ rule, variant, subject, text }) => `${rule} ${variant} ${subject}: ${text}`),
  ].join('\n');

interface Row {
  readonly inputs: readonly string[];
  readonly code: CheckResult['exitCode'];
  readonly says: readonly RegExp[];
  readonly saysNot?: RegExp;
}

const connectorNamesOld = /presented|sendCertificate|reference\.name otherName EX02\\Default Frontend EX02/;
const rows: Readonly<Record<string, Row>> = {
  'a WARNING line between command and objects': {
    inputs: [...sound, 'overlays/rd1-warning-line-swallows-output.txt'],
    code: 2,
    says: [/mail\.presented noMatch EX02\\Default Frontend EX02/],
    saysNot: /collection\./,
  },
  'the same in a file of which something else was read': {
    inputs: [...sound, 'overlays/rd3-warning-line-in-a-file-of-which-something-else-was-read.txt'],
    code: 2,
    says: [/mail\.presented noMatch EX02\\Default Frontend EX02/],
  },
  'the prompt of Enter-PSSession': {
    inputs: [...sound, 'overlays/rd2-enter-pssession-prompt.txt'],
    code: 2,
    says: [/mail\.presented noMatch EX02\\Default Frontend EX02/, connectorNamesOld],
    saysNot: /CloudServicesMailEnabled/,
  },
  'a typographic apostrophe': {
    inputs: ['text/01-smart-quote-in-issuer.txt', certificates],
    code: 3,
    says: [/characters in it were replaced or lost when it was copied or saved.*TlsCertificateName: .*Let’s Encrypt/],
    saysNot: /noMatch/,
  },
  'the whole organization as text': {
    inputs: ['text/02-whole-organisation-as-text.txt'],
    code: 2,
    says: [/mail\.sendCertificate noMatch Outbound to Office 365/, /reference\.name otherName Outbound to Office 365/],
    saysNot: /RawData/,
  },
  'a table of certificates': {
    inputs: ['text/03-format-table-certificates.txt'],
    code: 3,
    says: [/collection\.table Get-ExchangeCertificate \| Format-List This is a table/],
  },
  'a table of send connectors': {
    inputs: ['text/04-format-table-send-connectors.txt'],
    code: 3,
    says: [/collection\.table Get-SendConnector \| Format-List This is a table/],
  },
  'Export-Csv': {
    inputs: ['text/05-export-csv.csv'],
    code: 3,
    says: [/collection\.csv Get-SendConnector \| Format-List This is a CSV file/],
  },
  'an event 12014': { inputs: ['text/12-event-12014.txt'], code: 3, says: [/collection\.event 12014 This is an event/] },
  'a log of the HCW': { inputs: ['text/13-hcw-log.txt'], code: 3, says: [/collection\.hcwLog {2}This is a log of the Hybrid/] },
  'a hybrid over an Edge server': {
    inputs: ['text/14-edge-only-hybrid.txt', certificates],
    code: 3,
    says: [
      /mail\.edge receive EDGE01: .*On EDGE01, run the collection script/,
      /mail\.edge send EDGE01: /,
      /certificate\.edge notCollected/,
      /connector\.edge info EDGE01: .*Start-EdgeSynchronization/,
    ],
    saysNot: /organization\.no|server\.listed warn|names no servers/,
  },
  'a thumbprint as TlsCertificateName': {
    inputs: ['text/15-thumbprint-as-certificate-name.txt', certificates],
    code: 2,
    says: [/mail\.presented nameIsThumbprint EX01\\Default Frontend EX01.*thumbprint CB56A170554158E136584833952CCD265148736D/],
  },
  'a table that is newer than what was collected': {
    inputs: [...sound, 'text/04-format-table-send-connectors.txt'],
    code: 3,
    says: [/collection\.table/, /a text was opened or pasted that is about it, but could not be read/],
  },
  'a CSV file that is newer than what was collected': {
    inputs: [...sound, 'text/05-export-csv.csv'],
    code: 3,
    says: [/collection\.csv/, /a text was opened or pasted that is about it, but could not be read/],
  },
};

describe.skipIf(!hasField)('a check of', () => {
  it('the sound organization finds nothing', async () => {
    expect((await checked(sound)).exitCode).toBe(0);
  });

  it.each(Object.entries(rows))('%s', async (_, { inputs, code, says, saysNot }) => {
    const result = await checked(inputs);
    const text = said(result);
    for (const one of says) expect(text).toMatch(one);
    if (saysNot !== undefined) expect(text).not.toMatch(saysNot);
    expect(result.exitCode).toBe(code);
    expect(text).not.toContain('collection.nothingKnown');
  });
});

const name = (issuer: string): string => `<I>CN=${issuer}, O=Let's Encrypt, C=US<S>CN=mail.contoso.com`;
/** Of each object its cmdlet and some of its values. */
const values: Readonly<Record<string, readonly (readonly [string, Facts])[]>> = {
  'text/06-markdown-fence-behind-last-value.txt': [['Get-HybridConfiguration', { tlsCertificateName: name('R10') }]],
  'text/07-html-collapsed-spaces-and-wraps.txt': [
    [
      'Get-HybridConfiguration',
      {
        tlsCertificateName: '<I>CN=GeoTrust TLS RSA CA G1, OU=www.digicert.com, O=DigiCert Inc, C=US<S>CN=mail.contoso.com',
        onPremisesSmartHost: 'mail.contoso.com',
      },
    ],
  ],
  'text/08-warning-line.txt': [
    [
      'Get-SendConnector',
      { name: 'Outbound to Office 365 - 177cd94d', tlsCertificateName: name('R11'), cloudServicesMailEnabled: true, requireTls: true },
    ],
  ],
  'text/09-enter-pssession-prompt.txt': [
    ['Get-SendConnector', { identity: 'Outbound to Office 365', tlsCertificateName: name('R10') }],
    ['Get-ReceiveConnector', { identity: 'EX01\\Default Frontend EX01', tlsCertificateName: name('R11') }],
  ],
  'text/10-pipelines-and-get-transportserver.txt': [
    ['Get-TransportService', { internalTransportCertificateThumbprint: 'E861E1015212C4CACC6FBABEA34BD47D68784354' }],
    ['Get-TransportService', { internalTransportCertificateThumbprint: '7E9F52676EB1956BC67A30BDFA4A924EBCC29D96' }],
    ['Get-ExchangeCertificate', { thumbprint: '77C182F6C186AB53EA6B9AC890F84415319B6ACD', services: ['SMTP'] }],
    ['Get-ExchangeCertificate', { thumbprint: '88C182F6C186AB53EA6B9AC890F84415319B6ACD', services: ['SMTP'] }],
    ['Get-ReceiveConnector', { identity: 'EX01\\Default Frontend EX01', tlsCertificateName: name('R11') }],
    ['Get-ReceiveConnector', { identity: 'EX02\\Default Frontend EX02', tlsCertificateName: null }],
  ],
  'text/11-windows-1252.txt': [
    [
      'Get-HybridConfiguration',
      {
        sendingTransportServers: ['EX01'],
        domains: ['contoso.com'],
        tlsCertificateName:
          "?charactersReplaced TlsCertificateName: <I>CN=R10, O=Let's Encrypt, C=US<S>CN=mail.contoso.com, O=M\ufffdller GmbH, C=DE",
      },
    ],
  ],
  'text/18-html-entities.txt': [['Get-SendConnector', { name: 'Outbound to Office 365', tlsCertificateName: name('R10') }]],
};

describe.skipIf(!hasField)('the values of', () => {
  it.each(Object.entries(values))('%s', async (input, expected) => {
    const read = await readCollection([join(field, input)], { now: () => checkedAt });
    if (!read.ok) throw new Error(read.error.code);
    const objects = read.value.parts.flatMap((part) =>
      answersWithObjects(part).flatMap(({ cmdlet, objects: all }) => all.map((object) => [cmdlet, factsOf(cmdlet, object)])),
    );
    expect(objects).toMatchObject(expected);
    expect(objects).toHaveLength(expected.length);
    expect(read.value.unused.filter(({ error }) => error.details['cmdlet'] !== undefined)).toEqual([]);
  });
});
