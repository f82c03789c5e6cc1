/** For `npm run mutate` alone: Stryker needs a configuration without projects, and only the tests of one room. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: (process.env['HCW_MUTATION_TESTS'] ?? '').split(','), testTimeout: 60_000 },
});
