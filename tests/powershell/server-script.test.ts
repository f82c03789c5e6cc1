/** The script that a server runs on itself, in PowerShell, against real SMTP servers. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { providePowerShell } from '../../scripts/powershell-for-tests.ts';
import { protocolName, readServerAnswer, serverScript, type ServerAnswerFile } from '../../shared/proof/server-script.ts';
import { chainOfThree } from '../unit/pki/issue.ts';
import { endServers, serve, smtp } from '../unit/pki/smtp-server.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'server-script-'));
  await writeFile(join(folder, 'ask.ps1'), serverScript);
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(endServers);

async function ask(port: number): Promise<ServerAnswerFile> {
  const path = join(folder, `${String(port)}.json`);
  const child = spawn(
    await providePowerShell(),
    ['-NoLogo', '-NoProfile', '-NonInteractive', '-File', join(folder, 'ask.ps1'), path, '127.0.0.1', String(port)],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  child.stdout.resume();
  expect(await once(child, 'close')).toEqual([0, null]);
  expect(errors).toBe('');
  const answer = readServerAnswer(await readFile(path, 'utf8'));
  if (answer === undefined) throw new Error('no answer');
  return answer;
}

describe('what a server presents', () => {
  it('is what it sends: its certificate and the issuers with it', async () => {
    const { root, intermediate, leaf } = chainOfThree({ key: 'rsa' });
    const answer = await ask(await serve(smtp([leaf, intermediate, root])));
    expect(answer).toMatchObject({ state: 'presented', detail: '', host: '127.0.0.1', answersInTls: true });
    expect(protocolName(answer.protocol)).toBe('TLSv1.2');
    const der = (one: { readonly der: Uint8Array }): string => Buffer.from(one.der).toString('base64');
    expect(answer.certificates[0]).toBe(der(leaf));
    expect(answer.certificates).toEqual(expect.arrayContaining([der(leaf), der(intermediate)]));
    const alone = await ask(await serve(smtp([leaf])));
    expect(alone.certificates).toEqual([der(leaf)]);
  });

  it('is nothing without STARTTLS, and a reason where nothing answers', async () => {
    const { leaf } = chainOfThree();
    expect(await ask(await serve(smtp([leaf], { offers: ['SIZE'] })))).toMatchObject({ state: 'notOffered', certificates: [] });
    const port = await serve(smtp([leaf]));
    await endServers();
    const refused = await ask(port);
    expect([refused.state, refused.detail === '']).toEqual(['failed', false]);
    expect(await ask(await serve(smtp([leaf], { begin: '454 4.7.0 TLS not available\r\n' })))).toMatchObject({
      state: 'failed',
      detail: '454 4.7.0 TLS not available',
    });
    expect(await ask(await serve(smtp([leaf], { inTls: null })))).toMatchObject({ state: 'presented', answersInTls: false });
  });
});
