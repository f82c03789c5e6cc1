import { expect, it } from 'vitest';
import { findingText } from '../../../shared/messages/finding-text.ts';
import { about, finding } from '../../../shared/rules/finding.ts';

it('names the servers of a finding as a set, and leaves the finding as it is', () => {
  const found = finding(about('certificate.everyServer', 'A1'), 'block', { servers: 'EX01, EX02, EX03, EX05' });
  expect(findingText(found, 'en')).toContain('Missing on EX01–EX03, EX05.');
  expect(found.evidence['servers']).toBe('EX01, EX02, EX03, EX05');
});
