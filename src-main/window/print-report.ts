/** A report as PDF, printed by Chromium in a window that is never shown. */
import { app, BrowserWindow, type PrintToPDFOptions } from 'electron';
import { serveReport } from '../security/report-page.ts';

/** Where paper is US Letter, by the Unicode CLDR (paperSize). */
const letterCountries: ReadonlySet<string> = new Set('BZ CA CL CO CR GT MX NI PA PH PR SV US VE'.split(' '));

/** Points; the fonts of a header and footer are not those of the page. */
const pageNumber =
  '<div style="width: 100%; margin: 0 12mm; text-align: right; font: 7pt sans-serif">' +
  '<span class="pageNumber"></span> / <span class="totalPages"></span></div>';

const optionsFor = (country: string): PrintToPDFOptions => ({
  pageSize: letterCountries.has(country) ? 'Letter' : 'A4',
  // Headings and tables as such for screen readers, and an outline of the headings
  generateTaggedPDF: true,
  generateDocumentOutline: true,
  displayHeaderFooter: true,
  headerTemplate: '<span></span>',
  footerTemplate: pageNumber,
});

/** Longer than the report of forty servers takes on a slow machine. */
const limitMs = 60_000;

/** Rejects when the page ends by itself, or takes too long. */
export async function printReport(html: string): Promise<Uint8Array> {
  const { url, webPreferences, end } = serveReport(html);
  const window = new BrowserWindow({ show: false, webPreferences });
  let timer: NodeJS.Timeout | undefined;
  const failed = new Promise<never>((_, reject) => {
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      reject(new Error(`The page ended: ${reason}`));
    });
    timer = setTimeout(() => {
      reject(new Error(`Printing took more than ${String(limitMs)} ms.`));
    }, limitMs);
  });
  const printed = async (): Promise<Uint8Array> => {
    await window.loadURL(url);
    return window.webContents.printToPDF(optionsFor(app.getLocaleCountryCode()));
  };
  try {
    return await Promise.race([printed(), failed]);
  } finally {
    clearTimeout(timer);
    window.destroy();
    end();
  }
}
