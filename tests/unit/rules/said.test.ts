/** What the rules say in each case of the tables, in full: the files in said/ are read by people when they change. */
import { expect, it } from 'vitest';
import { causesOfNotListed, causesOfNotSelected, meaningsOf } from '../../../shared/rules/not-listed.ts';
import { predictPresented } from '../../../shared/rules/presented.ts';
import { certificateReferences } from '../../../shared/rules/references.ts';
import { ruleIds } from '../../../shared/rules/rules.ts';
import { judgedCases } from './all-cases.ts';
import { hcwMessage, notListedReports } from './not-listed-cases.ts';
import { presentedCases } from './presented-cases.ts';
import { referenceCases } from './reference-cases.ts';
import { facts, issuer, organization, subject } from './sample.ts';

const name = { issuer, subject };
const lines = (title: string, rows: readonly unknown[]): readonly string[] => [title, ...rows.map((row) => `  ${JSON.stringify(row)}`)];

it('findings, with their evidence', async () => {
  const said = judgedCases().flatMap(({ rule, title, findings }) => [
    `${rule}: ${title}`,
    ...findings
      .filter((finding) => finding.rule === rule)
      .map(({ severity, variant, subject: object, evidence }) => `  ${severity} ${variant} [${object}] ${JSON.stringify(evidence)}`),
  ]);
  await expect(said.join('\n')).toMatchFileSnapshot('said/findings.txt');
});

it('nothing but findings of rules', () => {
  const rules = new Set(judgedCases().flatMap(({ findings }) => findings.map(({ rule }) => rule)));
  expect([...rules].filter((rule) => !ruleIds.includes(rule))).toEqual([]);
});

it('every object that names a certificate, and what is to be set', async () => {
  const said = referenceCases.flatMap(({ title, organization: value, facts: changes }) =>
    lines(title, certificateReferences(value, { facts: facts(changes), name })),
  );
  await expect(said.join('\n')).toMatchFileSnapshot('said/references.txt');
});

it('what each server presents', async () => {
  const said = presentedCases.flatMap(({ title, organization: value }) => lines(title, predictPresented(value, name)));
  await expect(said.join('\n')).toMatchFileSnapshot('said/presented.txt');
});

it('why a certificate is not listed or not selected, what the HCW means, and what helps', async () => {
  const said = [
    ...notListedReports.flatMap(({ organization: value, report }) =>
      lines(
        JSON.stringify(report),
        causesOfNotListed(value, 'A1', report).filter(({ state }) => state !== 'ruledOut'),
      ),
    ),
    ...lines('not selected', causesOfNotSelected(organization(), 'A1')),
    ...Object.entries(hcwMessage).flatMap(([id, message]) => lines(id, meaningsOf(organization(), 'A1', message))),
  ];
  await expect(said.join('\n')).toMatchFileSnapshot('said/not-listed.txt');
});
