/**
 * Writes shared/rules/exchange-builds.json from Microsoft's list of Exchange builds.
 * Usage: npx tsx scripts/exchange-builds.ts <ExchangeBuildNumbers.csv>
 * The list: https://github.com/microsoft/Get-ExchangeBuildNumber (MIT; see shared/rules/exchange-builds.NOTICE).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { buildTableFromCsv } from './exchange-builds-csv.ts';

const [path] = process.argv.slice(2);
if (path === undefined) {
  console.error('Usage: npx tsx scripts/exchange-builds.ts <ExchangeBuildNumbers.csv>');
  process.exit(2);
}
const table = buildTableFromCsv(readFileSync(path, 'utf8'));
writeFileSync(new URL('../shared/rules/exchange-builds.json', import.meta.url), `${JSON.stringify(table, null, 2)}\n`);
console.log(`${table.builds.length} builds, the newest of ${table.newest}`);
