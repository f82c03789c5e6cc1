import { describe, expect, it } from 'vitest';
import { dateText, durationText, momentText, readableValue, timeText, zonedMomentText } from '../../../shared/messages/dates.ts';

describe('a date', () => {
  it.each([
    ['en', 'Jun 13, 2027'],
    ['ja', '2027/06/13'],
  ] as const)('is written as the language writes it (%s)', (language, text) => {
    expect(dateText('2027-06-13T09:00:00.000Z', language)).toBe(text);
  });

  it('is the same day as in the findings, wherever the clock stands', () => {
    expect(dateText('2027-06-13T23:59:59.000Z', 'en')).toBe(dateText('2027-06-13', 'en'));
    expect(dateText('2027-06-13T00:00:00.000Z', 'en')).toBe(dateText('2027-06-13', 'en'));
  });
});

it.each([
  ['en', 'Jun 13, 2027, 9:05:07 AM UTC'],
  ['ja', '2027/06/13 9:05:07 UTC'],
] as const)('a moment that is read elsewhere names its time zone (%s)', (language, text) => {
  expect(zonedMomentText('2027-06-13T09:05:07.000Z', language, 'UTC')).toBe(text);
});

it('a time has ordinary spaces only: a console may lack the narrow one', () => {
  const iso = '2027-06-13T09:05:07.000Z';
  for (const text of [timeText(iso, 'en'), momentText(iso, 'en'), zonedMomentText(iso, 'en')]) expect(text).toMatch(/^[\x20-\x7e]+$/);
});

it.each([
  ['2027-06-13', 'Jun 13, 2027'],
  ['2027-06-13T09:00:00.000Z', '2027-06-13T09:00:00.000Z'],
  ['on 2027-06-13', 'on 2027-06-13'],
  ['31A9', '31A9'],
  ['', ''],
])('of the values of a finding only a day is rewritten: %s', (value, text) => {
  expect(readableValue(value, 'en')).toBe(text);
});

it.each([
  [-1, '0 sec', '0 秒'],
  [999, '0 sec', '0 秒'],
  [59_999, '59 sec', '59 秒'],
  [60_000, '1 min', '1 分'],
  [3_599_999, '59 min', '59 分'],
  [3_600_000, '1 hr 0 min', '1 時間 0 分'],
  [97_380_000, '27 hr 3 min', '27 時間 3 分'],
])('a duration of %i ms is whole units', (milliseconds, en, ja) => {
  expect(durationText(milliseconds, 'en')).toBe(en);
  expect(durationText(milliseconds, 'ja')).toBe(ja);
});
