/** What to do about each cause, as data: the commands are texts for the administrator. */
import { renderCall } from '../commands/render.ts';
import { and, partition } from '../model/known.ts';
import { serverSetText } from '../model/server-set.ts';
import { formatCertificateName } from '../x509/certificate-name.ts';
import {
  enableText,
  exportText,
  importText,
  internalTransportText,
  pfxPath,
  repairKeyText,
  rootPath,
  serviceHostTexts,
  thirdPartyRootText,
} from './certificate-commands.ts';
import type { InstalledCertificate } from './installed-certificates.ts';
import type { RuleId } from './rules.ts';

/**
 * Why the HCW does not list a certificate, in the order of likelihood (KB 2879262; deployment page; support article;
 * KB 2964920). `services` is last: KB 3058190 describes an error after the selection, not a missing entry.
 */
export const notListedCauses = [
  'root',
  'missing',
  'selfSigned',
  'validity',
  'commonName',
  'privateKey',
  'serviceHost',
  'services',
] as const;
export type NotListedCause = (typeof notListedCauses)[number];

/** `hybridConfiguration`: why it is listed, but not selected (support article, 2-4). */
export const causeIds = ['hybridConfiguration', ...notListedCauses] as const;
export type CauseId = (typeof causeIds)[number];

/** `where`: in the Exchange Management Shell of any server, or on each of the servers in PowerShell as administrator. */
export interface FixCommand {
  readonly where: 'managementShell' | 'onServer';
  /** The server that it is about, or the servers that it is run on (`EX01–EX03`); '' for the organization */
  readonly server: string;
  readonly text: string;
}

/** Rules whose finding can be fixed; the words are the message `fix_<rule>`. */
export type FixableRule =
  | Exclude<Extract<RuleId, `hcw.${string}`>, 'hcw.smtp'>
  | Extract<
      RuleId,
      | 'post.hybridName'
      | 'certificate.thirdParty'
      | 'certificate.services'
      | 'certificate.referenceServer'
      | 'certificate.privateKey'
      | 'certificate.selfSigned'
      | 'certificate.dates'
      | 'certificate.status'
      | 'certificate.commonName'
      | 'server.serviceHost'
    >;

export interface Fix {
  readonly rule: FixableRule;
  /** The servers on which it is needed; empty when it concerns the certificate itself or the organization */
  readonly servers: readonly string[];
  /** In the order in which they are run; empty when no command helps and the certificate has to be issued anew */
  readonly commands: readonly FixCommand[];
}

/** `expiredChain`: of the cause `validity`, when only a certificate of the chain has expired. */
export function fixOf(id: CauseId | 'expiredChain', servers: readonly string[], installed: InstalledCertificate): Fix {
  const { facts } = installed;
  const shell = (server: string, text: string): FixCommand => ({ where: 'managementShell', server, text });
  /** The same on each of the servers */
  const onServers = (text: string): readonly FixCommand[] =>
    servers.length === 0 ? [] : [{ where: 'onServer', server: serverSetText(servers), text }];
  const reissue = (rule: FixableRule): Fix => ({ rule, servers: [], commands: [] });
  switch (id) {
    case 'hybridConfiguration':
      return { rule: 'post.hybridName', servers: [], commands: [shell('', setHybridConfiguration(installed))] };
    case 'root':
      // A self-signed certificate has no other root than itself.
      if (facts.selfSigned) return reissue('certificate.selfSigned');
      return {
        rule: 'certificate.thirdParty',
        servers,
        commands: [...onServers(thirdPartyRootText(rootPath)), ...servers.map((server) => shell(server, importText(server, pfxPath)))],
      };
    case 'services':
      return {
        rule: 'certificate.services',
        servers,
        commands: [
          ...servers.map((server) => shell(server, enableText(server, facts.thumbprint))),
          ...(servers.length > 0 ? [shell('', internalTransportText)] : []),
        ],
      };
    case 'missing':
      return {
        rule: 'certificate.referenceServer',
        servers,
        commands: copying(servers, installed).map(([server, text]) => shell(server, text)),
      };
    case 'privateKey':
      return {
        rule: 'certificate.privateKey',
        servers,
        commands: onServers(repairKeyText(facts.serialNumber ?? facts.thumbprint)),
      };
    case 'serviceHost':
      return {
        rule: 'server.serviceHost',
        servers,
        commands: serviceHostTexts.flatMap(onServers),
      };
    case 'selfSigned':
      return reissue('certificate.selfSigned');
    case 'validity':
      return reissue('certificate.dates');
    case 'expiredChain':
      return { rule: 'certificate.status', servers, commands: [] };
    case 'commonName':
      return reissue('certificate.commonName');
  }
}

/**
 * Export from a server that has certificate and key, and import on the others. Where the key is
 * known not to be exportable on every server, only the PFX that the certificate came with is left.
 */
function copying(servers: readonly string[], { facts, copies }: InstalledCertificate): readonly (readonly [string, string])[] {
  const exportable = partition(copies, ({ certificate }) => and(certificate.hasPrivateKey, certificate.privateKeyExportable));
  // Where no server is known to have an exportable key, one of which it is not known is worth the attempt.
  const source = exportable.known.find(({ value }) => value)?.item ?? exportable.unknown[0]?.item;
  return [
    ...(source === undefined || servers.length === 0
      ? []
      : [[source.server, exportText(source.server, facts.thumbprint, pfxPath)] as const]),
    ...servers.flatMap(
      (server) =>
        [
          [server, importText(server, pfxPath)],
          [server, enableText(server, facts.thumbprint)],
        ] as const,
    ),
  ];
}

/** Article, 2-4-4, with the name written out. */
const setHybridConfiguration = ({ name }: InstalledCertificate): string =>
  renderCall({
    side: 'onPremises',
    cmdlet: 'Set-HybridConfiguration',
    parameters: { TlsCertificateName: formatCertificateName(name) },
  });
