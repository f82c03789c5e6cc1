/** The chosen certificate is not listed, or listed and not selected, on the HCW's page: the causes, as they are seen from here. */
import { isKnownTrue, map } from '../model/known.ts';
import type { Organization } from '../model/organization.ts';
import { serverSetText } from '../model/server-set.ts';
import { commonName, dates, keyProvider, selfSigned, status, thirdParty } from './certificate.ts';
import { about, couldNotCheck, finding, mostSevereFirst, type Finding } from './finding.ts';
import { everyServer, privateKey, services } from './installation.ts';
import { installedCertificates, type InstalledCertificate } from './installed-certificates.ts';
import { fixOf, notListedCauses, type CauseId, type Fix, type NotListedCause } from './not-listed-fixes.ts';
import { meaningOf, type HcwMeaning } from './not-listed-meanings.ts';
import { recognizeHcwMessage } from './not-listed-message.ts';
import { onReferenceServer, referenceServers } from './not-listed-reference.ts';
import { hybridName } from './post-checks.ts';

/** What the HCW shows, as the administrator says it. */
export interface HcwReport {
  /** `null` while it is not known which one is selected */
  readonly referenceServer: string | null;
  /** What the HCW said or logged; '' when nothing is at hand */
  readonly message: string;
}

export interface Cause {
  readonly id: CauseId;
  /** `found`: it applies here. `notChecked`: not known. `ruledOut`: it does not apply. */
  readonly state: 'found' | 'notChecked' | 'ruledOut';
  /** How it was seen: the findings of its rules, most severe first */
  readonly seen: readonly Finding[];
  /**
   * Why it is not known although everything was read: it depends on which server is the reference server, or it is about a
   * copy of the certificate that the reference server does not have.
   */
  readonly open: 'referenceServer' | 'missingThere' | null;
  /** What to do; `null` when there is nothing to do about it now */
  readonly fix: Fix | null;
}

const order: Readonly<Record<Cause['state'], number>> = { found: 0, notChecked: 1, ruledOut: 2 };

/**
 * Why the HCW does not list the certificate: causes found first, then those that could not be checked, each in the order of
 * likelihood. The HCW lists the certificates of the reference server, so its copy is judged; while the reference server is not
 * known, a cause is found, or ruled out, only where that holds for every server that can be it.
 */
export function causesOfNotListed(organization: Organization, thumbprint: string, report: HcwReport): Cause[] {
  const installed = installedOf(organization, thumbprint);
  if (installed === undefined) return [];
  const on = (id: NotListedCause, server: string): Cause =>
    causeOf(id, { organization, report, installed: onReferenceServer(installed, server), reference: server });
  const { referenceServer } = report;
  const candidates = referenceServers(organization);
  const areAllKnown = isKnownTrue(map(organization.servers, () => true));
  return notListedCauses
    .map((id) => {
      if (referenceServer !== null) return on(id, referenceServer);
      const anywhere = causeOf(id, { organization, report, installed, reference: null });
      const mayBeAnother = !areAllKnown && isAboutTheServer(id);
      const differs = mayBeAnother || candidates.some((server) => on(id, server).state !== anywhere.state);
      return differs ? { ...anywhere, state: 'notChecked' as const, open: 'referenceServer' as const } : anywhere;
    })
    .sort((a, b) => order[a.state] - order[b.state]);
}

/** Why the HCW lists the certificate, but has another one selected. */
export function causesOfNotSelected(organization: Organization, thumbprint: string): Cause[] {
  const installed = installedOf(organization, thumbprint);
  return installed === undefined ? [] : [decided('hybridConfiguration', [hybridName(organization, installed.name)], installed)];
}

/** What the pasted message of the HCW means: one entry for each known message in it, none where none is known. */
export function meaningsOf(organization: Organization, thumbprint: string, message: string): readonly HcwMeaning[] {
  const installed = installedOf(organization, thumbprint);
  return installed === undefined ? [] : recognizeHcwMessage(message).map((id) => meaningOf(id, organization, installed, message));
}

const installedOf = (organization: Organization, thumbprint: string): InstalledCertificate | undefined =>
  installedCertificates(organization).find(({ facts }) => facts.thumbprint === thumbprint);

