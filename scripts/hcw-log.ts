/** `npm run --silent hcw-log -- <file or folder> [options]`: says what a log of the HCW answers, on plain Node. See docs/command-line.md. */
import { withoutWindow } from './check/without-window.ts';

await withoutWindow('--hcw-log');
