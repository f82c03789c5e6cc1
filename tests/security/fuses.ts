/** The fuses of a packaged program, as electron-builder.yml wants them. */
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { expect } from 'vitest';

const [off, on] = ['0'.charCodeAt(0), '1'.charCodeAt(0)];

export async function expectFusesOff(executable: string): Promise<void> {
  expect(await getCurrentFuseWire(executable)).toMatchObject({
    [FuseV1Options.RunAsNode]: off,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: off,
    [FuseV1Options.EnableNodeCliInspectArguments]: off,
    [FuseV1Options.EnableCookieEncryption]: on,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: on,
    [FuseV1Options.OnlyLoadAppFromAsar]: on,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: off,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: off,
  });
}
