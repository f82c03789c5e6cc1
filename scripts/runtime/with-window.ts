/** Everything that a real window on this machine needs: runtime, libraries, display, and the wizard as built now. */
import { buildApp } from '../build.ts';
import { hasDisplay, startDisplay } from './display.ts';
import { findRuntime } from './electron-runtime.ts';
import { stageApp } from './ordinary-user.ts';
import { provideSystemLibraries } from './system-libraries.ts';

export interface WindowGround {
  /** The Electron executable */
  readonly electron: string;
  /** Folder of the built wizard, readable for the user that the window runs as */
  readonly app: string;
  /** What the process of the window gets beside its own environment */
  readonly env: Readonly<Record<string, string>>;
}

/** Throws one sentence when something is missing that cannot be provided here. */
export async function prepareWindow(say: (line: string) => void): Promise<WindowGround & { readonly stop: () => void }> {
  const runtime = await findRuntime(say);
  const needsDisplay = !hasDisplay();
  await provideSystemLibraries(needsDisplay, say);
  await buildApp();
  const display = needsDisplay ? await startDisplay() : undefined;
  return {
    electron: runtime.executable,
    app: stageApp(),
    env: display === undefined ? {} : { DISPLAY: display.name },
    stop: () => {
      display?.stop();
    },
  };
}

/** Prepares, works, and takes the display away again. */
export async function withWindow<T>(say: (line: string) => void, work: (ground: WindowGround) => Promise<T>): Promise<T> {
  const { stop, ...ground } = await prepareWindow(say);
  try {
    return await work(ground);
  } finally {
    stop();
  }
}
