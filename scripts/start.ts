/**
 * `npm start`: builds the wizard and opens it. Without a display, or with `--tour`, the complete flow is
 * driven in practice mode on a virtual one, with a picture of every page in out/tour.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildApp } from './build.ts';
import { root } from './root.ts';
import { isRoot } from './runtime/cache.ts';
import { hasDisplay } from './runtime/display.ts';
import { findRuntime, type Runtime } from './runtime/electron-runtime.ts';
import { provideSystemLibraries } from './runtime/system-libraries.ts';
import { withWindow } from './runtime/with-window.ts';
import { runTour } from './tour/run.ts';
import { messageOf } from '../shared/model/error.ts';

const { values } = parseArgs({
  options: {
    tour: { type: 'boolean', default: false },
    language: { type: 'string', default: 'en' },
    dark: { type: 'boolean', default: false },
    out: { type: 'string', default: join(root, 'out/tour') },
  },
});
const say = (line: string): void => {
  console.log(line);
};

async function open(): Promise<number> {
  const runtime = await findRuntime(say);
  await provideSystemLibraries(false, say);
  await buildApp();
  return ended(runtime);
}

/** The exit code of the wizard. */
async function ended(runtime: Runtime): Promise<number> {
  if (isRoot) say('Started by root: Chromium cannot use its sandbox, so it is off. Start it as an ordinary user to have it on.');
  const child = spawn(runtime.executable, [...(isRoot ? ['--no-sandbox'] : []), root], { stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

async function tour(): Promise<number> {
  if (!values.tour) say('There is no display here. The tour runs on a virtual one: the complete flow in practice mode.');
  await withWindow(say, (window) =>
    runTour({
      ...window,
      out: values.out,
      language: values.language === 'ja' ? 'ja' : 'en',
      colorScheme: values.dark ? 'dark' : 'light',
      say,
    }),
  );
  say(`The pictures and the report are in ${values.out}.`);
  return 0;
}

try {
  process.exitCode = values.tour || !hasDisplay() ? await tour() : await open();
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
