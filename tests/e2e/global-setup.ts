/** Global setup: the Electron runtime, a display, and the built wizard, passed to the workers by environment variables. */
import { prepareWindow, type WindowGround } from '../../scripts/runtime/with-window.ts';

const variable = 'HCW_WINDOW_GROUND';

export default async function prepare(): Promise<() => void> {
  const { stop, ...windowContext } = await prepareWindow((line) => {
    console.log(line);
  });
  process.env[variable] = JSON.stringify(windowContext);
  return stop;
}

export function windowContext(): WindowGround {
  return JSON.parse(process.env[variable] ?? '') as WindowGround;
}
