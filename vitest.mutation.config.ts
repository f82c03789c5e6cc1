/** For `npm run mutate` alone: Stryker needs a configuration without projects, and only the tests of one room. */
import { defineConfig } from 'vitest/config';

const listed = (name: string): string[] => (process.env[name] ?? '').split(',').filter((path) => path !== '');

export default defineConfig({
  test: {
    include: listed('HCW_MUTATION_TESTS'),
    exclude: listed('HCW_MUTATION_WITHOUT'),
    // The same seed for every mutant: else a property test may fail by itself.
    setupFiles: ['tests/properties/setup.ts'],
    // One module graph for all test files: loading it anew for each of them took most of the time.
    isolate: false,
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
