/** Findings that say the same of several servers, each server once: forty servers take no more room than three. */
import { grouped, markServer, serverMark } from '../model/same-values.ts';
import { isThumbprint } from '../x509/certificate-name.ts';
import { mostSevereFirst, type Finding } from './finding.ts';

/**
 * What the evidence of all findings of a group has in common. `ofServer`: the same but for the name of the server, for which
 * `serverMark` stands. `differs`: a thumbprint that every server has its own of.
 */
export type SharedEvidence =
  { readonly kind: 'same'; readonly text: string } | { readonly kind: 'ofServer'; readonly text: string } | { readonly kind: 'differs' };

/** What the findings of a group have in common. */
export interface SharedFinding {
  /** One of them stands for all in rule, variant and severity */
  readonly first: Finding;
  /** What they are about: servers, or other objects where no server is involved; '' for the whole organization is left out */
  readonly objects: readonly string[];
  readonly evidence: Readonly<Record<string, SharedEvidence>>;
}

export type FindingGroup = SharedFinding & { readonly findings: readonly Finding[] };

/** The most severe first; groups of one severity in the order of their first findings. */
export function groupFindings(findings: readonly Finding[]): readonly FindingGroup[] {
  const comparable = (one: Finding): unknown => Object.entries(patternsOf(one)).filter(([name]) => !isOwn(one, name));
  return grouped(mostSevereFirst(findings), (one) => JSON.stringify({ ...one, subject: '', evidence: comparable(one) })).map(groupOf);
}

function groupOf(findings: readonly [Finding, ...Finding[]]): FindingGroup {
  const [first] = findings;
  const patterns = findings.map(patternsOf);
  const evidence = Object.entries(patternsOf(first)).map(([name, pattern]): [string, SharedEvidence] => {
    const text = first.evidence[name] ?? '';
    if (findings.every((one) => one.evidence[name] === text)) return [name, { kind: 'same', text }];
    return [name, patterns.every((one) => one[name] === pattern) ? { kind: 'ofServer', text: pattern } : { kind: 'differs' }];
  });
  return {
    first,
    findings,
    objects: [...new Set(findings.map(objectOf))].filter((object) => object !== ''),
    evidence: Object.fromEntries(evidence),
  };
}

/** The server that a finding names, or the one that its connector is on; else the object that it is about. */
const objectOf = ({ evidence, subject }: Finding): string =>
  evidence['server'] ?? serverOfIdentity(evidence['connector'] ?? evidence['object'] ?? subject);

/** `EX01` of `EX01\Default Frontend EX01`; the identity of an object of the organization has no server. */
const serverOfIdentity = (identity: string): string => identity.split('\\')[0] ?? identity;

/** Evidence that can hold the name of its server, e.g. in the subject of the certificate that setup made there. */
const namingServer: ReadonlySet<string> = new Set(['server', 'connector', 'connectors', 'object', 'subject', 'names', 'name', 'detail']);

function patternsOf(one: Finding): Readonly<Record<string, string>> {
  const mark = markServer(objectOf(one));
  return Object.fromEntries(Object.entries(one.evidence).map(([name, value]) => [name, namingServer.has(name) ? mark(value) : value]));
}

/**
 * Evidence in which the findings of a group may differ: the thumbprint of a certificate that a server made for itself, a thumbprint
 * to be expected, and what is as expected.
 */
function isOwn(one: Finding, name: string): boolean {
  const { expected = '', found = '' } = one.evidence;
  if (name === 'thumbprint') return patternsOf(one)['subject']?.includes(serverMark) ?? false;
  if (name === 'expected' && isThumbprint(expected)) return true;
  return (name === 'expected' || name === 'found') && one.severity === 'ok' && expected.toLowerCase() === found.toLowerCase();
}
