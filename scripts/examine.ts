/** `npm run --silent examine -- <file> [options]`: examines a certificate file, on plain Node. See README, "Without a window". */
import { withoutWindow } from './check/without-window.ts';

await withoutWindow('--examine');
