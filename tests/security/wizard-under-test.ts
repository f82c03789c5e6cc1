/**
 * The real main process and preload in a real Electron, as an ordinary user with Chromium's sandbox on.
 * The page is a bare one: what is proven here must hold for whatever page is loaded.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright';
import { build } from 'electron-vite';
import electronViteConfig from '../../electron.vite.config.ts';
import { compileMessages } from '../../scripts/messages.ts';
import { root } from '../../scripts/root.ts';
import { hasDisplay, startDisplay } from '../../scripts/runtime/display.ts';
import { findRuntime } from '../../scripts/runtime/electron-runtime.ts';
import { asOrdinaryUser, folderForUser } from '../../scripts/runtime/ordinary-user.ts';
import { launchElectron } from '../../scripts/tour/launch.ts';
import { provideSystemLibraries } from '../../scripts/runtime/system-libraries.ts';

export interface WizardUnderTest {
  readonly application: ElectronApplication;
  readonly page: Page;
  /** Starts the program once more on the same data, and resolves with its exit code. */
  startAgain(): Promise<number | null>;
  /** Ends the process at once: nothing that a test has left open can hold it. */
  end(): Promise<void>;
}

const barePage = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Bare page</title>
<link rel="stylesheet" href="./own.css">
<style>html { --inline-style: applied }</style>
<script>globalThis.inlineScript = 'ran';</script>
<script type="module" src="./own.js"></script>
</head><body><p>Bare page</p></body></html>
`;

/** The part of the build's configuration that main and preload have; it is plain data. */
interface Part {
  readonly define?: Readonly<Record<string, string>>;
  readonly build: Readonly<Record<string, unknown>>;
}
const shipped = electronViteConfig as unknown as { readonly main: Part; readonly preload: Part };
const into = (part: Part, outDir: string): Part => ({
  ...(part.define !== undefined && { define: part.define }),
  build: { ...part.build, outDir, emptyOutDir: true },
});

/** Builds main and preload as they are shipped, and puts the bare page where the renderer would be. */
export async function buildWithBarePage(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'wizard-under-test-'));
  await compileMessages();
  const app = join(folder, 'out/app');
  const parts = { main: into(shipped.main, join(app, 'main')), preload: into(shipped.preload, join(app, 'preload')) };
  const own = join(folder, 'electron.vite.config.mjs');
  writeFileSync(own, `export default ${JSON.stringify(parts)};\n`);
  await build({ root, configFile: own, logLevel: 'error' });
  const renderer = join(app, 'renderer');
  mkdirSync(renderer, { recursive: true });
  writeFileSync(join(renderer, 'index.html'), barePage);
  writeFileSync(join(renderer, 'other.html'), barePage);
  writeFileSync(join(renderer, 'own.js'), "globalThis.ownScript = 'ran';\n");
  writeFileSync(join(renderer, 'own.css'), 'html { --own-style: applied }\n');
  // A name that the build never gives.
  writeFileSync(join(renderer, 'not%20built.js'), '');
  writeFileSync(join(folder, 'secret.html'), 'outside of the renderer');
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'wizard-under-test', version: '1.0.0', type: 'module', main: 'out/app/main/main.js' }),
  );
  execFileSync('chmod', ['-R', 'a+rX', folder]);
  return folder;
}

/** Builds, starts, and waits for the page. */
export async function startWizardUnderTest(): Promise<WizardUnderTest> {
  const say = (line: string): void => {
    console.info(line);
  };
  const display = hasDisplay() ? undefined : await provideSystemLibraries(true, say).then(startDisplay);
  const runtime = await findRuntime(say);
  const folder = await buildWithBarePage();
  const home = folderForUser('wizard-home-');
  const log = join(home, 'data/logs/wizard.log');
  const executablePath = asOrdinaryUser(runtime.executable, home);
  const env = { ...process.env, ...(display === undefined ? {} : { DISPLAY: display.name }) };
  const args = [folder, `--user-data-dir=${join(home, 'data')}`];
  const application = await launchElectron({ executablePath, args, env, chromiumSandbox: true });
  const end = async (): Promise<void> => {
    application.process().kill('SIGKILL');
    await once(application.process(), 'exit');
    display?.stop();
    rmSync(folder, { recursive: true });
    rmSync(home, { recursive: true });
  };
  const page = await application.firstWindow({ timeout: 30_000 }).catch(async (error: unknown) => {
    const told = existsSync(log) ? readFileSync(log, 'utf8') : '';
    await end();
    throw new Error(`No window came. The log: ${told}`, { cause: error });
  });
  await page.waitForLoadState('load');
  return {
    application,
    page,
    startAgain: () =>
      new Promise((resolve, reject) => {
        const second = spawn(executablePath, args, { env, stdio: 'ignore' });
        second.once('error', reject);
        second.once('exit', resolve);
      }),
    end,
  };
}
