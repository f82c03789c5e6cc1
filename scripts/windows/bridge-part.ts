/** tests/windows/bridge.test.ts: the bridge in PowerShell for Windows, with a console of Japanese Windows. */
import type { PartResult } from '../test/part.ts';
import type { Ground } from './ground.ts';
import { providePowerShellForWindows } from './powershell.ts';
import { vitestOnWindows } from './vitest-on-windows.ts';
import { mounted, windowsPath } from './wine.ts';

/** Wine takes the code page of its console from the language of the system. */
const japanese = { LC_ALL: 'ja_JP.UTF-8', HCW_CODE_PAGE: '932', HCW_PWSH_VERSION: '7.6.9' } as const;

export async function runBridge(ground: Ground): Promise<PartResult> {
  const to = `${mounted}/powershell`;
  const tests = await vitestOnWindows(ground, {
    project: 'windows',
    // The others need Windows itself.
    args: ['tests/windows/bridge.test.ts'],
    mounts: [{ from: await providePowerShellForWindows(), to }],
    env: { ...japanese, HCW_PWSH: windowsPath(`${to}/pwsh.exe`) },
    timeoutMs: 30 * 60_000,
  });
  const named = (wanted: string): readonly string[] => tests.filter(({ outcome }) => outcome === wanted).map(({ name }) => name);
  for (const name of named('passed')) console.log(`passed: ${name}`);
  for (const name of named('failed')) console.log(`failed: ${name}`);
  return { kind: 'ran', passed: named('passed').length, failed: named('failed'), skipped: named('skipped') };
}
