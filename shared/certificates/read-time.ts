/** UTCTime and GeneralizedTime (X.680; RFC 5280, section 4.1.2.5). */
import { latinOf } from './read-name.ts';
import type { DerElement } from './der.ts';

const pattern = /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?(?:[.,](\d{1,9}))?(?:Z|([+-])(\d{2})(\d{2}))$/;

/** ISO 8601 in UTC. Two digits of a year below 50 are of this century; dates after 2049 come with four. */
export function readTime(time: DerElement | undefined): string {
  const text = time === undefined ? '' : latinOf(time.content);
  const digits = time?.tag === 0x17 ? 2 : time?.tag === 0x18 ? 4 : undefined;
  const year = text.slice(0, digits);
  const [, month = '', day = '', hour = '', minute = '', second = '00', fraction = '', sign, hours = '0', minutes = '0'] =
    pattern.exec(text.slice(digits)) ?? [];
  if (digits === undefined || month === '' || !/^\d+$/.test(year)) throw new Error('A time is not readable.');
  const fullYear = digits === 4 ? year : `${Number(year) < 50 ? '20' : '19'}${year}`;
  const written = `${fullYear}-${month}-${day}T${hour}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}Z`;
  const utc = new Date(written);
  // A day that its month does not have is moved on to the next one, by some.
  if (Number.isNaN(utc.getTime()) || utc.toISOString() !== written) throw new Error('A time does not exist.');
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -60_000 : 60_000);
  return new Date(utc.getTime() - offset).toISOString();
}
