import * as fc from 'fast-check';
import { propertySeed, runs } from './seed.ts';

fc.configureGlobal({ seed: propertySeed(), numRuns: runs(100) });
