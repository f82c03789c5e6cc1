import { resolve } from 'node:path';
import { defineConfig } from 'electron-vite';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { pageChannels, pushChannels, requestChannels } from './shared/ipc/channels.ts';
import { recordModules } from './scripts/notices/record-modules.ts';
import { fluentTokens } from './scripts/vite/fluent-tokens.ts';
import { firstFrame } from './scripts/vite/first-frame.ts';

const here = import.meta.dirname;

export default defineConfig({
  main: {
    define: { requestChannels: JSON.stringify(requestChannels) },
    plugins: [recordModules(resolve(here, 'out/bundled/main.json'))],
    build: {
      outDir: resolve(here, 'out/app/main'),
      rolldownOptions: { input: { main: resolve(here, 'src-main/main.ts') }, output: { format: 'es', entryFileNames: '[name].js' } },
    },
  },
  preload: {
    define: { channelNames: JSON.stringify({ requests: pageChannels, pushes: pushChannels }) },
    plugins: [recordModules(resolve(here, 'out/bundled/preload.json'))],
    build: {
      outDir: resolve(here, 'out/app/preload'),
      // A sandboxed preload is one CommonJS file: it cannot import others.
      rolldownOptions: {
        input: { preload: resolve(here, 'src-main/preload/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: resolve(here, 'src-renderer'),
    plugins: [
      fluentTokens(),
      firstFrame(resolve(here, 'build/icon.svg')),
      svelte({ configFile: false, compilerOptions: { runes: true } }),
      recordModules(resolve(here, 'out/bundled/renderer.json')),
    ],
    build: {
      outDir: resolve(here, 'out/app/renderer'),
      target: 'chrome130',
      rolldownOptions: {
        input: resolve(here, 'src-renderer/index.html'),
        // One file for what several parts need: the main process serves each file of the first page before it is shown. Vite's loader stays
        // out of it: with it, the first script would wait for the whole file.
        output: { codeSplitting: { groups: [{ name: 'common', minShareCount: 2, test: (id) => !id.includes('vite/preload-helper') }] } },
      },
      // One style sheet, for the same reason.
      cssCodeSplit: false,
      modulePreload: { polyfill: false },
      minify: 'oxc',
      // Inlined data would need `data:` in the content security policy.
      assetsInlineLimit: 0,
    },
  },
});
