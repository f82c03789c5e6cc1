import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openLog } from '../../../src-main/log/log.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'log-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

it('writes one line an event into its own file, without secrets and line breaks of the texts', () => {
  const file = join(folder, 'logs', 'wizard.log');
  const log = openLog(file);
  log.info('started', { version: '1.0.0', uri: 'https://admin:S3cr3t@contoso.com' });
  log.info('odd', { password: 'S3cr3t', text: 'one\n[2026-01-01] [info] {"message":"forged"}' });
  log.error('failed', new Error('pwd=S3cr3t'));
  const text = readFileSync(file, 'utf8');
  expect(text).not.toContain('S3cr3t');
  const lines = text.trimEnd().split(/\r?\n/);
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatch(/\[info\].*\{"message":"started","version":"1\.0\.0","uri":"https:\/\/\[redacted\]@contoso\.com"\}$/);
  expect(lines[2]).toMatch(/\[error\].*"name":"Error"/);
});

it.skipIf(process.platform === 'win32')('is readable by its owner only', () => {
  const file = join(folder, 'wizard.log');
  openLog(file).info('started');
  expect(statSync(file).mode & 0o077).toBe(0);
});
