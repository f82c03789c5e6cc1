/** Builds the wizard into out/app: messages, then main, preload and renderer, then what PowerShell loads and the third-party notices. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'electron-vite';
import { compileMessages } from './messages.ts';
import { writeNotices } from './notices/third-party-notices.ts';
import { root } from './root.ts';

export async function buildApp(): Promise<void> {
  await compileMessages();
  await build({ root, logLevel: 'warn' });
  cpSync(join(root, 'src-main/powershell/module'), join(root, 'out/app/main/powershell'), { recursive: true });
  writeNotices();
}

if (import.meta.url === `file://${process.argv[1] ?? ''}`) await buildApp();
