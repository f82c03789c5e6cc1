/** Electron under Playwright. */
import { _electron, errors, type ElectronApplication } from 'playwright';

type LaunchOptions = NonNullable<Parameters<typeof _electron.launch>[0]>;

const attempts = 3;
const patienceMs = 25_000;

/** A virtual display that takes many clients at once refuses one now and then. */
const isWithoutDisplay = (error: unknown): boolean => error instanceof Error && error.message.includes('Missing X server');

/**
 * Starts Electron and takes hold of it. Playwright attaches itself while the program makes its window.
 * Where both happen at once, about one start in forty, the answer to its attaching never comes: the
 * window is there and its page is loaded, as Node's own inspector shows, but the launch does not end.
 * Playwright then ends the program, and it is started anew. What a test tries has not begun by then.
 */
export async function launchElectron(options: LaunchOptions): Promise<ElectronApplication> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await _electron.launch({ ...options, timeout: patienceMs });
    } catch (error) {
      if (attempt === attempts || !(error instanceof errors.TimeoutError || isWithoutDisplay(error))) throw error;
    }
  }
}
