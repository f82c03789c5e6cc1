/** Microsoft's list of Exchange builds, from its CSV form. */
import type { Build, BuildTable } from '../shared/rules/exchange-builds.ts';

const header = 'Product Name,Build Number,Date,KB,Blog';

/**
 * The table, oldest entry first as in the list. Dates of the list are M/D/YYYY; numbers may have
 * leading zeros (`15.00.1497.002`). Throws on a line that it does not understand: a build must not
 * be lost without anybody seeing it.
 */
export function buildTableFromCsv(csv: string): BuildTable {
  const [first, ...lines] = csv
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  if (first?.trim() !== header) throw new Error(`Unexpected header: ${first ?? ''}`);
  const builds = lines.map(buildOf);
  const newest = builds
    .map(({ date }) => date)
    .sort()
    .at(-1);
  if (newest === undefined) throw new Error('The list is empty.');
  return { source: 'https://github.com/microsoft/Get-ExchangeBuildNumber', newest, builds };
}

function buildOf(line: string): Build {
  const [name = '', number = '', date = '', kb = ''] = line.split(',').map((cell) => cell.trim());
  const [, month, day, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(date) ?? [];
  if (name === '' || !/^\d+(\.\d+){3}$/.test(number) || month === undefined || day === undefined || year === undefined) {
    throw new Error(`Unexpected line: ${line}`);
  }
  return {
    version: number.split('.').map(Number).join('.'),
    name,
    date: `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`,
    kb,
  };
}
