/** Loads the wizard once its icon is on the screen: scripts that run earlier would delay that first frame. */
import 'virtual:fluent-tokens.css';
import './theme/base.css';
import './theme/dialog.css';

/** A window that is minimized or covered paints nothing, and must work all the same. */
const longestMs = 250;

await new Promise<void>((painted) => {
  // The next task after a frame begins.
  requestAnimationFrame(() => setTimeout(painted));
  setTimeout(painted, longestMs);
});
await import('./mount.ts');
