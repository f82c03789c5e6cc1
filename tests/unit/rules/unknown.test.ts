/**
 * Unknown is never fine: whatever a rule found, replacing any value that it may have looked at by unknown never
 * turns a block, a warning or an open question into something that is in order, and never makes it disappear.
 */
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { impactOf } from '../../../shared/check/questions.ts';
import { unknown, unknownReasons, type Unknown } from '../../../shared/model/known.ts';
import { edgeServers, transportServers, type Organization } from '../../../shared/model/organization.ts';
import { practiceScenarios } from '../../../shared/model/sample-organization.ts';
import { draftOf } from '../../../shared/plan/method-drafts.ts';
import type { CallStep, Method } from '../../../shared/plan/plan.ts';
import { judgeFile } from '../../../shared/rules/certificate-file.ts';
import { buildTable } from '../../../shared/rules/exchange-builds.ts';
import type { Finding } from '../../../shared/rules/finding.ts';
import { judgeCertificates } from '../../../shared/rules/judge-certificates.ts';
import { compareNames, nameDanger } from '../../../shared/rules/name-change.ts';
import { causesOfNotListed } from '../../../shared/rules/not-listed.ts';
import { postChecks } from '../../../shared/rules/post-checks.ts';
import { preChecks } from '../../../shared/rules/pre-checks.ts';
import { presentedFindings } from '../../../shared/rules/presented-findings.ts';
import { referenceFindings } from '../../../shared/rules/references.ts';
import { isListedOn, isRequired } from '../../../shared/rules/rules.ts';
import { findingsOf, judged, organizationOf } from '../cli/organizations.ts';
import { certificateCases } from './certificate-cases.ts';
import { fileCases } from './file-cases.ts';
import { knownPaths, replaced, type Path } from './lost.ts';
import { postCheckCases } from './post-check-cases.ts';
import { preCheckCases } from './pre-check-cases.ts';
import { presentedCases } from './presented-cases.ts';
import { referenceCases } from './reference-cases.ts';
import { changed, facts, issuer, organization, subject } from './sample.ts';

const isOpen = ({ severity }: Finding): boolean => severity === 'block' || severity === 'warn' || severity === 'unknown';

/** While it is not known what a connector will present, there is nothing of which something could be uncertain. */
const impliedBy: Readonly<Partial<Record<Finding['rule'], Finding['rule']>>> = { 'presented.uncertainty': 'presented.after' };

/** Whether a finding answers for one that is gone: of the same object, or unknown for something that the object may belong to. */
const answersFor =
  (lost: Finding, before: readonly Finding[]) =>
  (one: Finding): boolean => {
    if (!isOpen(one) || (one.rule !== lost.rule && one.rule !== impliedBy[lost.rule])) return false;
    if (one.subject === lost.subject) return true;
    const isWider = one.subject === '' || lost.subject.startsWith(`${one.subject}\\`);
    const isNew = !before.some(
      ({ rule, variant, subject: other }) => rule === one.rule && variant === one.variant && other === one.subject,
    );
    return one.severity === 'unknown' && (isWider || isNew);
  };

/** Open findings that nothing answers for any more. */
function silenced(before: readonly Finding[], after: readonly Finding[]): string[] {
  return before
    .filter((one) => isOpen(one) && !after.some(answersFor(one, before)))
    .map(({ rule, variant, subject: object }) => `${rule} ${variant} ${object}`);
}

const chosen = { name: { issuer, subject }, facts: facts() };

/** What a method does to receive connectors. */
const receiveSteps = (value: Organization, method: Method): readonly Omit<CallStep, 'forecast' | 'weakens'>[] =>
  draftOf(value, chosen, method).steps.flatMap(({ planned }) =>
    planned.kind === 'call' && planned.read.cmdlet === 'Get-ReceiveConnector' ? [planned] : [],
  );

/** A certificate that is found on no server any more is judged no more: then a server's certificates are not known. */
function ofCertificates(value: Organization): readonly Finding[] {
  const details = preChecks(value, buildTable).filter(({ rule }) => rule === 'server.certificateDetails');
  return [...judgeCertificates(value).flatMap(({ findings }) => findings), ...details];
}

const lists: readonly (readonly [string, (value: Organization) => readonly Finding[]])[] = [
  ['certificates', ofCertificates],
  ['pre-checks', (value) => preChecks(value, buildTable)],
  ['what is presented', (value) => presentedFindings(value, chosen)],
  ['references', (value) => referenceFindings(value, chosen)],
  ['post-checks, of what was read before', (before) => postChecks({ before, after: changed(), certificate: chosen })],
  ['post-checks, of what was read after', (after) => postChecks({ before: organization(), after, certificate: chosen })],
];

let organizations: readonly Organization[];
beforeAll(async () => {
  const practice = await Promise.all(practiceScenarios.map((scenario) => organizationOf(scenario)));
  const cases = [...certificateCases, ...preCheckCases, ...presentedCases, ...referenceCases].map((one) => one.organization);
  const ofFiles = fileCases.flatMap((one) => one.organization ?? []);
  organizations = [...cases, ...ofFiles, ...postCheckCases.map(({ after }) => after), organization(), changed(), ...practice];
});

/** One organization with some of its values unknown, and the same with one more of them unknown. */
const pairs = fc.record({
  index: fc.nat(),
  lost: fc.array(fc.nat(), { maxLength: 3 }),
  last: fc.nat(),
  why: fc.constantFrom(...unknownReasons).map((reason): Unknown => unknown(reason, 'lost')),
});

