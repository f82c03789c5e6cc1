/** `npm run --silent check -- <files> [options]`: judges what was collected, on plain Node. See README, "Without a window". */
import { withoutWindow } from './check/without-window.ts';

await withoutWindow('--check');
