import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

/** Sets the seed and the number of runs of the property tests. */
const setupFiles = ['tests/properties/setup.ts'];

/** Real processes take their time, and two cores are shared by them. */
const realProcesses = { testTimeout: 120_000, hookTimeout: 180_000, fileParallelism: false, setupFiles };

export default defineConfig({
  test: {
    // By default one core is left idle, which is half of a machine with two.
    maxWorkers: '100%',
    projects: [
      { test: { name: 'unit', include: ['tests/unit/**/*.test.ts'], setupFiles, testTimeout: 120_000, hookTimeout: 120_000 } },
      { test: { name: 'simulation', include: ['tests/simulation/**/*.test.ts'], testTimeout: 600_000 } },
      {
        plugins: [svelte({ configFile: false, compilerOptions: { runes: true } }), svelteTesting()],
        test: { name: 'component', include: ['tests/component/**/*.test.ts'], environment: 'happy-dom', setupFiles },
      },
      { test: { name: 'security', include: ['tests/security/**/*.test.ts'], ...realProcesses } },
      { test: { name: 'windows', include: ['tests/windows/**/*.test.ts'], ...realProcesses } },
      { test: { name: 'powershell', include: ['tests/powershell/**/*.test.ts', 'tests/*-oracle/**/*.test.ts'], ...realProcesses } },
    ],
  },
});
