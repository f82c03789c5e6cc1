/**
 * `npm run dev`: the wizard with hot reload. A changed page is shown at once; a changed preload loads the page
 * anew, and a changed main process starts the window anew. Everything of it is in out/dev, also what the
 * wizard keeps: nothing is ever packaged from there, and an installed wizard is not touched.
 */
import { mkdirSync, watch, writeFileSync } from 'node:fs';
import { createServer as createSocket } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { createServer } from 'electron-vite';
import { compileMessages } from './messages.ts';
import { root } from './root.ts';
import { isRoot } from './runtime/cache.ts';
import { hasDisplay } from './runtime/display.ts';
import { findRuntime } from './runtime/electron-runtime.ts';
import { provideSystemLibraries } from './runtime/system-libraries.ts';
import { messageOf } from '../shared/model/error.ts';

const folder = join(root, 'out/dev');
const say = (line: string): void => {
  console.log(line);
};

/** A number that no program listens on now. */
async function freePort(): Promise<number> {
  const socket = createSocket().listen(0, 'localhost');
  await once(socket, 'listening');
  const address = socket.address();
  socket.close();
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.');
  return address.port;
}

/** The page imports compiled messages, so that a changed text is shown as a changed page is. */
function followMessages(): void {
  // One change is told more than once, and two compilations must not write the same files.
  let compiling = Promise.resolve();
  watch(join(root, 'shared/messages'), (_, name) => {
    if (name === null || !/\.(?:en|ja)\.json$/.test(name)) return;
    compiling = compiling.then(compileMessages).catch((error: unknown) => {
      console.error(messageOf(error));
    });
  });
}

async function dev(): Promise<void> {
  if (!hasDisplay()) throw new Error('There is no display here. `npm start` shows the wizard without one, by pictures.');
  const runtime = await findRuntime(say);
  await provideSystemLibraries(false, say);
  await compileMessages();
  mkdirSync(folder, { recursive: true });
  const about = { name: 'hybrid-certificate-wizard', version: '0.0.0', type: 'module', main: 'main/main.js' };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(about));
  Object.assign(process.env, {
    ELECTRON_EXEC_PATH: runtime.executable,
    ELECTRON_ENTRY: folder,
    ELECTRON_CLI_ARGS: JSON.stringify([`--user-data-dir=${join(folder, 'data')}`]),
    HCW_DEV_PORT: String(await freePort()),
    ...(isRoot ? { NO_SANDBOX: '1' } : {}),
  });
  if (isRoot) say('Started by root: Chromium cannot use its sandbox, so it is off.');
  await createServer({ root, configFile: join(root, 'scripts/dev/electron.vite.config.ts') }, {});
  followMessages();
}

try {
  await dev();
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
