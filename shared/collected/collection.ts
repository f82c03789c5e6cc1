/** What the administrator collected by hand: the answers to cmdlet calls, each with its source and time. */

import type { PsValue } from '../clixml/value.ts';
import type { ParameterValue, CmdletError } from '../commands/call.ts';
import { sides, type CmdletName, type Side } from '../commands/table.ts';
import type { AppError } from '../model/error.ts';
import type { CollectedPart } from './collected-file.ts';

/** Of the script: what one call gave, its errors included. */
export interface CallAnswer {
  readonly kind: 'call';
  readonly side: Side;
  readonly cmdlet: CmdletName;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** The names of the properties that were picked on the server; `undefined` for whole objects */
  readonly select: readonly string[] | undefined;
  readonly objects: readonly PsValue[];
  /** With the whole FullyQualifiedErrorId, as the server gave it */
  readonly errors: readonly CmdletError[];
  readonly warnings: readonly string[];
  readonly takenAt: string;
}

/** Of an exported file or of pasted text: objects of a cmdlet, where the call itself is not known for sure. */
export interface LooseAnswer {
  readonly kind: 'objects';
  readonly side: Side;
  readonly cmdlet: CmdletName;
  /** The server that was asked, where the command line says so */
  readonly server: string | undefined;
  /** Whether these are all objects of that server or organization: not when the command line names one of them, or is unknown */
  readonly complete: boolean;
  readonly objects: readonly PsValue[];
  readonly takenAt: string;
}

/** Of a text that is about a cmdlet and could not be read: what was collected before it is no longer known. */
export interface UnreadAnswer {
  readonly kind: 'unread';
  readonly side: Side;
  readonly cmdlet: CmdletName;
  /** The server that it is about; `undefined` when it may be about any */
  readonly server: string | undefined;
  /** Line of the text, from 1 */
  readonly line: number;
  readonly takenAt: string;
}

export type Answer = CallAnswer | LooseAnswer | UnreadAnswer;

/** The answers that have objects. */
export const answersWithObjects = (part: CollectionPart): readonly (CallAnswer | LooseAnswer)[] =>
  part.answers.filter((answer) => answer.kind !== 'unread');

/** The content of one file, or one pasted text. */
export interface CollectionPart {
  /** Path of the file, or `''` for pasted text */
  readonly source: string;
  readonly kind: 'script' | 'exported' | 'pasted';
  /** ISO 8601 UTC: the script's own time, else when the file was written, or when the text was pasted */
  readonly takenAt: string;
  readonly answers: readonly Answer[];
}

/** What was opened and is not used, with the reason: another file of the folder, a block of text of an unknown cmdlet. */
export interface Unused {
  readonly source: string;
  /** Line of a pasted text, from 1; `0` for a whole file */
  readonly line: number;
  readonly error: AppError;
}

/** `parts` from the earliest to the latest: what a later one contains overrides the same of an earlier one. */
export interface Collection {
  readonly parts: readonly CollectionPart[];
  readonly unused: readonly Unused[];
}

export const emptyCollection: Collection = { parts: [], unused: [] };

/** `later` overrides what it contains and leaves the rest; each part keeps its time. */
export const mergeCollections = (earlier: Collection, later: Collection): Collection => ({
  parts: [...earlier.parts, ...later.parts],
  unused: [...earlier.unused, ...later.unused],
});

/** The sides from which something was collected. */
export const sidesOf = (collection: Collection): ReadonlySet<Side> =>
  new Set(collection.parts.flatMap((part) => answersWithObjects(part).map(({ side }) => side)));

/** The earliest time of a part, ISO 8601 UTC: nothing in the collection is older. `undefined` for an empty collection. */
export const collectedSince = (collection: Collection): string | undefined => collection.parts.map(({ takenAt }) => takenAt).sort()[0];

/** What is in a collection, one line for each answer, for showing. */
export const describeCollection = (collection: Collection): CollectedPart[] =>
  collection.parts.flatMap((part) =>
    answersWithObjects(part).map((answer) => ({
      side: answer.side,
      cmdlet: answer.cmdlet,
      subject: subjectOf(answer),
      objects: answer.objects.length,
      collectedAt: answer.takenAt,
    })),
  );

function subjectOf(answer: CallAnswer | LooseAnswer): string {
  if (answer.kind === 'objects') return answer.server ?? '';
  const { Server: server, Identity: identity } = answer.parameters;
  return typeof server === 'string' ? server : typeof identity === 'string' ? identity : '';
}

/** Where the collection script runs: in one of the two sessions, or on an Edge server, which no session reaches. */
export const collectedPlaces = [...sides, 'edge'] as const;
export type CollectedPlace = (typeof collectedPlaces)[number];

/** The file that the script writes, by the side. */
export const collectionFileNames: Readonly<Record<Side, string>> = {
  onPremises: 'hybrid-certificate-on-premises.xml',
  exchangeOnline: 'hybrid-certificate-exchange-online.xml',
};
/** Files of several Edge servers are kept apart by the name of the server. */
export const edgeFileName = (server: string): string => `hybrid-certificate-edge-${server}.xml`;

/** How the collection script marks its files. */

export const collectionFormat = 'HybridCertificateWizard.Collection';
/** Raised when a file of the script would be misread by an older wizard. */
export const collectionFormatVersion = 1;
