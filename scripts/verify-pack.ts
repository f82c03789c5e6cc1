/** `npm run --silent verify-pack -- <file>.zip`: checks a ticket pack, on plain Node. See docs/command-line.md. */
import { withoutWindow } from './check/without-window.ts';

await withoutWindow('--verify-pack');
