/** Whether two values of the report are known and the same; an unknown one is never the same as anything. */
import type { ReportValue } from './values.ts';

export const sameValuesText = (before: ReportValue, after: ReportValue): boolean =>
  before.known && after.known && (before.value ?? '') === (after.value ?? '');
