/** One part of `npm test`, and what it gave. */
import { stripVTControlCharacters } from 'node:util';

export type PartResult =
  | {
      readonly kind: 'ran';
      readonly passed: number;
      /** What failed, by name, with the first line of why where that is known */
      readonly failed: readonly string[];
      /** Tests that did not run, by name */
      readonly skipped: readonly string[];
    }
  /** `why`: one sentence that names what is missing and how to install it */
  | { readonly kind: 'notRun'; readonly why: string };

export interface Part {
  readonly name: string;
  readonly run: () => Promise<PartResult>;
  /** It keeps one core busy and reads the sources only: two of these run side by side, and print when they have ended. */
  readonly besideOthers?: true;
}

export interface Ran {
  readonly name: string;
  readonly result: PartResult;
  readonly seconds: number;
}

/** A run that fails although all of its tests passed. */
export const outsideOfTests = 'an error outside of every test; see above';

export const notRun = (why: string): PartResult => ({ kind: 'notRun', why });

/** Of the message of an error, for one line of the summary. */
export const firstLine = (text: string): string => stripVTControlCharacters(text).trimStart().split('\n', 1)[0] ?? '';
