/** How a certificate file gets onto every hybrid server: texts for the administrator. */
import type { CertificateFacts, ServerCertificate } from '../../model/certificate.ts';
import { knownOr, type Known } from '../../model/known.ts';
import type { HybridServer, Organization } from '../../model/organization.ts';
import { enableText, importText, pfxPath } from '../certificate-commands.ts';

export interface FileCommand {
  readonly server: string;
  readonly kind: 'import' | 'enable';
  /** `alreadySo`: that server has it, or has it enabled for SMTP; `unknown`: that was not read */
  readonly need: 'needed' | 'alreadySo' | 'unknown';
  readonly text: string;
}

/**
 * Import, then enable for SMTP, on every hybrid server. Enable-ExchangeCertificate asks whether to
 * overwrite the default SMTP certificate: the answer is No.
 */
export const fileCommands = (
  facts: CertificateFacts,
  { hybridServers }: Organization,
  file: { readonly path: string | null; readonly hasPrivateKey: Known<boolean> },
): FileCommand[] =>
  hybridServers.flatMap((server): FileCommand[] => {
    const withKey = knownOr(file.hasPrivateKey, true);
    return [
      {
        server: server.name,
        kind: 'import',
        need: importNeed(server, facts),
        text: importText(server.name, file.path ?? pfxPath, withKey),
      },
      { server: server.name, kind: 'enable', need: enableNeed(server, facts), text: enableText(server.name, facts.thumbprint) },
    ];
  });

const copyOf = ({ certificates }: HybridServer, { thumbprint }: CertificateFacts): ServerCertificate | undefined =>
  certificates.known ? certificates.value.find(({ facts }) => facts.thumbprint === thumbprint) : undefined;

function importNeed(server: HybridServer, facts: CertificateFacts): FileCommand['need'] {
  if (!server.certificates.known) return 'unknown';
  return copyOf(server, facts) === undefined ? 'needed' : 'alreadySo';
}

function enableNeed(server: HybridServer, facts: CertificateFacts): FileCommand['need'] {
  if (!server.certificates.known) return 'unknown';
  const services = copyOf(server, facts)?.services;
  if (services === undefined) return 'needed';
  if (!services.known) return 'unknown';
  return services.value.includes('SMTP') ? 'alreadySo' : 'needed';
}
