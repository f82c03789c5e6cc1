/**
 * `npm run package`: the installer for Windows, in dist. Options after `--`:
 *
 * - `--dir`: the program in a folder, for this system; with `--win` for Windows.
 * - `--electron <zip>`: an official zip of Electron where it cannot be downloaded; its sum is checked.
 * - `--prove`: any runtime, to prove the configuration. The package goes to out/package-proof and says that it is not for use.
 * - `--out <folder>`: another folder than these.
 *
 * The tools of the installer are downloaded by electron-builder, or named to it where they cannot be:
 * ELECTRON_BUILDER_7ZIP_PATH, ELECTRON_BUILDER_NSIS_DIR and ELECTRON_BUILDER_NSIS_RESOURCES_DIR. Elsewhere than
 * on Windows it also needs `wine`, which makes the program that removes the wizard.
 */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { packageWizard } from './package-wizard.ts';
import { root } from './root.ts';
import { messageOf } from '../shared/model/error.ts';

const { values } = parseArgs({
  options: {
    dir: { type: 'boolean', default: false },
    win: { type: 'boolean', default: false },
    prove: { type: 'boolean', default: false },
    electron: { type: 'string' },
    out: { type: 'string' },
  },
});
const say = (line: string): void => {
  console.log(line);
};

try {
  const out = resolve(values.out ?? join(root, values.prove ? 'out/package-proof' : 'dist'));
  const files = await packageWizard(
    {
      platform: values.dir && !values.win ? process.platform : 'win32',
      named: values.electron === undefined ? undefined : resolve(values.electron),
      prove: values.prove,
      unpacked: values.dir,
      out,
    },
    say,
  );
  for (const path of files) say(path);
  say(values.prove ? `NOT FOR USE, a proof of the configuration only: ${out}` : `The package is in ${out}.`);
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
