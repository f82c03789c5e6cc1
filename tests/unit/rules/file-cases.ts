/** Every outcome of the judgment of a file. */
import { judgeFile, type FileContext, type FileJudgment } from '../../../shared/rules/certificate-file.ts';
import type { CertificateFacts } from '../../../shared/model/certificate.ts';
import type { RuleId } from '../../../shared/rules/rules.ts';
import { known, unknown, type Known } from '../../../shared/model/known.ts';
import type { Organization } from '../../../shared/model/organization.ts';
import {
  at,
  certificate,
  facts,
  hybridConfiguration,
  hybridServer,
  newName,
  oldName,
  organization,
  receiveConnector,
  sendConnector,
} from './sample.ts';

export interface FileCase {
  readonly title: string;
  readonly facts?: Partial<CertificateFacts>;
  readonly chain?: Known<boolean>;
  readonly organization?: Organization | null;
  readonly file?: Partial<FileContext>;
  readonly rule: RuleId;
  readonly expected: readonly string[];
}

export const judgedFile = ({
  facts: changes,
  chain,
  organization: value,
  file,
}: Omit<FileCase, 'title' | 'rule' | 'expected'>): FileJudgment =>
  judgeFile(facts({ thumbprint: 'F1', ...changes }), value === undefined ? organization() : value, {
    at,
    chainComplete: chain ?? known(true),
    withKey: true,
    path: null,
    hasPrivateKey: known(true),
    remarks: [],
    keyProvider: null,
    pss: [],
    ...file,
  });

/** Everything names that certificate; `null` is no name, `undefined` what could not be read. */
const naming = (name: string | null | undefined): Organization => {
  const text = name === undefined ? unknown('notReturned') : known(name);
  return organization({
    hybridConfiguration: name === undefined ? unknown('failed') : known(hybridConfiguration(name)),
    sendConnectors: known([sendConnector({ tlsCertificateName: text })]),
    hybridServers: [hybridServer('EX01', { receiveConnectors: known([receiveConnector('EX01', { tlsCertificateName: text })]) })],
  });
};
const installed = organization({ hybridServers: [hybridServer('EX01'), hybridServer('EX02', { certificates: unknown('denied') })] });

