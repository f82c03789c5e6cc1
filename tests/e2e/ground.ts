/** Before all: runtime, display and the built wizard; the workers find them in their environment. */
import { prepareWindow, type WindowGround } from '../../scripts/runtime/with-window.ts';

const variable = 'HCW_WINDOW_GROUND';

export default async function prepare(): Promise<() => void> {
  const { stop, ...ground } = await prepareWindow((line) => {
    console.log(line);
  });
  process.env[variable] = JSON.stringify(ground);
  return stop;
}

export function ground(): WindowGround {
  return JSON.parse(process.env[variable] ?? '') as WindowGround;
}
