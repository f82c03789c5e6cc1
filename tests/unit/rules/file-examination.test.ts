import { describe, expect, it } from 'vitest';
import { fileExamination, type FileExamination } from '../../../shared/rules/certificate-file.ts';
import type { Organization } from '../../../shared/model/organization.ts';
import type { CertificateFile } from '../../../shared/x509/certificate-file.ts';
import { at, facts, issuer, organization } from './sample.ts';

const path = 'C:\\new.pfx';

/** A PFX with its key and its whole chain. */
const file = (changes: Partial<CertificateFile> = {}): CertificateFile => ({
  format: 'pkcs12',
  remarks: [],
  leaf: facts({ thumbprint: 'F1' }),
  friendlyName: null,
  hasPrivateKey: 'yes',
  keyOfLeaf: 'matches',
  keyProvider: null,
  pss: [],
  chain: [facts({ thumbprint: 'CA', subject: issuer })],
  links: [],
  chainEnd: 'root',
  missingIssuer: null,
  others: [],
  ...changes,
});
const examined = (changes: Partial<CertificateFile> = {}, compared: Organization | null = organization()): FileExamination =>
  fileExamination(path, file(changes), compared, at);
const variantOf = ({ checks, afterImport, name, enable }: FileExamination, rule: string): string | undefined =>
  [...checks, ...afterImport, ...name, ...enable].find((finding) => finding.rule === rule)?.variant;
const importText = ({ commands }: FileExamination): string => commands[0]?.text ?? '';

describe('an examined file', () => {
  it('puts each finding into exactly one group, and says of the name and of enabling apart', () => {
    const { checks, afterImport, name, enable, daysLeft } = examined();
    expect(checks.map(({ rule }) => rule)).toContain('file.chain');
    expect(new Set(afterImport.map(({ rule, variant }) => `${rule} ${variant}`))).toEqual(
      new Set(
        ['certificate.thirdParty', 'certificate.status', 'certificate.services', 'certificate.keyProvider'].map(
          (rule) => `${rule} beforeImport`,
        ),
      ),
    );
    expect([name.map(({ rule }) => rule), enable.map(({ rule }) => rule)]).toEqual([['file.name'], ['file.enable']]);
    expect(checks.filter(({ rule, variant }) => variant === 'beforeImport' || rule === 'file.name' || rule === 'file.enable')).toEqual([]);
    expect(daysLeft).toBe(152);
  });

  it('is compared with an organization only where there is one', () => {
    expect(examined().nameChange?.issuerChanged).toMatchObject({ value: true });
    expect(examined({}, null).nameChange).toBeNull();
  });

  it.each<readonly [string, Partial<CertificateFile>, FileExamination['importMethod'], string, string]>([
    ['a PFX', {}, 'pfx', path, '-Password'],
    ['a PFX with a key that is of a kind unknown here', { keyOfLeaf: 'notChecked' }, 'pfx', path, '-Password'],
    ['PEM with its key, which has to become a PFX first', { format: 'pem' }, 'pfxToMake', 'C:\\certificate.pfx', '-Password'],
    ['a certificate without a key', { format: 'der', keyOfLeaf: null }, 'answer', path, ''],
    ['a key of another certificate', { keyOfLeaf: 'differs' }, 'answer', path, ''],
  ])('%s is imported accordingly', (_, changes, method, expectedPath, password) => {
    const examination = examined(changes);
    expect(examination.importMethod).toBe(method);
    expect(importText(examination)).toContain(`ReadAllBytes('${expectedPath}')`);
    expect(importText(examination).includes('-Password')).toBe(password !== '');
  });

  it.each<readonly [CertificateFile['keyOfLeaf'], string]>([
    ['matches', 'inFile'],
    ['notChecked', 'beforeImport'],
    ['differs', 'notInFile'],
    [null, 'notInFile'],
  ])('a key that %s is %s', (keyOfLeaf, variant) => {
    expect(variantOf(examined({ keyOfLeaf }), 'certificate.privateKey')).toBe(variant);
  });

  it.each<readonly [string, Partial<CertificateFile>, string]>([
    ['to the root', {}, 'ok'],
    ['without any issuer', { chain: [], chainEnd: 'issuerMissing', missingIssuer: issuer }, 'warn'],
    ['behind an intermediate certificate', { chainEnd: 'issuerMissing', missingIssuer: 'CN=Root' }, 'issuerNotInFile'],
    ['behind an intermediate certificate, to an issuer without a name', { chainEnd: 'issuerMissing' }, 'unknown'],
    ['to one that did not sign', { chainEnd: 'wrongSignature', missingIssuer: 'CN=Root' }, 'warn'],
  ])('the chain %s', (_, changes, variant) => {
    expect(variantOf(examined(changes), 'file.chain')).toBe(variant);
  });

  it('names the issuer that the file does not have', () => {
    const { checks } = examined({ chainEnd: 'issuerMissing', missingIssuer: 'CN=Root' });
    expect(checks.find(({ rule }) => rule === 'file.chain')?.evidence).toEqual({ issuer: 'CN=Root' });
    const nameless = examined({ chainEnd: 'issuerMissing' }).checks.find(({ rule }) => rule === 'file.chain');
    expect(nameless?.evidence).toEqual({ reason: 'notReturned', detail: '' });
  });
});
