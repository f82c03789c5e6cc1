/** Dates, times and durations as people read them, in the language of the text around them. */
import type { Language } from './language.ts';

/** A console may lack the narrow no-break space that stands before AM and PM. */
const written = (format: Intl.DateTimeFormat, iso: string): string => format.format(new Date(iso)).replaceAll('\u202F', ' ');

/**
 * The day of a certificate or of a deadline. In UTC, as the rules count days: otherwise a page that shows both would
 * give one certificate two dates. `iso`: ISO 8601, with or without a time.
 */
export const dateText = (iso: string, language: Language): string =>
  written(new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' }), iso);

/** The local day on which something was done here. `iso`: ISO 8601. */
export const dayText = (iso: string, language: Language): string =>
  written(new Intl.DateTimeFormat(language, { dateStyle: 'medium' }), iso);

/** The local time of day of something that was done here. `iso`: ISO 8601. */
export const timeText = (iso: string, language: Language): string =>
  written(new Intl.DateTimeFormat(language, { timeStyle: 'short' }), iso);

/** The local date and time of something that was done here. `iso`: ISO 8601. */
export const momentText = (iso: string, language: Language): string =>
  written(new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }), iso);

/** Date and time with the time zone, for what is read elsewhere. `iso`: ISO 8601; `timeZone`: the local one when left out. */
export const zonedMomentText = (iso: string, language: Language, timeZone?: 'UTC'): string =>
  written(new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'long', timeZone }), iso);

/** As `zonedMomentText`, to the minute. */
export const zonedMinuteText = (iso: string, language: Language): string =>
  written(new Intl.DateTimeFormat(language, { ...minute, timeZoneName: 'short' }), iso);

const minute = { year: 'numeric', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' } as const;

/** A day in ISO 8601 (`2027-06-13`) as people read it; any other value as it is. */
export const readableValue = (value: string, language: Language): string =>
  /^\d{4}-\d{2}-\d{2}$/.test(value) ? dateText(value, language) : value;

/** `45 sec`, `6 min`, `1 hr 4 min`: whole units, rounded down; a negative duration is none. */
export function durationText(milliseconds: number, language: Language): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const unit = (value: number, name: 'hour' | 'minute' | 'second'): string =>
    new Intl.NumberFormat(language, { style: 'unit', unit: name, unitDisplay: 'short' }).format(value);
  if (seconds < 60) return unit(seconds, 'second');
  return hours === 0 ? unit(minutes, 'minute') : `${unit(hours, 'hour')} ${unit(minutes, 'minute')}`;
}
