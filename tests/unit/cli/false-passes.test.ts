/** Broken mail flow that a check once called order: each as one change of the practice organization in which everything is in order. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { OrganizationFile } from '../../../shared/model/sample-organization.ts';
import { practiceOrganization } from '../../../src-main/exchange/practice/organizations/samples.ts';
import { findingsOf, judged, now, organizationOfFile } from './organizations.ts';

type Receive = OrganizationFile['receiveConnectors'][number];
type Send = OrganizationFile['sendConnectors'][number];
type Inbound = OrganizationFile['exchangeOnline']['inboundConnectors'][number];
type Outbound = OrganizationFile['exchangeOnline']['outboundConnectors'][number];

const gone = '<I>CN=Fabrikam Trust TLS RSA CA 2024, O=Fabrikam Trust, C=US<S>CN=mail.contoso.com, O=Contoso, C=US';
const frontend = 'EX02\\Default Frontend EX02';

/** The Default Frontend connector of EX02. */
const receive =
  (changes: Partial<Receive>) =>
  (file: OrganizationFile): OrganizationFile => ({
    ...file,
    receiveConnectors: file.receiveConnectors.map((connector) =>
      connector.name === 'Default Frontend EX02' ? { ...connector, ...changes } : connector,
    ),
  });
const send =
  (changes: Partial<Send>) =>
  (file: OrganizationFile): OrganizationFile => ({
    ...file,
    sendConnectors: file.sendConnectors.map((connector) => (connector.cloudServicesMailEnabled ? { ...connector, ...changes } : connector)),
  });
const online =
  (inbound: Partial<Inbound>, outbound: Partial<Outbound> = {}) =>
  (file: OrganizationFile): OrganizationFile => ({
    ...file,
    exchangeOnline: {
      ...file.exchangeOnline,
      inboundConnectors: file.exchangeOnline.inboundConnectors.map((connector) => ({ ...connector, ...inbound })),
      outboundConnectors: file.exchangeOnline.outboundConnectors.map((connector) => ({ ...connector, ...outbound })),
    },
  });
const withReceive =
  (changes: Partial<Receive>) =>
  (file: OrganizationFile): OrganizationFile => ({
    ...file,
    receiveConnectors: [
      ...file.receiveConnectors,
      ...file.receiveConnectors.filter(({ name }) => name === 'Default Frontend EX02').map((connector) => ({ ...connector, ...changes })),
    ],
  });

interface FalsePass {
  readonly name: string;
  readonly change: (file: OrganizationFile) => OrganizationFile;
  readonly exitCode: 1 | 2;
  /** The finding that counts, and the object that it names */
  readonly says: string;
  readonly names: string;
}

const outboundName = 'Outbound to 6f0e2a1c-4b7d-4c1e-9a55-0d3b8e7f2c10';
const inboundName = 'Inbound from 6f0e2a1c-4b7d-4c1e-9a55-0d3b8e7f2c10';
const sendName = 'Outbound to Office 365 - 6f0e2a1c-4b7d-4c1e-9a55-0d3b8e7f2c10';

