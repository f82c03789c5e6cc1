import { describe, expect, it } from 'vitest';
import { buildTable, newestCumulativeUpdate } from '../../../shared/rules/exchange-builds.ts';
import { buildTableFromCsv } from '../../../scripts/exchange-builds-csv.ts';

const header = 'Product Name,Build Number,Date,KB,Blog';

describe('the table that the product carries', () => {
  it.each([
    ['15.2.2562.17', 'Exchange SE', 'Exchange SE RTM', undefined],
    ['15.2.1748.10', 'Exchange 2019', 'Exchange 2019 CU15', '2025-10-14'],
    ['15.2.1544.4', 'Exchange 2019', 'Exchange 2019 CU14', '2025-10-14'],
    ['15.2.986.5', 'Exchange 2019', 'Exchange 2019 CU11', '2025-10-14'],
    ['15.1.2507.6', 'Exchange 2016', 'Exchange 2016 CU23', '2025-10-14'],
    ['15.0.1497.2', 'Exchange 2013', 'Exchange 2013 CU23', '2023-04-11'],
  ])('%s is of %s', (version, product, installed, endOfSupport) => {
    expect(newestCumulativeUpdate(version, buildTable)).toMatchObject({ product, installed: { name: installed }, endOfSupport });
  });

  it.each([
    ['15.2.986.5', 'Exchange 2019 CU15'],
    ['15.2.2562.17', 'Exchange SE RTM'],
    ['15.1.225.42', 'Exchange 2016 CU23'],
    ['15.0.516.32', 'Exchange 2013 CU23'],
  ])('the newest of the product of %s is %s', (version, newest) => {
    expect(newestCumulativeUpdate(version, buildTable)?.newest.name).toBe(newest);
  });

  it.each([
    ['15.2.2562.17', 0],
    ['15.2.1748.43', 0],
    ['15.2.1544.4', 1],
    ['15.2.1544.30', 1],
    ['15.2.1258.12', 2],
  ])('of the product of %s, %i cumulative updates are newer', (version, newer) => {
    expect(newestCumulativeUpdate(version, buildTable)?.newer).toBe(newer);
  });

  it('takes a security update for the cumulative update that it belongs to', () => {
    expect(newestCumulativeUpdate('15.2.1748.43', buildTable)?.installed.name).toBe('Exchange 2019 CU15');
  });

  it('does not know a build that is not in it', () => {
    expect(newestCumulativeUpdate('15.2.9999.1', buildTable)).toBeUndefined();
    expect(newestCumulativeUpdate('nonsense', buildTable)).toBeUndefined();
  });

  it('tells the date of its newest entry', () => {
    expect(
      buildTable.builds
        .map(({ date }) => date)
        .sort()
        .at(-1),
    ).toBe(buildTable.newest);
  });
});

describe('any table', () => {
  const build = (version: string, name: string) => ({ version, name, date: '2026-01-01', kb: 'KB1' });
  const builds = [
    build('15.2.3000.1', 'Exchange SE CU3'),
    build('15.2.2800.1', 'Exchange SE CU2'),
    build('15.2.4000.1', 'Exchange SE CU4 Preview'),
    build('15.2.2562.17', 'Exchange SE RTM'),
    build('9.1.1.1', 'Hotfix of Exchange SE'),
  ];
  const compared = (version: string) => newestCumulativeUpdate(version, { source: '', newest: '2026-01-01', builds });

  it('gives the newest update whatever the order is, without previews and other products', () => {
    expect(compared('15.2.2562.17')).toMatchObject({ product: 'Exchange SE', newest: { name: 'Exchange SE CU3' }, newer: 2 });
  });

  it('does not know the product of a name that does not begin with one', () => {
    expect(compared('9.1.1.1')).toBeUndefined();
  });
});

describe('the list as CSV', () => {
  it('is read with its dates as month, day, year and its leading zeros', () => {
    const csv = `\uFEFF${header}\r\nExchange 2013 CU23,15.00.1497.002,6/18/2019,KB4489622,https://example.com\r\nExchange 2013 CU23 Feb23SU,15.0.1497.47,02/14/2023,KB5023038,\r\n\r\n`;
    expect(buildTableFromCsv(csv)).toMatchObject({
      newest: '2023-02-14',
      builds: [
        { version: '15.0.1497.2', name: 'Exchange 2013 CU23', date: '2019-06-18', kb: 'KB4489622' },
        { version: '15.0.1497.47', date: '2023-02-14' },
      ],
    });
  });

  it.each([
    ['another header', 'Name,Build\nExchange,1.2.3.4'],
    ['nothing below the header', header],
    ['a date in another order', `${header}\nExchange 2019,15.2.1.1,2019-06-18,,`],
    ['an incomplete number', `${header}\nExchange 2019,15.2.1,6/18/2019,,`],
    ['no name', `${header}\n,15.2.1.1,6/18/2019,,`],
  ])('is refused with %s', (_, csv) => {
    expect(() => buildTableFromCsv(csv)).toThrow();
  });
});
