/** Dates as the cultures of Windows print them. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dateOrderOf, isoOfDate } from '../../../shared/collected/text-dates.ts';
import { runs } from '../../properties/seed.ts';

it.each([
  ['2/20/2027 9:27:45 AM', [], '2027-02-20T09:27:45'],
  ['2/20/2027 12:27:45 AM', [], '2027-02-20T00:27:45'],
  ['2/20/2027 12:27:45 PM', [], '2027-02-20T12:27:45'],
  ['20/02/2027 09:27:45', [], '2027-02-20T09:27:45'],
  ['20.02.2027 09:27:45', [], '2027-02-20T09:27:45'],
  ['3.2.2027 9:27:45', [], '2027-02-03T09:27:45'],
  ['2027/02/03 21:27:45', [], '2027-02-03T21:27:45'],
  ['2027-02-03 21:27:45', [], '2027-02-03T21:27:45'],
  ['2/2/2027 9:27:45 AM', [], '2027-02-02T09:27:45'],
  ['2/3/2027 9:27:45 AM', [], undefined],
  ['2/3/2027 9:27:45 AM', ['2/20/2027 9:27:45 AM'], '2027-02-03T09:27:45'],
  ['2/3/2027 9:27:45 AM', ['20/2/2027 9:27:45 AM'], '2027-03-02T09:27:45'],
  ['2/3/2027 9:27:45 AM', ['20/2/2027 9:27:45 AM', '2/20/2027 9:27:45 AM'], undefined],
  ['31.2.2027 09:27:45', [], undefined],
  ['2/20/2027 13:27:45 PM', [], undefined],
  ['2/20/2027 24:27:45', [], undefined],
  ['2027年2月3日 9:27:45', [], undefined],
  ['Saturday, February 20, 2027 9:27:45 AM', [], undefined],
])('%s beside %j is %s', (text, others, expected) => {
  expect(isoOfDate(text, dateOrderOf([text, ...others]))).toBe(expected);
});

it('is never another day than the one that was printed', () => {
  const date = fc.date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2060-01-01T00:00:00Z'), noInvalidDate: true });
  fc.assert(
    fc.property(fc.array(date, { minLength: 1, maxLength: 4 }), fc.boolean(), (dates, isMonthFirst) => {
      const print = (at: Date): string => {
        const [month, day] = [at.getUTCMonth() + 1, at.getUTCDate()];
        const days = isMonthFirst ? `${String(month)}/${String(day)}` : `${String(day)}/${String(month)}`;
        return `${days}/${String(at.getUTCFullYear())} ${at.toISOString().slice(11, 19)}`;
      };
      const texts = dates.map(print);
      const order = dateOrderOf(texts);
      for (const [index, text] of texts.entries()) {
        const iso = isoOfDate(text, order);
        if (iso !== undefined) expect(iso).toBe(dates[index]?.toISOString().slice(0, 19));
      }
    }),
    { numRuns: runs(500) },
  );
});
