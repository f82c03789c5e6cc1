import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'out/test/e2e',
  globalSetup: './tests/e2e/global-setup.ts',
  // Each test has a window, and some have two PowerShell processes beside it.
  workers: 2,
  fullyParallel: true,
  // A test that passes only when it is run again is a defect, not noise.
  retries: 0,
  forbidOnly: process.env['CI'] === 'true',
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: 'out/test/e2e.json' }]],
});
