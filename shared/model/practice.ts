/** The sample organizations that can be rehearsed on. */
export const practiceScenarios = [
  'renewal',
  'sameName',
  'sessionLost',
  'noHybrid',
  'serverDown',
  'denied',
  'difficultNames',
  'empty',
] as const;
export type PracticeScenario = (typeof practiceScenarios)[number];
