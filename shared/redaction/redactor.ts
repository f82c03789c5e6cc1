/**
 * Replaces what tells who somebody is by stable tokens: the same value by the same token, wherever it stands. One pass over each text, so
 * nothing is replaced twice. A value is found only as a whole: `mail01` is not in `mail010`, `contoso.com` not in `notcontoso.com`.
 */
import type { RedactionCategory, Replacement } from './categories.ts';
import type { Names } from './names.ts';
import { execAt, isOwn, ownSource, publicDomains } from './own-words.ts';

export interface Redactor {
  /** A text of others */
  readonly text: (text: string) => string;
  /** PowerShell: names stand in its quoted constants; its code is nobody's */
  readonly code: (text: string) => string;
  /** What was replaced until now, in the order in which it was found */
  readonly replaced: () => readonly Replacement[];
}

/** A word for each kind of token, and another one where a value of the organization is called so. */
const words = {
  server: ['server', 'machine'],
  domain: ['domain', 'zone'],
  host: ['host', 'node'],
  name: ['name', 'label'],
  person: ['person', 'user'],
  address: ['address', 'ip'],
  certificate: ['certificate', 'thumbprint'],
  serial: ['serial', 'number'],
  connector: ['connector', 'link'],
  guid: ['guid', 'id'],
} as const;
type Word = keyof typeof words;

// Letters that a name is continued by. Japanese text has no blanks: a name in Latin letters ends where it goes on.
const letter = String.raw`[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{N}]`;
const begin = `(?<!${letter})`;
const end = `(?!${letter})`;
const hex = '[0-9A-Fa-f]';

const label = String.raw`(?:[\p{sc=Latin}\p{N}_](?:[\p{sc=Latin}\p{N}_-]*[\p{sc=Latin}\p{N}_])?|[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}ー]+)`;
const dnsName = String.raw`(?:${label}\.)+(?:[\p{sc=Latin}][\p{sc=Latin}\p{N}-]*[\p{sc=Latin}\p{N}]|[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}ー]+)`;
const octet = '(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])';
const ipv4 = String.raw`${octet}(?:\.${octet}){3}`;

/** By category, in the order in which they are tried at a place. The groups name what was found. */
const patterns: readonly (readonly [group: string, category: RedactionCategory, source: string])[] = [
  ['spaced', 'certificates', String.raw`(?<!${hex}|${hex}[ :-])(?:${hex}{2}[ :-]){19}${hex}{2}(?![ :-]?${hex})`],
  ['thumb', 'certificates', `(?<!${hex})${hex}{40}(?!${hex})`],
  [
    'serial',
    'certificates',
    String.raw`(?<=serial ?(?:number|no\.?)\W{0,3})${hex}{2}(?:[ :]?${hex}{2}){3,31}${end}|${begin}${hex}{8,40}(?="?,"?certificate serial number)`,
  ],
  ['guid', 'identifiers', `(?<!${hex})${hex}{8}-(?:${hex}{4}-){3}${hex}{12}(?!${hex})`],
  ['profile', 'people', String.raw`(?<=[\\/](?:Users|home)[\\/])[^\\/"'\r\n]+`],
  ['mail', 'people', String.raw`${begin}[\p{L}\p{N}.!#$%&*+/=?^_{|}~-]+(?=@${dnsName})`],
  [
    'ipv6',
    'addresses',
    String.raw`(?<![\p{L}\p{N}:.])(?:(?:${hex}{0,4}:){2,6}${ipv4}|${hex}{1,4}(?::${hex}{1,4}){7}|(?:${hex}{1,4}(?::${hex}{1,4}){0,6})?::(?:${hex}{1,4}(?::${hex}{1,4}){0,6})?)(?:%\w+)?(?![\p{L}\p{N}:])`,
  ],
  ['ipv4', 'addresses', String.raw`(?<![\p{N}.])${ipv4}(?!\.?[\p{N}])`],
];

export interface RedactorOptions {
  readonly names: Names;
  readonly categories: readonly RedactionCategory[];
  /** Two spellings of a name are two names: needed where the difference between them is what a run says */
  readonly exact?: boolean;
}

