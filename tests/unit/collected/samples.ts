/** Text captured from real shells; it is not part of the product. */
import { existsSync, readFileSync } from 'node:fs';

export const samplesFolder = new URL('../../../../shared/samples/', import.meta.url);

export const hasTextSamples = existsSync(samplesFolder);
if (!hasTextSamples) console.warn(`SKIPPED: tests against captured text, since ${samplesFolder.pathname} is absent.`);

export const sampleText = (name: string): string => readFileSync(new URL(name, samplesFolder), 'utf8');
