/** `npm run --silent pack -- <folder of a run> --zip <file>.zip`: writes the ticket pack of a run, on plain Node. See docs/command-line.md. */
import { withoutWindow } from './check/without-window.ts';

await withoutWindow('--pack');