export function redactor({ names, categories, exact = false }: RedactorOptions): Redactor {
  const wanted: ReadonlySet<RedactionCategory> = new Set(categories);
  const keyOf = (name: string): string => (exact ? name : name.toLowerCase());
  const dictionary = new Map<string, { readonly category: RedactionCategory; readonly word: Word }>();
  // What is the name of a server and of something else is a server.
  for (const [category, word] of [
    ['people', 'person'],
    ['domains', 'name'],
    ['connectors', 'connector'],
    ['servers', 'server'],
  ] as const)
    for (const name of names[category]) dictionary.set(name.toLowerCase(), { category, word });
  const servers = new Set([...names.servers].map((name) => name.toLowerCase()));
  const all = [...dictionary.keys()];
  const isTaken = (word: string): boolean => all.some((name) => new RegExp(`${begin}${word}${end}`, 'iu').test(name));
  const chosenWords = new Map<Word, string>();
  function wordFor(word: Word): string {
    const found = chosenWords.get(word) ?? words[word].find((one) => !isTaken(one)) ?? 'redacted';
    chosenWords.set(word, found);
    return found;
  }

  const tokens = new Map<string, { readonly token: string; readonly replacement: Replacement }>();
  const counts = new Map<string, number>();
  /** `shown`: what the list of replacements says, where the token is only a part of what stands there */
  function tokenOf(
    category: RedactionCategory,
    word: Word,
    original: string,
    key = keyOf(original),
    shown = (token: string): Pick<Replacement, 'original' | 'token'> => ({ original, token }),
  ): string {
    const id = `${word} ${key}`;
    const existing = tokens.get(id);
    if (existing !== undefined) return existing.token;
    const chosen = wordFor(word);
    const number = (counts.get(chosen) ?? 0) + 1;
    counts.set(chosen, number);
    const token = `${chosen}-${String(number)}`;
    tokens.set(id, { token, replacement: { category, ...shown(token) } });
    return token;
  }
  /** What stands before a domain */
  const hostToken = (host: string, domain: string, domainToken: string): string =>
    tokenOf('domains', 'host', host, keyOf(host), (token) => ({ original: `${host}.${domain}`, token: `${token}.${domainToken}` }));

  const serverToken = (name: string): string => (wanted.has('servers') ? tokenOf('servers', 'server', name) : name);
  /** Part by part, so that what belongs together is still seen to: `server-1.domain-1`, `host-1.domain-1`. */
  function dnsToken(name: string): string {
    const lower = name.toLowerCase();
    const cloud = publicDomains.find((domain) => lower === domain || lower.endsWith(`.${domain}`));
    if (cloud !== undefined) {
      const domain = name.slice(-cloud.length);
      const own = name.slice(0, -cloud.length - 1);
      return own === '' || !wanted.has('domains') ? name : `${hostToken(own, domain, domain)}.${domain}`;
    }
    const [first = '', ...rest] = name.split('.');
    const after = rest.join('.');
    if (servers.has(first.toLowerCase())) return `${serverToken(first)}.${rest.length > 1 ? dnsToken(after) : domainToken(after)}`;
    const base = registered(name);
    if (base === name) return domainToken(name);
    const host = name.slice(0, -base.length - 1);
    return wanted.has('domains') ? `${hostToken(host, base, domainToken(base))}.${domainToken(base)}` : name;
  }
  const domainToken = (name: string): string => (wanted.has('domains') ? tokenOf('domains', 'domain', name) : name);

  const listed = all
    .filter((name) => wanted.has(dictionary.get(name)?.category ?? 'servers'))
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
    .map((name) => `${boundary(name.at(0), begin)}${escaped(name)}${boundary(name.at(-1), end)}`);
  // Also where only servers are replaced: a name with a server in front of its domain is one of them.
  const dns = `(?<dns>(?<![\\p{sc=Latin}\\p{N}_-])${dnsName}${end})`;
  const outside = [...patterns.filter(([, category]) => wanted.has(category)).map(([group, , source]) => `(?<${group}>${source})`), dns];
  const listedNames = listed.length === 0 ? undefined : new RegExp(listed.join('|'), 'giu');
  const everywhere = expressionsOf(listed.length === 0 ? outside : [...outside, `(?<name>${listed.join('|')})`], listedNames);
  const outsideConstants = expressionsOf(outside, undefined);

  function tokenFor(group: string | undefined, found: string): string {
    switch (group) {
      case 'thumb':
      case 'spaced':
        return tokenOf('certificates', 'certificate', found, found.replaceAll(/[^\dA-Fa-f]/g, '').toUpperCase());
      case 'serial':
        return tokenOf('certificates', 'serial', found, found.replaceAll(/[^\dA-Fa-f]/g, '').toUpperCase());
      case 'guid':
        return tokenOf('identifiers', 'guid', found);
      case 'profile':
      case 'mail':
        return tokenOf('people', 'person', found);
      case 'ipv4':
      case 'ipv6':
        return isNobodys(found) ? found : tokenOf('addresses', 'address', found);
      case 'dns':
        return dnsToken(found);
      case 'name': {
        const entry = dictionary.get(found.toLowerCase());
        return entry === undefined ? found : tokenOf(entry.category, entry.word, found);
      }
      default:
        return found;
    }
  }
  function replace(text: string, expressions: Expressions): string {
    let done = '';
    let at = 0;
    for (let match = nextMatch(text, at, expressions); match !== null; match = nextMatch(text, at, expressions)) {
      const [found] = match;
      const groups: Readonly<Record<string, string | undefined>> = match.groups ?? {};
      const group = Object.keys(groups).find((one) => groups[one] !== undefined);
      done += text.slice(at, match.index) + tokenFor(group, found);
      at = match.index + found.length;
    }
    return done + text.slice(at);
  }

  const quoted = (constant: string): string =>
    `'${replace(constant.slice(1, -1).replaceAll("''", "'"), everywhere).replaceAll("'", "''")}'`;
  return {
    text: (text) => replace(text, everywhere),
    code: (text) =>
      text
        .split(/('(?:[^']|'')*')/)
        .map((piece, index) => (index % 2 === 1 ? quoted(piece) : replace(piece, outsideConstants)))
        .join(''),
    replaced: () => [...tokens.values()].map(({ replacement }) => replacement),
  };
}

