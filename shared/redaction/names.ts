/** The names in what is to be shared: where a schema says what a string is, it is collected there. */
import { sameServer, shortName } from '../model/server-name.ts';
import { accountsIn, isOwnAccount } from './accounts.ts';
import { ownConnector, ownService } from './own-words.ts';
import type { RedactionCategory } from './categories.ts';

export type Names = Readonly<Record<'servers' | 'domains' | 'people' | 'connectors', ReadonlySet<string>>>;

/** What is shorter is more often a word than a name */
const shortestLabel = 4;

/** Whose strings are names of servers */
const serverKeys: ReadonlySet<string> = new Set(['server', 'canary', 'controller', 'SourceTransportServers', 'Server', 'TargetServer']);
/** Whose strings are identities of objects */
const identityKeys: ReadonlySet<string> = new Set(['object', 'identity', 'Identity', 'connector']);

/** Whose strings are addresses of users: who signed in, and to whom mail goes */
const userKeys: ReadonlySet<string> = new Set(['userPrincipalName', 'recipient']);

/** Collects the names of every string that is visited. */
export function nameCollector(): { readonly visit: (text: string, key: string) => string; readonly names: () => Names } {
  const found = { servers: new Set<string>(), domains: new Set<string>(), people: new Set<string>(), connectors: new Set<string>() };
  const add = (category: keyof typeof found & RedactionCategory, name: string): void => {
    const trimmed = name.trim();
    // A single character stands for nothing but itself in most texts, unless it is the name of a server.
    if (trimmed.length > (category === 'servers' ? 0 : 1)) found[category].add(trimmed);
  };
  /** Those before a backslash, where they are of accounts: DNS names and their first labels */
  const accountDomains = new Set<string>();
  const addDomain = (name: string): void => {
    add('domains', name);
    accountDomains.add(name.toLowerCase()).add((name.split('.')[0] ?? name).toLowerCase());
  };
  /** Texts in which accounts are looked for once all domains are known */
  const withBackslash: string[] = [];
  const addAccounts = (): void => {
    const domains = [...accountDomains].filter((one) => one !== '' && ![...found.servers].some((server) => server.toLowerCase() === one));
    for (const { domain, name, isComputer, written } of withBackslash.flatMap((text) => accountsIn(text, domains))) {
      if (isComputer) addServer(name);
      else if (name.length >= shortestLabel) add('people', name);
      // What is too short to be replaced by itself is replaced together with what it is written with.
      if (!isComputer && (name.length < shortestLabel || domain.length < shortestLabel)) add('people', written);
    }
  };
  const addServer = (name: string): void => {
    // An address is replaced wherever it stands.
    if (/^[\d.:]+$/.test(name) || name.includes(':')) return;
    const full = name.split('/').at(-1) ?? name;
    const short = shortName(full);
    const domain = full.slice(short.length + 1);
    if (domain.includes('.')) addDomain(domain);
    if (!/^(?:EdgeSync)?$/.test(short)) add('servers', short);
  };
  return {
    visit: (text, key) => {
      // It is left out as a whole.
      if (key === 'raw') return text;
      if (serverKeys.has(key)) addServer(text);
      if (identityKeys.has(key)) {
        const [server, name] = text.includes('\\') ? text.split('\\', 2) : ['', text];
        if (server !== undefined && server !== '') addServer(server);
        if (name !== undefined && isOfConnector(name)) add('connectors', name);
      }
      if (key === 'organization') {
        addDomain(text);
        // Windows and people call the organization by it: `CONTOSO\admin`.
        const label = text.split('.')[0] ?? '';
        if (text.includes('.') && label.length >= shortestLabel) add('domains', label);
      }
      if (userKeys.has(key) && text.includes('@')) {
        const name = text.slice(0, text.lastIndexOf('@'));
        if (name.length >= shortestLabel && !isOwnAccount(name)) add('people', name);
      }
      if (text.includes('\\')) withBackslash.push(text);
      for (const name of namesInSubject(text)) add('domains', name);
      return text;
    },
    names: () => {
      addAccounts();
      return { ...found, connectors: new Set([...found.connectors].filter((name) => !isOfSetup(name, found.servers))) };
    },
  };
}

/** Neither a certificate, a service nor an object of the organization. */
const isOfConnector = (name: string): boolean =>
  !/^[\dA-F]{40}$/i.test(name) && !new RegExp(`^(?:${ownService}|EdgeSync)$`).test(name) && name.trim() !== '';

/** Whether setup or the HCW gives that name. Setup names the server: `Default Tokyo` is chosen where no server is called so. */
function isOfSetup(name: string, servers: ReadonlySet<string>): boolean {
  const match = ownConnector.exec(name);
  const server = match?.groups?.['server'];
  return match !== null && (server === undefined || [...servers].some((one) => sameServer(one, server)));
}

/** Companies, units and places in a distinguished name, and common names that are no DNS name. The last DC is that of all others. */
function namesInSubject(text: string): readonly string[] {
  const found = [...text.matchAll(/(?:^|[,+;>]|\s)\s*(CN|OU|O|L|ST|S|DC|STREET)=("(?:[^"]|"")*"|[^,+;<"\r\n]*)/g)].map(
    ([, type = '', value = '']) => ({
      type,
      value: value
        .replace(/^"(.*)"$/s, '$1')
        .replaceAll('""', '"')
        .trim(),
    }),
  );
  return found.flatMap(({ type, value }, index) => {
    const isLastDc = type === 'DC' && found[index + 1]?.type !== 'DC';
    return isLastDc || value === '' || (type === 'CN' && /^[*\w.-]+$/.test(value)) ? [] : [value];
  });
}
