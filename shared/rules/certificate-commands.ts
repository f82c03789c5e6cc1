/**
 * Texts of commands about certificates, for the administrator to run in the Exchange Management Shell
 * or, those of certutil and of services, in Windows PowerShell on the server itself. The product runs
 * none of them. Never with `-Force`: it answers Yes to the question whether to overwrite the default
 * SMTP certificate, and the answer is No (Microsoft recommends to keep the self-signed internal
 * transport certificate).
 */

import { renderText } from '../commands/render.ts';
import type { InstalledFacts } from '../model/certificate.ts';
import { flatMap, known, map, type Known } from '../model/known.ts';
import type { Organization } from '../model/organization.ts';

/** Where the administrator keeps the files; to be replaced in the texts. */
export const pfxPath = 'C:\\certificate.pfx';
export const rootPath = 'C:\\root.cer';

/** Asked for when the command runs: a password never stands in a text. */
const password = '(Read-Host -AsSecureString)';

/** `null`: the server on which it is run. An Edge server is not reached from another one. */
const onServer = (server: string | null): string => (server === null ? '' : ` -Server ${renderText(server)}`);

/** Stands above commands for that server. */
const onEdgeServer = (server: string): string => `# On the Edge server ${renderText(server)}`;

/** `withKey`: a PFX; otherwise the answer of the authority to a request of that server. `path`: as that machine sees it. */
export const importText = (server: string | null, path: string, withKey = true): string =>
  `Import-ExchangeCertificate${onServer(server)} -FileData ([System.IO.File]::ReadAllBytes(${renderText(path)}))` +
  (withKey ? ` -PrivateKeyExportable $true -Password ${password}` : '');

/** Writes certificate and key of one server into a PFX. */
export const exportText = (server: string | null, thumbprint: string, path: string): string =>
  `[System.IO.File]::WriteAllBytes(${renderText(path)}, (Export-ExchangeCertificate${onServer(server)}` +
  ` -Thumbprint ${renderText(thumbprint)} -BinaryEncoded -Password ${password}).FileData)`;

/** Asks whether to overwrite the default SMTP certificate: the answer is No. */
export const enableText = (server: string | null, thumbprint: string): string =>
  `Enable-ExchangeCertificate${onServer(server)} -Thumbprint ${renderText(thumbprint)} -Services ${renderText('SMTP')}`;

/** Shown before and after: the thumbprints must not change. */
export const internalTransportText = 'Get-TransportService | Format-List -Property Name, InternalTransportCertificateThumbprint';

/**
 * The way back after the internal transport certificate was replaced: here the answer to the question is Yes. The last command shows
 * what came of it. Not confirmed by Microsoft (docs/domain.md, "Methods of changing").
 */
export const restoreTransportTexts = (server: string, thumbprint: string): readonly string[] => [
  enableText(server, thumbprint),
  `Get-TransportService -Identity ${renderText(server)} | Format-List -Property Name, InternalTransportCertificateThumbprint`,
];

/** On the server: links the certificate to its key again, when the key is there. */
export const repairKeyText = (serialNumber: string): string => `certutil -repairstore my ${renderText(serialNumber)}`;

/** On the server: puts a root certificate into Third-Party Root Certification Authorities. */
export const thirdPartyRootText = (path: string): string => `certutil -addstore -f AuthRoot ${renderText(path)}`;

/** On the server. Source: KB 2964920. */
export const serviceHostTexts: readonly string[] = ['Get-Service -Name MSExchangeServiceHost', 'Start-Service -Name MSExchangeServiceHost'];

/** A text for one hybrid server, to get a certificate file onto it. */
export interface FileCommand {
  readonly server: string;
  readonly kind: 'import' | 'enable';
  /** `unchanged`: that server has it, or has it enabled for SMTP; `unknown`: that was not read */
  readonly need: 'needed' | 'unchanged' | 'unknown';
  readonly text: string;
}

/**
 * Import, then enable for SMTP, on every hybrid server. Enable-ExchangeCertificate asks whether to
 * overwrite the default SMTP certificate: the answer is No. `withKey`: the file brings the private key.
 */
export const fileCommands = (
  { thumbprint }: InstalledFacts,
  { hybridServers }: Organization,
  file: { readonly path: string | null; readonly withKey: boolean },
): FileCommand[] =>
  hybridServers.flatMap((server): FileCommand[] => {
    const copy = map(server.certificates, (store) => store.find(({ facts }) => facts.thumbprint === thumbprint));
    const isImported = map(copy, (one) => one !== undefined);
    const isEnabled = flatMap(copy, (one) =>
      one === undefined ? known(false) : map(one.services, (services) => services.includes('SMTP')),
    );
    const isEdge = server.role === 'edge';
    const place = isEdge ? null : server.name;
    const shown = (text: string): string => (isEdge ? `${onEdgeServer(server.name)}\n${text}` : text);
    return [
      {
        server: server.name,
        kind: 'import',
        need: needOf(isImported),
        text: shown(importText(place, file.path ?? pfxPath, file.withKey)),
      },
      { server: server.name, kind: 'enable', need: needOf(isEnabled), text: shown(enableText(place, thumbprint)) },
    ];
  });

/** The way of a file without its key: it completes the request of one server, and that server gives the key to the others. */
export interface AnswerCommands {
  /** For each server on which the request may have been made */
  readonly completes: readonly { readonly server: string; readonly importText: string; readonly exportText: string }[];
  /** Import of the PFX file that the first server gives */
  readonly others: readonly FileCommand[];
}

export function answerCommands(facts: InstalledFacts, organization: Organization, path: string): AnswerCommands {
  const importsOf = (file: { readonly path: string | null; readonly withKey: boolean }): readonly FileCommand[] =>
    fileCommands(facts, organization, file).filter(({ kind, need }) => kind === 'import' && need !== 'unchanged');
  const isEdge = (name: string): boolean => organization.hybridServers.some((one) => one.name === name && one.role === 'edge');
  return {
    completes: importsOf({ path, withKey: false }).map(({ server, text }) => ({
      server,
      importText: text,
      exportText: isEdge(server)
        ? `${onEdgeServer(server)}\n${exportText(null, facts.thumbprint, pfxPath)}`
        : exportText(server, facts.thumbprint, pfxPath),
    })),
    others: importsOf({ path: null, withKey: true }),
  };
}

function needOf(isDone: Known<boolean>): FileCommand['need'] {
  if (!isDone.known) return 'unknown';
  return isDone.value ? 'unchanged' : 'needed';
}
