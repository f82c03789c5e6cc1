/** What the notices say about packages whose own files do not say it. Everything else is read from node_modules. */

interface LicenseNote {
  /** The license that applies, where package.json names none or offers a choice (SPDX) */
  readonly license?: string;
  /** For a package that is published without its license text: a copy in `licenses/`, of this version and from this address */
  readonly text?: { readonly file: string; readonly version: string; readonly source: string };
  /** The license text ends before this line; what follows is about code that is not bundled, or a license that is not used */
  readonly endsBefore?: string;
}

const childShell = (version: string): LicenseNote => ({
  text: { file: 'child-shell.txt', version, source: 'https://github.com/rannn505/child-shell/blob/master/LICENSE' },
});

export const licenseNotes: Readonly<Record<string, LicenseNote>> = {
  '@fluentui/svg-icons': {
    text: {
      file: 'fluentui-system-icons.txt',
      version: '1.1.343',
      source: 'https://github.com/microsoft/fluentui-system-icons/blob/main/LICENSE',
    },
  },
  'accumulate-stream': childShell('5.0.0'),
  'child-shell': childShell('5.0.0'),
  'node-powershell': childShell('5.0.1'),
  'trim-buffer': childShell('5.0.0'),
  saxes: { text: { file: 'saxes.txt', version: '6.0.0', source: 'https://github.com/lddubeau/saxes/blob/master/LICENSE' } },
  'node-forge': { license: 'BSD-3-Clause', endsBefore: '        GNU GENERAL PUBLIC LICENSE' },
  'svelte-toolbelt': { license: 'MIT' },
  // Only the small runtime that Vite writes into the page is bundled, not the packages inside Vite.
  vite: { endsBefore: '# Licenses of bundled dependencies' },
};

/** Licenses that allow the package to be shipped as it is, with its text (SPDX). Another one is a decision for people. */
export const acceptedLicenses: readonly string[] = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT'];

/** Modules that have no file of their own, and the package whose code or data they are. */
export const generatedModules: readonly { readonly id: RegExp; readonly package: string }[] = [
  { id: /^\0rolldown\//, package: 'rolldown' },
  { id: /^\0vite\//, package: 'vite' },
  { id: /^\0virtual:fluent-tokens\.css$/, package: '@fluentui/tokens' },
  { id: /\/shared\/messages\/compiled\//, package: '@inlang/paraglide-js' },
];
