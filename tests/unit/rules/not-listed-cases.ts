/** What the administrator says of the HCW, in organizations in which one thing is wrong, and which causes follow. */
import type { ServerCertificate } from '../../../shared/model/certificate.ts';
import { known, unknown } from '../../../shared/model/known.ts';
import type { Organization } from '../../../shared/model/organization.ts';
import type { Cause, HcwReport } from '../../../shared/rules/not-listed.ts';
import type { NotListedCause } from '../../../shared/rules/not-listed-fixes.ts';
import type { HcwMessageId } from '../../../shared/rules/not-listed-message.ts';
import { at, certificate, facts, hybridServer, organization, withCertificate } from './sample.ts';

export const nothingSaid: HcwReport = { referenceServer: null, message: '' };
/** The same on both servers. */
export const everywhere = (changes: Partial<ServerCertificate>): Organization => withCertificate(certificate(changes));
/** As wrong on EX01, and as it should be on EX02. */
export const onEx01 = (changes: Partial<ServerCertificate>): Organization => withCertificate(certificate(changes), certificate());
const withFacts = (changes: Parameters<typeof facts>[0]): Organization => withCertificate(certificate({ facts: facts(changes) }));

export interface CauseCase {
  readonly id: NotListedCause;
  readonly title: string;
  readonly organization: Organization;
  readonly state: Cause['state'];
  readonly open?: Cause['open'];
  readonly servers?: readonly string[];
  readonly report?: Partial<HcwReport>;
}

const onFirst = { referenceServer: 'EX01' };
const onSecond = { referenceServer: 'EX02' };
const withoutEx02 = withCertificate(certificate(), null);
const silentEx02 = organization({ hybridServers: [hybridServer('EX01'), hybridServer('EX02', { certificates: unknown('failed') })] });

export const notListedCases: readonly CauseCase[] = [
  { id: 'root', title: 'third-party', organization: organization(), state: 'ruledOut' },
  { id: 'root', title: 'Registry', organization: everywhere({ rootCAType: known('Registry') }), state: 'found', servers: ['EX01', 'EX02'] },
  {
    id: 'root',
    title: 'an authority of one’s own',
    organization: everywhere({ rootCAType: known('Enterprise') }),
    state: 'found',
    servers: [],
  },
  { id: 'root', title: 'None', organization: everywhere({ rootCAType: known('None') }), state: 'found', servers: ['EX01', 'EX02'] },
  {
    id: 'root',
    title: 'self-signed, which is a cause of its own',
    organization: everywhere({ isSelfSigned: known(true), rootCAType: known('None') }),
    state: 'ruledOut',
  },
  {
    id: 'root',
    title: 'not known',
    organization: everywhere({ rootCAType: unknown('denied') }),
    state: 'notChecked',
    servers: ['EX01', 'EX02'],
  },
  {
    id: 'root',
    title: 'Registry on one of two, and the reference server not known',
    organization: onEx01({ rootCAType: known('Registry') }),
    state: 'notChecked',
    open: 'referenceServer',
    servers: ['EX01'],
  },
  {
    id: 'root',
    title: 'Registry on the reference server',
    organization: onEx01({ rootCAType: known('Registry') }),
    report: onFirst,
    state: 'found',
    servers: ['EX01'],
  },
  {
    id: 'root',
    title: 'Registry on another server',
    organization: onEx01({ rootCAType: known('Registry') }),
    report: onSecond,
    state: 'ruledOut',
  },
  {
    id: 'root',
    title: 'no copy on the reference server',
    organization: withoutEx02,
    report: onSecond,
    state: 'notChecked',
    open: 'missingThere',
  },
  { id: 'services', title: 'SMTP and IIS', organization: organization(), state: 'ruledOut' },
  { id: 'services', title: 'SMTP alone', organization: everywhere({ services: known(['SMTP']) }), state: 'ruledOut' },
  { id: 'services', title: 'no SMTP', organization: everywhere({ services: known(['IIS']) }), state: 'found', servers: ['EX01', 'EX02'] },
  {
    id: 'services',
    title: 'not known on the reference server',
    organization: onEx01({ services: unknown('denied') }),
    report: onFirst,
    state: 'notChecked',
    servers: ['EX01'],
  },
  { id: 'selfSigned', title: 'from an authority', organization: organization(), state: 'ruledOut' },
  { id: 'selfSigned', title: 'self-signed', organization: everywhere({ isSelfSigned: known(true) }), state: 'found' },
  { id: 'validity', title: 'valid', organization: organization(), state: 'ruledOut' },
  { id: 'validity', title: 'expires this moment', organization: withFacts({ notAfter: at }), state: 'ruledOut' },
  { id: 'validity', title: 'expired', organization: withFacts({ notAfter: '2026-06-01T11:59:59.999Z' }), state: 'found' },
  {
    id: 'validity',
    title: 'expired, and no copy on the reference server',
    organization: withCertificate(certificate({ facts: facts({ notAfter: '2026-05-31T00:00:00.000Z' }) }), null),
    report: onSecond,
    state: 'found',
  },
  {
    id: 'validity',
    title: 'a certificate of the chain has expired',
    organization: onEx01({ status: known('DateInvalid') }),
    report: onFirst,
    state: 'found',
    servers: ['EX01'],
  },
  { id: 'validity', title: 'status not known', organization: everywhere({ status: unknown('notReturned') }), state: 'notChecked' },
  { id: 'missing', title: 'everywhere', organization: organization(), state: 'ruledOut' },
  { id: 'missing', title: 'on the reference server', organization: withoutEx02, report: onFirst, state: 'ruledOut' },
  { id: 'missing', title: 'not on the reference server', organization: withoutEx02, report: onSecond, state: 'found', servers: ['EX02'] },
  {
    id: 'missing',
    title: 'not on one of two, and the reference server not known',
    organization: withoutEx02,
    state: 'notChecked',
    open: 'referenceServer',
    servers: ['EX02'],
  },
  {
    id: 'missing',
    title: 'another of its name on the reference server, which is another entry of the list',
    organization: withCertificate(certificate(), certificate({ facts: facts({ thumbprint: 'B2' }) })),
    report: onSecond,
    state: 'found',
    servers: ['EX02'],
  },
  {
    id: 'missing',
    title: 'the reference server does not answer',
    organization: silentEx02,
    report: onSecond,
    state: 'notChecked',
    servers: ['EX02'],
  },
  {
    id: 'missing',
    title: 'a server that does not answer is not the reference server',
    organization: silentEx02,
    report: onFirst,
    state: 'ruledOut',
  },
  {
    id: 'missing',
    title: 'the reference server was not asked',
    organization: organization(),
    report: { referenceServer: 'EX09' },
    state: 'notChecked',
  },
  { id: 'commonName', title: 'CN', organization: organization(), state: 'ruledOut' },
  { id: 'commonName', title: 'no CN', organization: withFacts({ subject: 'O=Contoso' }), state: 'found' },
  { id: 'privateKey', title: 'there', organization: organization(), state: 'ruledOut' },
  { id: 'privateKey', title: 'provider not known', organization: everywhere({ keyProvider: unknown('notReturned') }), state: 'ruledOut' },
  {
    id: 'privateKey',
    title: 'missing',
    organization: onEx01({ hasPrivateKey: known(false) }),
    report: onFirst,
    state: 'found',
    servers: ['EX01'],
  },
  {
    id: 'privateKey',
    title: 'not linked',
    organization: everywhere({ keyProvider: known({ kind: 'none' }) }),
    state: 'found',
    servers: ['EX01', 'EX02'],
  },
  { id: 'privateKey', title: 'not known', organization: everywhere({ hasPrivateKey: unknown('denied') }), state: 'notChecked' },
  { id: 'serviceHost', title: 'nothing pasted', organization: organization(), state: 'notChecked', servers: ['EX01', 'EX02'] },
  {
    id: 'serviceHost',
    title: 'a message that is not known',
    organization: organization(),
    report: { message: '有効な証明書がありません。' },
    state: 'notChecked',
  },
  {
    id: 'serviceHost',
    title: 'the HCW says so',
    organization: organization(),
    report: { message: 'No valid certificate exists for the Hub Transport server(s).' },
    state: 'found',
    servers: ['EX01', 'EX02'],
  },
];