function forPairs(check: (before: Organization, after: Organization, path: Path) => void, numRuns: number): void {
  fc.assert(
    fc.property(pairs, ({ index, lost, last, why }) => {
      let before = organizations[index % organizations.length] ?? organization();
      for (const place of lost) {
        const paths = knownPaths(before);
        before = replaced(before, paths[place % paths.length] ?? [], paths.length === 0 ? before : why);
      }
      const paths = knownPaths(before);
      const path = paths[last % paths.length];
      if (path !== undefined) check(before, replaced(before, path, why), path);
    }),
    { seed: 20261128, numRuns },
  );
}

/** Of a certificate that is installed on no server that could be read, only that server's certificates are left to ask about. */
const withoutGone = (before: readonly Finding[], after: readonly Finding[]): readonly Finding[] => {
  const subjects = new Set(after.map(({ subject: object }) => object));
  const isUnread = after.some(({ rule, severity }) => rule === 'server.certificateDetails' && severity === 'unknown');
  return before.filter(({ rule, subject: object }) => !isUnread || !isListedOn(rule, 'certificate') || subjects.has(object));
};

describe('a value that becomes unknown', () => {
  it.each(lists)('silences nothing in the %s', (_, find) => {
    let open = 0;
    forPairs((before, after, path) => {
      const [found, left] = [find(before), find(after)];
      open += found.filter(isOpen).length;
      expect(silenced(withoutGone(found, left), left), path.join('.')).toEqual([]);
    }, 600);
    expect(open).toBeGreaterThan(100);
  });

  it('never makes a certificate qualify', () => {
    forPairs((before, after, path) => {
      // Exchange Online may be skipped: then the verdict is about the servers, and the finding says what was not checked.
      if (path[0] === 'exchangeOnline') return;
      const verdicts = new Map(judgeCertificates(before).map(({ thumbprint, verdict }) => [thumbprint, verdict]));
      for (const { thumbprint, verdict } of judgeCertificates(after))
        if (verdict === 'qualifies') expect([verdicts.get(thumbprint), path.join('.')]).toEqual(['qualifies', path.join('.')]);
    }, 600);
  });

  it('never rules out a cause of a certificate that is not listed', () => {
    forPairs((before, after, path) => {
      const [first] = before.hybridServers;
      for (const referenceServer of first === undefined ? [null] : [null, first.name])
        for (const { facts: one } of judgeCertificates(after)) {
          const report = { referenceServer, message: '' };
          const ruledOut = causesOfNotListed(after, one.thumbprint, report).filter(({ state }) => state === 'ruledOut');
          const earlier = causesOfNotListed(before, one.thumbprint, report);
          for (const { id } of ruledOut)
            expect([earlier.find((cause) => cause.id === id)?.state, path.join('.')]).toEqual(['ruledOut', path.join('.')]);
        }
    }, 300);
  });

  it('silences nothing of a certificate file', () => {
    const file = { at: organization().gatheredAt, path: null, withKey: true, remarks: [], keyProvider: null, pss: [] } as const;
    const find = (value: Organization, hasPrivateKey: boolean | null, chain: boolean | null): readonly Finding[] =>
      judgeFile(facts({ thumbprint: 'F1' }), value, {
        ...file,
        hasPrivateKey: hasPrivateKey === null ? unknown('unreadable') : { known: true, value: hasPrivateKey },
        chainComplete: chain === null ? unknown('notReturned') : { known: true, value: chain },
      }).findings;
    forPairs((before, after, path) => {
      expect(silenced(find(before, false, false), find(after, false, false)), path.join('.')).toEqual([]);
      expect(silenced(find(before, false, false), find(before, null, false))).toEqual([]);
      expect(silenced(find(before, false, false), find(before, false, null))).toEqual([]);
    }, 600);
  });

  it('never takes the danger of another name away', () => {
    forPairs((before, after, path) => {
      const [danger, left] = [before, after].map((value) => nameDanger(compareNames(value, facts())).kind);
      if (left === 'none') expect([danger, path.join('.')]).toEqual(['none', path.join('.')]);
    }, 1000);
  });

  it.each(['reset', 'direct'] as const)('leaves a server out of the method %s, or changes nothing: never another connector', (method) => {
    forPairs((before, after, path) => {
      const objects = new Map(receiveSteps(before, method).map(({ server, object }) => [server, object]));
      const steps = receiveSteps(after, method);
      // An Edge server is left out of steps of its own.
      const others = ['', ...edgeServers(after).map(({ name }) => name)];
      const leftOut = draftOf(after, chosen, method).leftOut.filter(({ server }) => !others.includes(server));
      for (const { server, object } of steps) expect([object, path.join('.')]).toEqual([objects.get(server), path.join('.')]);
      expect([...steps, ...leftOut].map(({ server }) => server).sort()).toEqual(
        transportServers(after)
          .map(({ name }) => name)
          .sort(),
      );
    }, 1000);
  });

  it('never makes a check pass that warned, blocked or could not judge', () => {
    forPairs((before, after, path) => {
      for (const certificate of [undefined, judgeCertificates(after)[0]?.thumbprint]) {
        const asked = certificate === undefined ? {} : { certificate: certificate.toUpperCase() };
        const [earlier, later] = [judged(before, asked), judged(after, asked)];
        if (later.exitCode === 0) expect([earlier.exitCode, path.join('.')]).toEqual([0, path.join('.')]);
      }
    }, 150);
  });
});

it('an open question has an impact on every question that requires its rule', () => {
  for (const one of organizations.flatMap((value) => findingsOf(judged(value))))
    if (one.severity === 'unknown' && isRequired(one.rule, 'certificate')) expect(impactOf(one, 'certificate')).toBe('couldNotJudge');
});
