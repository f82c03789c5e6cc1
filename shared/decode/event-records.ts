/** Events in a text, as the Event Viewer, its XML, `Get-WinEvent`, `Get-EventLog` and people write them. */

export interface EventRecord {
  readonly number: number;
  /** As it is written; `null` where none stands nearby */
  readonly source: string | null;
  /** Offset in the lines */
  readonly start: number;
  readonly evidence: string;
}

/** How far from its number a source may stand. */
const reach = 400;
const mostRecords = 200;

const numberPattern =
  /(?:\bEvent ?ID(?: Qualifiers="\d{1,10}")?|イベント ?ID|\bEreignis-?ID|\bEreignis|\bイベント|イベント|\bEvent|^[ \t]*Id)[ \t]{0,20}[:=>#]?[ \t]{0,20}(\d{1,5})\b(?![.:/-]\d)/gim;
const sourcePattern =
  /(?:\bSource|ソース|\bQuelle|\bProvider ?Name)[ \t]{0,20}[:=][ \t]{0,20}"?([^\n"<,;]{1,80})|\b(MSExchange ?(?:Front ?End ?)?Transport|(?:Microsoft-Windows-)?CAPI2|Schannel)\b/gi;

interface NamedSource {
  readonly at: number;
  readonly name: string;
}

/** The first ones; a text with more of them is a whole log. */
export function eventRecordsOf(lines: string): readonly EventRecord[] {
  const sources: NamedSource[] = [];
  for (const match of lines.matchAll(sourcePattern)) sources.push({ at: match.index, name: (match[1] ?? match[2] ?? '').trim() });
  const records: EventRecord[] = [];
  let next = 0;
  for (const match of lines.matchAll(numberPattern)) {
    if (records.length === mostRecords) break;
    const at = match.index;
    while (next < sources.length && (sources[next]?.at ?? 0) < at - reach) next += 1;
    const source = nearest(sources, next, at);
    records.push({
      number: Number(match[1]),
      source: source?.name ?? null,
      start: at,
      evidence: [...(source === undefined ? [] : [source.name]), match[0].trim().replaceAll(/\s+/g, ' ')].join(', '),
    });
  }
  return records;
}

function nearest(sources: readonly NamedSource[], from: number, at: number): NamedSource | undefined {
  let best: NamedSource | undefined;
  // Sources that stand closer than a word to each other are not looked through any further.
  for (let index = from; index < Math.min(sources.length, from + 64); index += 1) {
    const one = sources[index];
    if (one === undefined || one.at > at + reach) break;
    if (best === undefined || Math.abs(one.at - at) < Math.abs(best.at - at)) best = one;
  }
  return best;
}
