/** `npm run --silent decode -- <file or -> [options]`: says what an error means, on plain Node. See docs/command-line.md. */
import { withoutWindow } from './check/without-window.ts';

await withoutWindow('--decode');
