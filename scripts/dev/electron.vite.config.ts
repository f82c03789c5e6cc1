/** The build as it is shipped, watched, into out/dev, with two guards of the main process put in place of those that are shipped. */
import { cpSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { defineConfig, type UserConfig } from 'electron-vite';
import { normalizePath, type Plugin } from 'vite';

const root = resolve(import.meta.dirname, '../..');
const out = join(root, 'out/dev');
const port = Number(process.env['HCW_DEV_PORT']);
const file = (path: string): string => normalizePath(join(root, path));

const guards: Readonly<Record<string, string>> = {
  [file('src-main/security/app-protocol.ts')]: file('scripts/dev/app-protocol.ts'),
  [file('src-main/security/no-network.ts')]: file('scripts/dev/no-network.ts'),
};

/** A guard of development may itself use the one it stands for. */
const developmentGuards: Plugin = {
  name: 'development-guards',
  enforce: 'pre',
  async resolveId(source, importer, options) {
    const resolved = await this.resolve(source, importer, { ...options, skipSelf: true });
    if (resolved === null || (importer !== undefined && Object.values(guards).includes(normalizePath(importer)))) return resolved;
    return guards[normalizePath(resolved.id)] ?? resolved;
  },
};

const powershellModule: Plugin = {
  name: 'powershell-module',
  closeBundle() {
    cpSync(join(root, 'src-main/powershell/module'), join(out, 'main/powershell'), { recursive: true });
  },
};

// By its address, so that it is not bundled into this file: its paths begin where it is.
const shipped = (await import(pathToFileURL(join(root, 'electron.vite.config.ts')).href)) as { readonly default: UserConfig };
const { main, preload, renderer } = shipped.default;

export default defineConfig({
  main: {
    ...main,
    plugins: [developmentGuards, powershellModule],
    build: { ...main?.build, outDir: join(out, 'main'), emptyOutDir: true, watch: {} },
  },
  preload: { ...preload, build: { ...preload?.build, outDir: join(out, 'preload'), emptyOutDir: true, watch: {} } },
  renderer: {
    ...renderer,
    server: {
      host: 'localhost',
      port,
      strictPort: true,
      // The page has an origin of its own, so it has to be told where the server is. What the server wants to
      // show over the page is markup, which the page's policy refuses: errors are on the terminal.
      hmr: { protocol: 'ws', host: 'localhost', clientPort: port, overlay: false },
    },
  },
});
