/** Events in a text, as the Event Viewer, its XML, `Get-WinEvent`, `Get-EventLog` and people write them. */

export interface EventRecord {
  readonly number: number;
  /** As they are written: what may be its source. None where none is named nearby; several where it is not clear which one it is. */
  readonly sources: readonly string[];
  /** Whether the source surely belongs to this number, and not to an event beside it */
  readonly isSure: boolean;
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
/** `Id : 12014`, as `Get-WinEvent` writes it: alone it may be the number of anything. */
const bareNumber = /^[ \t]*Id/i;
/** Nothing but a word that connects them stands between a number and a source without a label. */
const beside = /^(?:[^\p{L}\p{N}]{0,20}(?:from|of|source|event|ソース|イベント)?[^\p{L}\p{N}]{0,20})$/iu;

interface NamedSource {
  readonly at: number;
  readonly end: number;
  readonly name: string;
  readonly isLabeled: boolean;
}

/** The first ones; a text with more of them is a whole log. */
export function eventRecordsOf(lines: string): readonly EventRecord[] {
  const sources: NamedSource[] = [];
  for (const match of lines.matchAll(sourcePattern)) {
    const [labeled, bare] = [match[1], match[2]];
    const name = (labeled ?? bare ?? '').trim();
    sources.push({ at: match.index, end: match.index + match[0].length, name, isLabeled: labeled !== undefined });
  }
  const records: EventRecord[] = [];
  let next = 0;
  for (const match of lines.matchAll(numberPattern)) {
    if (records.length === mostRecords) break;
    const at = match.index;
    while (next < sources.length && (sources[next]?.at ?? 0) < at - reach) next += 1;
    const found = sourcesOf(lines, at, at + match[0].length, sources, next);
    if (found.sources.length === 0 && bareNumber.test(match[0])) continue;
    records.push({
      number: Number(match[1]),
      ...found,
      start: at,
      evidence: [...found.sources, match[0].trim().replaceAll(/\s+/g, ' ')].join(', '),
    });
  }
  return records;
}

/** The nearest source before the number and the nearest one behind it. In another paragraph they may be those of another event. */
function sourcesOf(
  lines: string,
  at: number,
  end: number,
  sources: readonly NamedSource[],
  from: number,
): Pick<EventRecord, 'sources' | 'isSure'> {
  let [before, behind]: [NamedSource | undefined, NamedSource | undefined] = [undefined, undefined];
  // Sources that stand closer than a word to each other are not looked through any further.
  for (let index = from; index < Math.min(sources.length, from + 64) && behind === undefined; index += 1) {
    const one = sources[index];
    if (one === undefined || one.at > end + reach) break;
    const between = one.at < at ? lines.slice(one.end, at) : lines.slice(end, one.at);
    if (!one.isLabeled && !beside.test(between)) continue;
    if (one.at < at) before = one;
    else behind = one;
  }
  // In the XML of an event the source is always before the number.
  if (before !== undefined && /^EventID[^>]{0,40}>/.test(lines.slice(at, end))) behind = undefined;
  const isNear = (one: NamedSource): boolean => !/\n\s*\n/.test(one.at < at ? lines.slice(one.end, at) : lines.slice(end, one.at));
  const all = [before, behind].filter((one) => one !== undefined);
  const near = all.filter(isNear);
  const names = new Set((near.length > 0 ? near : all).map(({ name }) => name));
  return { sources: [...names], isSure: near.length > 0 && names.size === 1 };
}
