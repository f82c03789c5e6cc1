import { posix, win32 } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cacheFolder } from '../../../src-main/window/cache-folder.ts';

const roaming = 'C:\\Users\\山田\\AppData\\Roaming';
const local = 'C:\\Users\\山田\\AppData\\Local';

describe("Chromium's caches", () => {
  it.each([
    ['of the installed wizard', `${roaming}\\Hybrid Certificate Wizard`, roaming, local, `${local}\\Hybrid Certificate Wizard\\Chromium`],
    [
      'with a redirected profile',
      '\\\\fs\\u\\Hybrid Certificate Wizard',
      '\\\\fs\\u',
      local,
      `${local}\\Hybrid Certificate Wizard\\Chromium`,
    ],
    ['of data in another place', 'D:\\data', roaming, local, 'D:\\data\\Chromium'],
    ['of data beside the profile', `${roaming}2`, roaming, local, `${roaming}2\\Chromium`],
    ['where Windows names no local folder', `${roaming}\\W`, roaming, undefined, `${roaming}\\W\\Chromium`],
    ['where what it names is no whole path', `${roaming}\\W`, roaming, 'Local', `${roaming}\\W\\Chromium`],
  ])('%s are apart from what is kept', (_, data, appData, localAppData, expected) => {
    expect(cacheFolder({ data, roaming: appData, local: localAppData }, win32)).toBe(expected);
  });

  it('elsewhere have a folder of their own', () => {
    expect(cacheFolder({ data: '/home/a/.config/w', roaming: undefined, local: undefined }, posix)).toBe('/home/a/.config/w/Chromium');
  });
});
