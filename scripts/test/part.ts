/** One part of `npm test`, and what it gave. */
export type PartResult =
  | {
      readonly kind: 'ran';
      readonly passed: number;
      readonly failed: number;
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

export const notRun = (why: string): PartResult => ({ kind: 'notRun', why });
