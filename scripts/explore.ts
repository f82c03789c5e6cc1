/**
 * `npm run test:explore [seed]`: the property tests of the unit tests with a random seed, or with the one
 * that is named, and with 20 times as many runs. What it finds becomes an example in the ordinary tests.
 */
import { randomInt } from 'node:crypto';
import { factorVariable, seedVariable } from '../tests/properties/seed.ts';
import { compileMessages } from './messages.ts';
import { runTool } from './test/command.ts';

const seed = process.argv[2] ?? String(randomInt(2 ** 31));
console.log(`Property tests: seed ${seed}. To repeat this run: npm run test:explore ${seed}`);
const env = { ...process.env, [seedVariable]: seed, [factorVariable]: '20' };
await compileMessages();
process.exitCode = await runTool('vitest/vitest.mjs', ['run', '--project', 'unit', '--testTimeout', '600000'], env);
