/** An organization whose receive connectors have every name, and every value, that is hard to carry. */
import type { OrganizationFile } from '../../shared/model/sample-organization.ts';

export const hostileTexts = [
  "it's",
  'say "now"',
  '‘single’ ‚low‛ “double” „low”',
  '$(Get-Date) $env:PATH $true ${x}',
  'a;b | c & d && e || f',
  '`n `" `$',
  '[0-9] [a]* (b) {c}',
  'first\r\nsecond\ttabbed',
  '_x000D_ _x005F_ _xD83D_',
  '日本語 受信コネクタ ｶﾅ',
  '😀 👩‍👩‍👧 é é',
  '<I>CN=a<S>CN=b & <![CDATA[x]]> -->',
  '--% -Identity @splat #comment',
  '%PATH% ..\\..\\etc !x^',
  ' leading and trailing ',
  'x'.repeat(4096),
] as const;

/** `template` with one server, and for each hostile text a Default Frontend connector of that name. */
export function hostileOrganization(template: OrganizationFile): OrganizationFile {
  const [server] = template.servers;
  const [connector] = template.receiveConnectors;
  const configuration = template.hybridConfiguration;
  if (server === undefined || connector === undefined || configuration === null) throw new Error('The template has no hybrid server');
  return {
    ...template,
    servers: [server],
    hybridConfiguration: { ...configuration, sendingTransportServers: [server.name], receivingTransportServers: [server.name] },
    receiveConnectors: hostileTexts.map((text) => ({
      ...connector,
      name: text,
      tlsCertificateName: certificateNameWith(text),
      tlsDomainCapabilities: [`${text}:AcceptCloudServicesMail`, 'second.contoso.com:AcceptOorgProtocol'],
    })),
    sendConnectors: template.sendConnectors
      .slice(0, 1)
      .flatMap((send) => hostileTexts.map((text) => ({ ...send, name: text, sourceTransportServers: [server.name] }))),
    faults: [],
  };
}

/** A certificate name with a hostile text in it. */
export const certificateNameWith = (text: string): string => `<I>CN=Fabrikam Trust, O=${text}<S>CN=mail.contoso.com, O=${text}`;

/** The identity of the connector with that name. */
export const identityOf = (organization: OrganizationFile, text: string): string => `${organization.servers[0]?.name ?? ''}\\${text}`;
