/** The chosen certificate is not selected, or not listed, on the HCW's page: the causes, as they are seen from here. */
import type { Organization } from '../model/organization.ts';
import { commonName, dates, keyProvider, selfSigned, status, thirdParty } from './certificate.ts';
import { installedCertificates, othersOfSameName, type InstalledCertificate } from './installed-certificates.ts';
import { everyServer, privateKey, services } from './installation.ts';
import { about, finding, mostSevereFirst, type Finding } from './finding.ts';
import { causeIds, fixOf, type CauseId, type Fix } from './not-listed-fixes.ts';
import { hybridName } from './post-checks.ts';

/** What the HCW says while the service is stopped (KB 2964920). */
const complaint = /No valid certificate exists for the Hub Transport server/i;

/**
 * Exchange's cmdlets do not return the state of a Windows service: it is known only when the HCW has
 * said so, and otherwise it could not be checked. `hcwText`: what the HCW said or logged. Source: KB 2964920.
 */
export function serviceHost(servers: readonly string[], hcwText: string): Finding {
  return finding(about('server.serviceHost'), complaint.test(hcwText) ? 'block' : 'unknown', { servers: servers.join(', ') });
}

export interface Cause {
  readonly id: CauseId;
  /** `found`: it applies here. `notChecked`: not known. `ruledOut`: it does not apply. */
  readonly state: 'found' | 'notChecked' | 'ruledOut';
  /** How it was seen: the findings of its rules, most severe first */
  readonly seen: readonly Finding[];
  /** What to do; `null` when it is ruled out */
  readonly fix: Fix | null;
}

const order: Readonly<Record<Cause['state'], number>> = { found: 0, notChecked: 1, ruledOut: 2 };

/**
 * Every cause: those found first, then those that could not be checked, each in the order of
 * likelihood. `hcwText`: what the HCW said or logged, '' when nothing is at hand. Nothing when no
 * server has the certificate of that thumbprint.
 */
export function causesOfNotListed(organization: Organization, thumbprint: string, hcwText: string): Cause[] {
  const all = installedCertificates(organization);
  const installed = all.find(({ facts }) => facts.thumbprint === thumbprint);
  if (installed === undefined) return [];
  return causeIds
    .map((id) => causeOf(id, seenOf[id](installed, organization, hcwText, othersOfSameName(all)(installed)), installed))
    .sort((a, b) => order[a.state] - order[b.state]);
}

type Look = (
  installed: InstalledCertificate,
  organization: Organization,
  hcwText: string,
  others: readonly InstalledCertificate[],
) => readonly Finding[];

const seenOf: Readonly<Record<CauseId, Look>> = {
  hybridConfiguration: ({ name }, organization) => [hybridName(organization, name)],
  root: (installed) => thirdParty(installed),
  services: (installed) => services(installed),
  selfSigned: (installed) => [selfSigned(installed)],
  validity: (installed, { gatheredAt }) => [dates(installed.facts, gatheredAt), ...status(installed, gatheredAt)],
  missing: (installed, { gatheredAt }, _, others) => everyServer(installed, others, gatheredAt),
  commonName: ({ facts }) => [commonName(facts)],
  privateKey: (installed) => [...privateKey(installed), ...keyProvider(installed).filter(({ severity }) => severity === 'block')],
  serviceHost: (_, { hybridServers }, hcwText) => [
    serviceHost(
      hybridServers.map(({ name }) => name),
      hcwText,
    ),
  ],
};

/** What one rule found on several servers: one that decides is the cause, else one that could not be checked. */
function causeOf(id: CauseId, findings: readonly Finding[], installed: InstalledCertificate): Cause {
  const seen = mostSevereFirst(findings);
  const deciding = seen.filter(({ severity }) => severity === 'block' || (id === 'missing' && severity === 'warn'));
  const unread = seen.filter(({ severity }) => severity === 'unknown');
  const isExpiredChain = deciding.every(({ variant }) => variant === 'chainExpired');
  if (deciding.length > 0)
    return { id, state: 'found', seen, fix: fixOf(isExpiredChain ? 'expiredChain' : id, serversOf(deciding), installed) };
  if (unread.length > 0) return { id, state: 'notChecked', seen, fix: fixOf(id, serversOf(unread), installed) };
  return { id, state: 'ruledOut', seen, fix: null };
}

/** The servers that the findings name. A root of an enterprise authority stays what it is, wherever it is put. */
const serversOf = (findings: readonly Finding[]): readonly string[] => [
  ...new Set(
    findings
      .filter(({ evidence }) => evidence['rootCAType'] !== 'Enterprise')
      .flatMap(({ evidence }) => (evidence['servers'] ?? '').split(', '))
      .filter((server) => server !== ''),
  ),
];
