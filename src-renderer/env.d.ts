/** What the preload and the build add to the window's world. */
import type { WizardBridge } from '../shared/ipc/channels.ts';

declare global {
  interface Window {
    readonly wizard: WizardBridge;
  }
}