/** What is looked for in a text: own words first, so that what is within them stays, or all but these */
interface Expressions {
  readonly all: RegExp;
  readonly foreign: RegExp;
  /** The names that are replaced; `undefined`: none */
  readonly names: RegExp | undefined;
}
const expressionsOf = (foreign: readonly string[], names: RegExp | undefined): Expressions => ({
  all: new RegExp([`(?<own>${begin}(?:${ownSource})${end})`, ...foreign].join('|'), 'giu'),
  foreign: new RegExp(foreign.join('|'), 'giu'),
  names,
});

function nextMatch(text: string, from: number, { all, foreign, names }: Expressions): RegExpExecArray | null {
  let match = execAt(all, text, from);
  while (match?.groups?.['own'] !== undefined && !isOwn(text, match, names)) {
    const until = match.index + match[0].length;
    const other = execAt(foreign, text, match.index);
    if (other !== null && other.index < until) return other;
    // What comes later may be own words again.
    match = execAt(all, text, until);
  }
  return match;
}

const boundary = (character: string | undefined, source: string): string =>
  character !== undefined && new RegExp(letter, 'u').test(character) ? source : '';
const escaped = (name: string): string => name.replaceAll(/[$()*+.?[\\\]^{|}/]/g, String.raw`\$&`);

/** Every address, no address, this computer */
const isNobodys = (address: string): boolean =>
  ['0.0.0.0', '255.255.255.255', '127.0.0.1', '::', '::1', allOnes].includes(address.toLowerCase());

/** The part of a name that somebody registers: two labels, or three below e.g. `co.jp`. */
function registered(name: string): string {
  const labels = name.split('.');
  const [second = '', last = ''] = labels.slice(-2);
  const isShared = last.length === 2 && /^(?:ac|ad|co|com|ed|edu|go|gov|gr|lg|ne|net|or|org)$/i.test(second);
  return labels.slice(isShared ? -3 : -2).join('.');
}
const allOnes = 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff';
