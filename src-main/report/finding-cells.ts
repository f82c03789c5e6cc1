/** The cells that a group of findings has in the report and in the result of a check alike. */
import { groupText, ruleTitle } from '../../shared/messages/finding-text.ts';
import { textOf } from '../../shared/messages/labels.ts';
import type { Language } from '../../shared/messages/language.ts';
import type { FindingGroup } from '../../shared/rules/finding-groups.ts';
import { element, fragment, type Html } from './html.ts';

/** The rule with what it is about, the severity, and the text. */
export function findingCells(group: FindingGroup, language: Language): readonly [rule: Html, severity: Html, text: string] {
  const { first, objects } = group;
  const { label, text } = groupText(group, language);
  const subject = label === '' && objects.length === 1 ? first.subject : label;
  return [
    fragment(ruleTitle(first.rule, language), subject === '' ? '' : ` · ${subject}`),
    element('span', { class: first.severity }, textOf(`report_severity_${first.severity}`, language)),
    text,
  ];
}
