/** Certificate files that an administrator opens: PKCS #7, PKCS #12 and PEM, as `--examine` and the window read them. */
import { errorCodes } from '../../../shared/model/error.ts';
import { examineCertificateFile } from '../../../src-main/pki/certificate-file.ts';
import { alterations } from '../../unit/pki/altered-text.ts';
import { fixture, password, textFixture } from '../../unit/pki/fixture.ts';
import { must, type FuzzFormat, type Outcome } from '../format.ts';

async function examined(input: Uint8Array): Promise<Outcome> {
  const result = await examineCertificateFile(input, password);
  if (!result.ok) must(errorCodes.includes(result.error.code) && result.error.code.startsWith('certificateFile.'), 'a fault has its code');
  must(!JSON.stringify(result).includes(password), 'the password is in no answer');
  return { accepted: result.ok };
}

const cutsOf = (bytes: Uint8Array): number[] => [...bytes.keys()].filter((at) => bytes[at] === 0x30 || bytes[at] === 0x0a);
const format = (name: string, ...files: readonly string[]): FuzzFormat => ({
  name,
  seeds: files.map((file) => ({ bytes: fixture(file), cuts: cutsOf(fixture(file)) })),
  read: examined,
});

/** What mails, documents and web pages make of a certificate with its key. */
const alteredSeeds: FuzzFormat['seeds'] = alterations.map(({ apply }) => {
  const bytes = new Uint8Array(Buffer.from(apply(textFixture('with-ec-key.pem'))));
  return { bytes, cuts: cutsOf(bytes) };
});

export const certificateFiles: readonly FuzzFormat[] = [
  format('pkcs7', 'chain.p7b'),
  // Without integrity and with one round: what is changed reaches the innermost readers, and no time goes into keys.
  format('pkcs12', 'no-protection.pfx', 'one-round.pfx'),
  format('pem', 'with-ec-key.pem', 'chain.pem.p7b', 'mail.pem.crt', 'kinds/trusted.pem'),
  { name: 'pem-altered', seeds: alteredSeeds, read: examined },
];
