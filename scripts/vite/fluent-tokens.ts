/** Fluent 2's tokens as custom properties: `import 'virtual:fluent-tokens.css'`. Light and dark follow the system. */
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';

const id = 'virtual:fluent-tokens.css';

interface Tokens {
  readonly webLightTheme: Readonly<Record<string, string | number>>;
  readonly webDarkTheme: Readonly<Record<string, string | number>>;
}

export function fluentTokens(): Plugin {
  return {
    name: 'fluent-tokens',
    resolveId: (source) => (source === id ? `\0${id}` : undefined),
    load: (source) => (source === `\0${id}` ? styleSheet() : undefined),
  };
}

// The package's ES modules cannot be loaded by Node as they are published; its CommonJS build can.
const tokens = (): Tokens => createRequire(import.meta.url)('@fluentui/tokens') as Tokens;

/** A color of the theme that the window has, for what is shown before the style sheet is there: `light-dark(#f5f5f5, #141414)`. */
export function tokenColor(name: string): string {
  const [light, dark] = [tokens().webLightTheme[name], tokens().webDarkTheme[name]];
  if (light === undefined || dark === undefined) throw new Error(`There is no token ${name}.`);
  return `light-dark(${String(light)}, ${String(dark)})`;
}

function styleSheet(): string {
  const { webLightTheme, webDarkTheme } = tokens();
  const changed = Object.fromEntries(Object.entries(webDarkTheme).filter(([name, value]) => webLightTheme[name] !== value));
  return `:root{${properties(webLightTheme)}}@media (prefers-color-scheme: dark){:root{${properties(changed)}}}`;
}

const properties = (theme: Readonly<Record<string, string | number>>): string =>
  Object.entries(theme)
    .map(([name, value]) => `--${name}:${String(value)};`)
    .join('');
