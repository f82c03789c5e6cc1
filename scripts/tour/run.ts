/** The tour: the complete flow in practice mode in the real window, one picture a page, and the report. */
import { copyFile, mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { folderForUser } from '../runtime/ordinary-user.ts';
import { answerHcw, endHcw, finish, gather, plan, fix, reset } from './flow.ts';
import { openWizard } from './window.ts';

export interface TourOptions {
  readonly electron: string;
  /** Folder of the built wizard, readable for the user that the window runs as */
  readonly app: string;
  readonly out: string;
  readonly language: 'en' | 'ja';
  readonly colorScheme: 'light' | 'dark';
  readonly env: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
}

/** Throws when a page does not come; what was seen until then is in `out`. */
export async function runTour(options: TourOptions): Promise<void> {
  await rm(options.out, { recursive: true, force: true });
  await mkdir(options.out, { recursive: true });
  const reports = folderForUser('hcw-report-');
  const window = await openWizard({ electron: options.electron, app: options.app, env: options.env, language: options.language });
  let number = 0;
  const look = async (name: string): Promise<void> => {
    number += 1;
    const file = `${String(number).padStart(2, '0')}-${name}.png`;
    await window.page.screenshot({ path: join(options.out, file) });
    options.say(`${file}  ${await window.page.locator('h1').innerText()}`);
  };
  try {
    await window.page.emulateMedia({ colorScheme: options.colorScheme });
    await gather(window, { mode: 'practice' }, look);
    await plan(window, look);
    await reset(window, look);
    await answerHcw(window, 'notSelected');
    await look('hcw-not-selected');
    await fix(window, look);
    await answerHcw(window, 'selected');
    await look('hcw-selected');
    await endHcw(window);
    await finish(window, join(reports, 'report.html'), look);
    await copyFile(join(reports, 'report.html'), join(options.out, 'report.html'));
    const { size } = await stat(join(options.out, 'report.html'));
    options.say(`report.html  ${String(Math.round(size / 1024))} KB`);
  } finally {
    await window.close();
    await rm(reports, { recursive: true, force: true });
  }
}
