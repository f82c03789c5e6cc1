/** A Vite plugin that writes down which modules a build put into its output: the only source of the third-party notices. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Plugin } from 'vite';

/** `file`: receives a JSON array of module ids as Rolldown names them, sorted. */
export function recordModules(file: string): Plugin {
  let viteRoot = '';
  return {
    name: 'record-modules',
    configResolved({ root }) {
      viteRoot = root;
    },
    generateBundle(_options, bundle) {
      const ids = Object.values(bundle).flatMap((output) =>
        output.type === 'chunk' ? Object.keys(output.modules) : output.originalFileNames.map((name) => resolve(viteRoot, name)),
      );
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify([...new Set(ids)].sort(), null, 2));
    },
  };
}
