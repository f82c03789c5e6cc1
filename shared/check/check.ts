/** A collected organization, judged: data in, data out. */
import { judgeCertificates, type JudgedCertificate } from '../rules/judge-certificates.ts';
import type { Prediction } from '../rules/presented.ts';
import { map, partition } from '../model/known.ts';
import { about, couldNotCheck, finding, type Finding } from '../rules/finding.ts';
import { appError, type AppError } from '../model/error.ts';
import { resultFormat, type CheckedCertificate, type CheckFinding, type CheckResult, type Collected } from './result.ts';
import type { HybridServer, Organization } from '../model/organization.ts';
import { formatCertificateName } from '../x509/certificate-name.ts';
import type { Language } from '../messages/language.ts';
import { ageFinding, aboutCertificate, aboutCertificateInUse, exitCodes, impactOf, verdictOf, type Answer } from './questions.ts';
import { worded, wordedFinding } from './text.ts';

export interface CheckInput {
  /** ISO 8601, UTC; also the moment against which expiry is judged */
  readonly now: string;
  readonly language: Language;
  readonly program: { readonly name: string; readonly version: string };
  /** Thumbprint in upper case, or `null` to check the certificate in use */
  readonly certificate: string | null;
  readonly collected: Collected;
  /** Why something could not be read */
  readonly errors: readonly AppError[];
  /** `null` when nothing could be read */
  readonly organization: Organization | null;
}

/** Never fails: what could not be judged is in the result. */
export function checkResult(input: CheckInput): CheckResult {
  const { organization, language, certificate: chosen } = input;
  const errors = [...input.errors, ...(organization === null ? [] : withoutHybrid(organization))];
  const certificates = organization === null ? [] : judgeCertificates(organization);
  const answer = organization === null || errors.some(isAboutOrganization) ? undefined : answerOf(organization, certificates, input);
  const findings: CheckFinding[] = [
    ...(input.collected.since === null ? [] : [ageFinding(input.collected.since, input.now, language)]),
    ...(organization === null ? [] : unreadConfiguration(organization, language)),
    ...(answer?.findings ?? []),
  ];
  const judged = certificates.map((one) => checkedCertificate(one, answer, input));
  const verdict = verdictOf([...findings, ...judged.flatMap((one) => one.findings)], errors);
  return {
    format: resultFormat,
    program: { ...input.program },
    language,
    checkedAt: input.now,
    verdict,
    exitCode: exitCodes[verdict],
    errors: errors.map((error) => worded(error, language)),
    question: chosen === null ? 'inUse' : 'certificate',
    chosen,
    collected: input.collected,
    hybridServers: organization?.hybridServers.map(({ name }) => name) ?? [],
    renewal: answer?.renewal ?? null,
    certificates: judged.sort((a, b) => roles.indexOf(a.role) - roles.indexOf(b.role)),
    presented: (answer?.rows ?? []).map((row) => presentedRow(row, chosen !== null)),
    findings,
  };
}

const roles: readonly CheckedCertificate['role'][] = ['chosen', 'inUse', 'other'];

function answerOf(organization: Organization, certificates: readonly JudgedCertificate[], input: CheckInput): Answer {
  const { certificate, language } = input;
  if (certificate === null) return aboutCertificateInUse(certificates, organization, language);
  const chosen = certificates.find(({ thumbprint }) => thumbprint.toUpperCase() === certificate);
  if (chosen !== undefined) return aboutCertificate(chosen, certificates, organization, language);
  const missing = notInstalled(certificate, organization);
  return {
    ...aboutCertificateInUse(certificates, organization, language),
    certificateFindings: new Map(),
    findings: [wordedFinding(missing, impactOf(missing, 'certificate'), language)],
  };
}

/** An Edge server may have it; the HCW selects among the certificates of the others. */
function notInstalled(thumbprint: string, { hybridServers }: Organization): Finding {
  const context = about('check.installed', thumbprint);
  const stores = partition(hybridServers, (server) => server.certificates);
  const holders = stores.known.filter(({ value }) => value.some(({ facts }) => facts.thumbprint.toUpperCase() === thumbprint));
  const namesOf = (rows: readonly { readonly item: HybridServer }[]): string => rows.map(({ item }) => item.name).join(', ');
  const unread = holders.length === 0 ? stores.unknown : stores.unknown.filter(({ item }) => item.role !== 'edge');
  const evidence = { thumbprint, holders: namesOf(holders), servers: namesOf(unread) };
  if (holders.length === 0) return finding(context, unread.length > 0 ? 'unknown' : 'block', evidence);
  return finding(context, unread.length > 0 ? 'unknownOnEdge' : 'onlyOnEdge', evidence);
}

/**
 * Without a hybrid configuration, or without servers in it, there is nothing that could be in order.
 * That it is unknown is said by `unreadConfiguration`.
 */
function withoutHybrid({ hybridConfiguration: configuration, hybridServers }: Organization): AppError[] {
  return partition([configuration], (one) => one).known.flatMap(({ value }) => {
    if (value === null) return [appError('organization.noHybridConfiguration')];
    return hybridServers.length === 0 ? [appError('organization.noHybridServers')] : [];
  });
}
const isAboutOrganization = ({ code }: AppError): boolean => code.startsWith('organization.');

/** It names the servers of the hybrid deployment: while it is unread, no server was looked at. */
function unreadConfiguration({ hybridConfiguration: configuration }: Organization, language: Language): CheckFinding[] {
  return partition([configuration], (one) => one).unknown.map(({ why }) => {
    const found = couldNotCheck(about('check.organization'), why);
    return wordedFinding(found, impactOf(found, 'inUse'), language);
  });
}

function checkedCertificate(one: JudgedCertificate, answer: Answer | undefined, input: CheckInput): CheckedCertificate {
  const { thumbprint, verdict, name, facts, daysLeft, servers, missingOn, services, findings } = one;
  const isUsed = answer?.used.some((used) => used.thumbprint === thumbprint) === true;
  return {
    thumbprint,
    role: thumbprint.toUpperCase() === input.certificate ? 'chosen' : isUsed ? 'inUse' : 'other',
    verdict,
    certificateName: formatCertificateName(name),
    facts,
    daysLeft,
    servers: [...servers],
    missingOn: [...missingOn],
    services: map(services, (list) => [...list]),
    findings: [...(answer?.certificateFindings.get(thumbprint) ?? findings.map((found) => wordedFinding(found, null, input.language)))],
  };
}

const presentedRow = (row: Prediction, hasChosen: boolean): CheckResult['presented'][number] => ({
  ...row,
  after: hasChosen ? row.after : null,
});