const falsePasses: readonly FalsePass[] = [
  { name: 'receive connector disabled', change: receive({ enabled: false }), exitCode: 2, says: 'mail.receive disabled', names: frontend },
  { name: 'send connector disabled', change: send({ enabled: false }), exitCode: 2, says: 'mail.send disabled', names: sendName },
  {
    name: 'inbound connector disabled',
    change: online({ enabled: false }),
    exitCode: 2,
    says: 'mail.inbound disabled',
    names: inboundName,
  },
  {
    name: 'outbound connector disabled',
    change: online({}, { enabled: false }),
    exitCode: 2,
    says: 'mail.outbound disabled',
    names: outboundName,
  },
  {
    name: 'TlsDomainCapabilities empty on one server',
    change: receive({ tlsDomainCapabilities: [] }),
    exitCode: 2,
    says: 'mail.capabilities empty',
    names: frontend,
  },
  {
    name: 'TlsDomainCapabilities of the old form',
    change: receive({ tlsDomainCapabilities: ['<I>CN=MSIT Machine Auth CA 2<S>CN=mail.protection.outlook.com:AcceptCloudServicesMail'] }),
    exitCode: 2,
    says: 'mail.capabilities oldForm',
    names: frontend,
  },
  {
    name: 'TlsDomainCapabilities that differ between the servers',
    change: receive({ tlsDomainCapabilities: ['mail.protection.office365.us:AcceptCloudServicesMail'] }),
    exitCode: 1,
    says: 'mail.capabilities differ',
    names: 'EX02',
  },
  {
    name: 'send connector without RequireTLS and TlsAuthLevel',
    change: send({ requireTls: false, tlsAuthLevel: null, tlsDomain: null }),
    exitCode: 1,
    says: 'mail.send tlsNotRequired',
    names: sendName,
  },
  {
    name: 'send connector with EncryptionOnly',
    change: send({ tlsAuthLevel: 'EncryptionOnly' }),
    exitCode: 1,
    says: 'mail.send encryptionOnly',
    names: sendName,
  },
  {
    name: 'outbound connector without TlsSettings',
    change: online({}, { tlsSettings: null, tlsDomain: null }),
    exitCode: 2,
    says: 'mail.outbound tlsNotRequired',
    names: outboundName,
  },
  {
    name: 'inbound connector without RequireTls',
    change: online({ requireTls: false }),
    exitCode: 1,
    says: 'mail.inbound tlsNotRequired',
    names: inboundName,
  },
  {
    name: 'no hybrid inbound connector',
    change: online({ connectorType: 'Partner', cloudServicesMailEnabled: false }),
    exitCode: 2,
    says: 'mail.inbound missing',
    names: '',
  },
  {
    name: 'both cloud connectors not enabled for cloud services',
    change: online({ cloudServicesMailEnabled: false }, { cloudServicesMailEnabled: false }),
    exitCode: 2,
    says: 'mail.outbound notCloudEnabled',
    names: outboundName,
  },
  {
    name: 'AuthMechanism without Tls',
    change: receive({ authMechanism: 'Integrated, BasicAuth, BasicAuthRequireTLS, ExchangeServer' }),
    exitCode: 2,
    says: 'mail.startTls missing',
    names: frontend,
  },
  {
    name: 'a custom send connector that names a removed certificate',
    change: (file) => ({
      ...file,
      sendConnectors: file.sendConnectors.map((connector) =>
        connector.cloudServicesMailEnabled ? connector : { ...connector, tlsCertificateName: gone },
      ),
    }),
    exitCode: 2,
    says: 'mail.connectorName missingSend',
    names: 'Internet mail',
  },
  {
    name: 'another connector on port 25 for the addresses of Exchange Online',
    change: withReceive({
      name: 'From Exchange Online',
      remoteIPRanges: ['40.92.0.0/15', '40.107.0.0/16', '52.100.0.0/14', '104.47.0.0/17'],
      tlsCertificateName: null,
      tlsDomainCapabilities: [],
    }),
    exitCode: 2,
    says: 'mail.receive takenOver',
    names: 'EX02\\From Exchange Online',
  },
];

let sound: OrganizationFile;
beforeAll(async () => {
  sound = await practiceOrganization('sameName', now);
});

describe('a check of broken mail flow', () => {
  it.each(falsePasses)('$name: $exitCode, $says', async ({ change, exitCode, says, names }) => {
    const result = judged(await organizationOfFile(change(sound)));
    const counted = findingsOf(result).filter(({ impact }) => impact !== null);
    const found = counted.find(({ rule, variant }) => `${rule} ${variant}` === says);
    expect(counted.map(({ rule, variant }) => `${rule} ${variant}`)).toContain(says);
    expect(found?.text).toContain(names);
    expect(result.exitCode).toBe(exitCode);
  });

  it('a server that was never configured is compared with the certificate of the others', async () => {
    const bare = receive({ tlsCertificateName: null, tlsDomainCapabilities: [] })(sound);
    const result = judged(await organizationOfFile(bare));
    const references = findingsOf(result).filter(({ rule, impact }) => rule === 'reference.name' && impact !== null);
    expect(references.map(({ subject }) => subject)).toEqual([frontend]);
    expect(result.exitCode).toBe(2);
  });

  it('a disabled left-over connector is information', async () => {
    const leftOver = (file: OrganizationFile): OrganizationFile => ({
      ...file,
      sendConnectors: [
        ...file.sendConnectors,
        ...file.sendConnectors
          .filter(({ cloudServicesMailEnabled }) => cloudServicesMailEnabled)
          .map((connector) => ({ ...connector, name: 'Old hybrid connector', enabled: false, tlsCertificateName: gone })),
      ],
    });
    const result = judged(await organizationOfFile(leftOver(sound)));
    expect(findingsOf(result).filter(({ impact }) => impact !== null)).toEqual([]);
    expect(result.exitCode).toBe(0);
  });
});
