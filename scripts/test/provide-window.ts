/** Whether a real window can be opened here. */
import { hasDisplay } from '../runtime/display.ts';
import { findRuntime } from '../runtime/electron-runtime.ts';
import { provideSystemLibraries } from '../runtime/system-libraries.ts';
import { messageOf } from '../../shared/model/error.ts';

/** One sentence that says what is missing; `undefined` when nothing is. Installs what it may. */
export async function provideWindow(): Promise<string | undefined> {
  const say = (line: string): void => {
    console.log(line);
  };
  try {
    await findRuntime(say);
    await provideSystemLibraries(!hasDisplay(), say);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}
