/** A report as Chromium prints it. */
import type { ElectronApplication } from 'playwright';

export interface Printed {
  readonly pages: number;
  /** Words and names of hosts that stand on more than one line */
  readonly broken: readonly string[];
  readonly text: string;
  /** Whether something is wider than the paper */
  readonly isTooWide: boolean;
}

/** A4 without the margins of the style, at 96 dots an inch. */
const printedWidth = Math.floor(((210 - 2 * 12) / 25.4) * 96);

/** Prints the file on A4, and reads how its lines break at that width. The window has a session of its own: the wizard's loads no file. */
export async function print(app: ElectronApplication, path: string): Promise<Printed> {
  const opened = app.waitForEvent('window');
  const id = await app.evaluate(async ({ BrowserWindow }, file) => {
    const window = new BrowserWindow({ webPreferences: { sandbox: true, partition: 'printed report' } });
    await window.loadFile(file);
    return window.id;
  }, path);
  const page = await opened;
  await page.emulateMedia({ media: 'print', colorScheme: 'light' });
  await page.setViewportSize({ width: printedWidth, height: 1000 });
  const layout = await page.evaluate(readLayout);
  const base64 = await app.evaluate(async ({ BrowserWindow }, window) => {
    const printed = await BrowserWindow.fromId(window)?.webContents.printToPDF({ pageSize: 'A4', preferCSSPageSize: true });
    return printed?.toString('base64') ?? '';
  }, id);
  const pdf = Buffer.from(base64, 'base64').toString('latin1');
  return { ...layout, pages: pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0 };
}

/** Runs in the page. */
function readLayout(): Pick<Printed, 'broken' | 'text' | 'isTooWide'> {
  const broken: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    for (const match of (node.textContent ?? '').matchAll(/[\p{sc=Latin}\p{N}$_.=]{2,}/gu)) {
      const range = document.createRange();
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) broken.push(match[0]);
    }
  }
  return { broken, text: document.body.innerText, isTooWide: document.documentElement.scrollWidth > window.innerWidth };
}