interface Look {
  readonly organization: Organization;
  readonly report: HcwReport;
  /** The certificate, on the reference server alone where that is known */
  readonly installed: InstalledCertificate;
  readonly reference: string | null;
}

const seenOf: Readonly<Record<NotListedCause, (look: Look) => readonly Finding[]>> = {
  root: ({ installed }) => thirdParty(installed),
  selfSigned: ({ installed }) => [selfSigned(installed)],
  validity: ({ installed, organization: { gatheredAt } }) => [dates(installed.facts, gatheredAt), ...status(installed, gatheredAt)],
  missing: (look) => missing(look),
  commonName: ({ installed }) => [commonName(installed.facts)],
  privateKey: ({ installed }) => [...privateKey(installed), ...keyProvider(installed).filter(({ severity }) => severity === 'block')],
  serviceHost: ({ organization: { hybridServers }, report }) => [
    serviceHost(
      hybridServers.filter(({ role }) => role !== 'edge').map(({ name }) => name),
      report.message,
    ),
  ],
  services: ({ installed }) => services(installed),
};

/** Those that are about the copy on the reference server, and say nothing where it has none. */
const aboutTheCopy: ReadonlySet<CauseId> = new Set<CauseId>(['root', 'validity', 'privateKey', 'services']);

/** Those that can be otherwise on a server that is not known. */
const isAboutTheServer = (id: NotListedCause): boolean => id === 'missing' || aboutTheCopy.has(id);

/** Missing on the reference server; while that is not known, on any hybrid server. */
function missing({ installed, organization, reference }: Look): readonly Finding[] {
  if (reference === null) return everyServer(installed, [], organization.gatheredAt);
  const context = about('certificate.referenceServer', reference);
  const [unread] = installed.unread;
  if (unread !== undefined) return [couldNotCheck(context, unread.why, { server: reference })];
  if (installed.copies.length > 0) return [finding(context, 'ok', { server: reference })];
  const candidates = new Set(referenceServers(organization));
  const copies = installedOf(organization, installed.facts.thumbprint)?.copies ?? [];
  const others = copies.map(({ server }) => server).filter((server) => candidates.has(server));
  return [finding(context, 'block', { server: reference, others: serverSetText(others) })];
}

/**
 * Exchange's cmdlets do not return the state of a Windows service: it is known only when the HCW has
 * said so, and otherwise it could not be checked. Source: KB 2964920.
 */
function serviceHost(servers: readonly string[], message: string): Finding {
  const isReported = recognizeHcwMessage(message).includes('serviceHost');
  return finding(about('server.serviceHost'), isReported ? 'block' : 'unknown', { servers: servers.join(', ') });
}

function causeOf(id: NotListedCause, look: Look): Cause {
  const cause = decided(id, seenOf[id](look), look.installed);
  const isMissingThere = look.reference !== null && look.installed.missingOn.length > 0;
  if (cause.state !== 'ruledOut' || !isMissingThere || !aboutTheCopy.has(id)) return cause;
  return { ...cause, state: 'notChecked', seen: [], open: 'missingThere' };
}

/** What one rule found on several servers: one that decides is the cause, else one that could not be checked. */
function decided(id: CauseId, findings: readonly Finding[], installed: InstalledCertificate): Cause {
  const seen = mostSevereFirst(findings);
  const deciding = seen.filter(({ severity }) => severity === 'block');
  const unread = seen.filter(({ severity }) => severity === 'unknown');
  const isExpiredChain = deciding.every(({ variant }) => variant === 'chainExpired');
  if (deciding.length > 0)
    return { id, state: 'found', seen, open: null, fix: fixOf(isExpiredChain ? 'expiredChain' : id, serversOf(deciding), installed) };
  if (unread.length > 0) return { id, state: 'notChecked', seen, open: null, fix: fixOf(id, serversOf(unread), installed) };
  return { id, state: 'ruledOut', seen, open: null, fix: null };
}

/** The servers that the findings name. A root of an enterprise authority stays what it is, wherever it is put. */
const serversOf = (findings: readonly Finding[]): readonly string[] => [
  ...new Set(
    findings
      .filter(({ evidence }) => evidence['rootCAType'] !== 'Enterprise')
      .flatMap(({ evidence }) => (evidence['servers'] ?? evidence['server'] ?? '').split(', '))
      .filter((server) => server !== ''),
  ),
];