export const fileCases: readonly FileCase[] = [
  ...(['certificate.thirdParty', 'certificate.status', 'certificate.services', 'certificate.keyProvider'] as const).map((rule) => ({
    title: 'only a server can say',
    rule,
    expected: ['beforeImport'],
  })),
  { title: 'a PFX', rule: 'certificate.privateKey', expected: ['inFile'] },
  { title: 'a .cer', file: { hasPrivateKey: known(false) }, rule: 'certificate.privateKey', expected: ['notInFile'] },
  {
    title: 'a PFX that was not opened',
    file: { hasPrivateKey: unknown('unreadable') },
    rule: 'certificate.privateKey',
    expected: ['beforeImport'],
  },
  { title: 'from an authority', rule: 'certificate.selfSigned', expected: ['ok'] },
  { title: 'self-signed', facts: { selfSigned: true }, rule: 'certificate.selfSigned', expected: ['block'] },
  { title: 'no CN', facts: { subject: 'O=Contoso' }, rule: 'certificate.commonName', expected: ['block'] },
  { title: 'expires at the moment of judgment', facts: { notAfter: at }, rule: 'certificate.dates', expected: ['due'] },
  { title: 'short key', facts: { keySize: 1024 }, rule: 'certificate.key', expected: ['block'] },
  {
    title: 'client only',
    facts: { extendedKeyUsage: ['1.3.6.1.5.5.7.3.2'] },
    rule: 'certificate.serverAuthentication',
    expected: ['block'],
  },
  { title: 'covered names', rule: 'certificate.names', expected: ['ok'] },
  { title: 'no organization', organization: null, rule: 'certificate.names', expected: ['unknown'] },
  { title: 'accepted domain', rule: 'certificate.acceptedDomain', expected: ['ok'] },
  { title: 'no organization', organization: null, rule: 'certificate.acceptedDomain', expected: ['unknown'] },

  { title: 'complete', rule: 'file.chain', expected: ['ok'] },
  { title: 'incomplete', chain: known(false), rule: 'file.chain', expected: ['warn'] },
  { title: 'not known', chain: unknown('unreadable'), rule: 'file.chain', expected: ['unknown'] },
  { title: 'ends before a root', chain: unknown('notReturned', 'CN=Root'), rule: 'file.chain', expected: ['issuerNotInFile'] },

  { title: 'the name in use', organization: naming(newName), rule: 'file.name', expected: ['liveOnImport'] },
  { title: 'another issuer', rule: 'file.name', expected: ['issuerChanged'] },
  { title: 'another subject', organization: naming(newName), facts: { subject: 'CN=x' }, rule: 'file.name', expected: ['subjectChanged'] },
  { title: 'both are others', facts: { subject: 'CN=x' }, rule: 'file.name', expected: ['bothChanged'] },
  { title: 'no name in use', organization: naming(null), rule: 'file.name', expected: ['noneInUse'] },
  { title: 'name in use not known', organization: naming(undefined), rule: 'file.name', expected: ['unknown'] },
  { title: 'no organization', organization: null, rule: 'file.name', expected: ['unknown'] },
  {
    title: 'the name in use, and one that is not known',
    organization: { ...naming(newName), sendConnectors: unknown('failed') },
    rule: 'file.name',
    expected: ['unknown'],
  },
  {
    title: 'another issuer, and a name that is not known',
    organization: { ...naming(oldName), sendConnectors: unknown('failed') },
    rule: 'file.name',
    expected: ['unknown'],
  },

  { title: 'on no server', rule: 'file.installed', expected: [] },
  {
    title: 'on EX01, EX02 not read',
    facts: { thumbprint: 'A1' },
    organization: installed,
    rule: 'file.installed',
    expected: ['unknown', 'info'],
  },
  { title: 'no organization', organization: null, rule: 'file.installed', expected: [] },
  {
    title: 'on both, beside another',
    facts: { thumbprint: 'A1' },
    organization: organization({
      hybridServers: ['EX01', 'EX02'].map((name) =>
        hybridServer(name, { certificates: known([certificate({ facts: facts({ thumbprint: 'B2' }) }), certificate()]) }),
      ),
    }),
    rule: 'file.installed',
    expected: ['info'],
  },
  { title: 'nothing to say', rule: 'file.text', expected: [] },
  { title: 'both', file: { remarks: ['trustSettings', 'altered'] }, rule: 'file.text', expected: ['altered', 'trustSettings'] },
  ...(
    [
      ['a CryptoAPI provider', 'CSP', 'RSA', 'named'],
      ['a key storage provider', 'KSP', 'RSA', 'namedKsp'],
      ['a key storage provider for an elliptic curve', 'KSP', 'ECDSA', 'named'],
      ['a provider of an unknown kind', 'notKnown', 'RSA', 'namedOther'],
    ] as const
  ).map(([title, kind, keyAlgorithm, variant]) => ({
    title: `names ${title}`,
    facts: { keyAlgorithm },
    file: { keyProvider: { name: 'Some Provider', kind } },
    rule: 'certificate.keyProvider' as const,
    expected: [variant],
  })),
  { title: 'none', rule: 'file.pss', expected: [] },
  {
    title: 'two keys, one of them twice',
    file: { pss: ['CN=a', 'CN=b', 'CN=a'].map((subject) => ({ what: 'key', subject })) },
    rule: 'file.pss',
    expected: ['key'],
  },
  {
    title: 'a key, and a signature',
    file: {
      pss: [
        { what: 'signature', subject: 'CN=a' },
        { what: 'key', subject: 'CN=b' },
      ],
    },
    rule: 'file.pss',
    expected: ['key', 'signature'],
  },
  { title: 'always', rule: 'file.enable', expected: ['info'] },
];
