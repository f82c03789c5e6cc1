/** What an administrator hands over before and after a change, saved from the real window: change request, PDF, ticket pack, the same for people outside, and calendar entry. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from '@playwright/test';
import { strFromU8, unzipSync, zipSync } from 'fflate/browser';
import { answerHcw, endHcw, finish, fix, gather, plan, reset } from '../../scripts/tour/flow.ts';
import { root } from '../../scripts/root.ts';
import { runsOf } from './runs.ts';
import { test } from './wizard.ts';

/** The command line on plain Node, as an administrator runs it from the sources. */
async function verifyPack(file: string): Promise<{ readonly code: number; readonly out: string }> {
  const args = ['--import', 'tsx', join(root, 'scripts/verify-pack.ts'), file, '--language', 'en'];
  try {
    return { code: 0, out: (await promisify(execFile)(process.execPath, args, { cwd: root })).stdout };
  } catch (error) {
    const { code, stdout } = error as { readonly code: number; readonly stdout: string };
    return { code, out: stdout };
  }
}

for (const language of ['en', 'ja'] as const) {
  test(`change request, PDF, ticket packs and calendar entry are saved, and the packs are checked without the window (${language})`, async ({
    open,
    folder,
  }) => {
    test.slow();
    const window = await open({ language });
    const { page, app } = window;
    await gather(window, { mode: 'practice' });
    await plan(window);
    const save = async (button: string, name: string): Promise<string> => {
      const path = join(folder, name);
      await window.saveTo(path);
      await page.getByTestId(button).click();
      await page.getByText(path).waitFor();
      return path;
    };
    const request = await save('save-request', 'request.zip');
    const requested = unzipSync(readFileSync(request));
    expect(Object.keys(requested).sort()).toEqual(
      ['README.txt', 'apply.ps1', 'manifest.json', 'request.html', 'request.json', 'request.pdf', 'undo.ps1'].sort(),
    );
    expect(strFromU8(requested['request.html'] ?? new Uint8Array())).toContain(`<html lang="${language}">`);
    expect(strFromU8(requested['request.pdf'] ?? new Uint8Array(), true)).toMatch(/^%PDF-/);
    expect(await verifyPack(request)).toMatchObject({ code: 0, out: expect.stringContaining('Plan: plan-') });
    expect(existsSync(join(window.data, 'runs'))).toBe(false);
    await page.getByRole('button', { name: language === 'en' ? 'Copy as one line' : '1 行でコピー' }).click();
    await expect
      .poll(() => app.evaluate(({ clipboard }) => clipboard.readText()))
      .toMatch(language === 'en' ? /^Planned, nothing changed yet: [^\n]+$/ : /^計画 \(未変更\): [^\n]+$/);

    await reset(window);
    await answerHcw(window, 'notSelected');
    await fix(window);
    await answerHcw(window, 'selected');
    await endHcw(window);
    await finish(window, join(folder, 'report.html'));
    const pdf = readFileSync(await save('save-pdf', 'report.pdf'));
    const source = pdf.toString('latin1');
    expect(source.startsWith('%PDF-')).toBe(true);
    const pages = source.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    expect(pages).toBeGreaterThan(1);
    expect(pages).toBeLessThanOrEqual(4);
    // Tagged, with an outline of its headings
    for (const mark of ['/MarkInfo', '/StructTreeRoot', '/Outlines', `/Lang (${language}`]) expect(source).toContain(mark);

    const pack = await save('save-pack-apply', 'pack.zip');
    const files = unzipSync(readFileSync(pack));
    const [run = ''] = runsOf(window.data);
    for (const name of ['plan.json', 'snapshot.json', 'journal.jsonl', 'apply.ps1', 'undo.ps1'])
      expect(Buffer.from(files[name] ?? []).equals(readFileSync(join(window.data, 'runs', run, name))), name).toBe(true);
    expect(strFromU8(files['report.html'] ?? new Uint8Array())).toContain(`<html lang="${language}">`);
    expect(strFromU8(files['report.pdf'] ?? new Uint8Array(), true)).toMatch(/^%PDF-/);
    expect(await verifyPack(pack)).toMatchObject({ code: 0, out: expect.stringContaining('files match the manifest') });
    const changed = join(folder, 'changed.zip');
    writeFileSync(changed, zipSync({ ...files, 'undo.ps1': new Uint8Array([1]) }));
    expect(await verifyPack(changed)).toMatchObject({ code: 2, out: expect.stringContaining('  undo.ps1: differs') });

    await page.locator('details:has([data-testid="share-preview"]) > summary').first().click();
    await page.getByTestId('share-preview').first().click();
    await page.locator('th', { hasText: 'mail.contoso.com' }).first().waitFor();
    const shared = await save('share-pack', 'shared.zip');
    expect(await verifyPack(shared)).toMatchObject({ code: 0, out: expect.stringContaining('Redacted for sharing') });
    for (const [name, content] of Object.entries(unzipSync(readFileSync(shared))))
      if (name !== 'report.pdf') expect(strFromU8(content), name).not.toMatch(/\bEX0\d\b|contoso/i);

    expect(readFileSync(await save('save-calendar', 'renewal.ics'), 'utf8')).toMatch(/^BEGIN:VCALENDAR\r\n/);
    // The smallest window, with the names of both runs on its buttons
    await app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.setSize(880, 600);
    });
    await expect.poll(() => page.evaluate<number>('innerWidth')).toBeLessThanOrEqual(880);
    expect(await page.locator('main').evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
    // The window that printed is gone.
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });
}