/** Each of them as the administrator reports it. */
export const notListedReports: readonly { readonly organization: Organization; readonly report: HcwReport }[] = notListedCases.map(
  (one) => ({
    organization: one.organization,
    report: { ...nothingSaid, ...one.report },
  }),
);

/** A known message, whole as Microsoft documents it. */
export const hcwMessage: Readonly<Record<HcwMessageId, string>> = {
  serviceHost: 'No valid certificate exists for the Hub Transport server(s).',
  smtp: 'The Secure Mail Certificate on server EX01 is not bound to the SMTP Service at Microsoft.Exchange.Management.Hybrid.MailFlowTask.CheckCertPrereqs',
  prerequisites: "ERROR:Updating hybrid configuration failed with error 'Subtask CheckPrereqs execution failed: Check Prerequisites",
  staleServer:
    "HCW8008 The server EX01 is listed as a Client Access server in the HybridConfiguration Active Directory object, but it doesn't have the Client Access server role installed.",
  receiveConnector: 'HCW8010 Default Receive Connector cannot be found on server EX01.',
  sendConnectors: "HCW8011 Ambiguous configuration: multiple Send Connectors found for AddressSpace 'contoso.com'",
  edgeServers: 'HCW8043 Edge Transport servers cannot be specified with receiving Client Access or sending Mailbox servers.',
  acceptedDomain: 'HCW8030 - The text of this message is not public.',
  configure: 'HCW8012 - The text of this message is not public.',
  leftover: 'HCW8023 - The text of this message is not public.',
  addressSpace: 'HCW8039 - The text of this message is not public.',
  remotePowerShell: 'HCW8100 - The text of this message is not public.',
  winRm: 'HCW8091 - The text of this message is not public.',
  autodiscover: 'HCW8057 - The text of this message is not public.',
  addressPolicy: 'HCW8055 - The text of this message is not public.',
  migrationEndpoint: 'HCW8078 - The text of this message is not public.',
  transfer: 'HCW8111 - The text of this message is not public.',
  hybridApp: 'HCW8126 - The text of this message is not public.',
  oauth: 'HCW8064 - The HCW has completed, but was not able to perform the OAuth portion of your Hybrid configuration.',
};
