/** What a collection says to a call: the latest whole answer, with what was collected of single objects since. */
import { sameServer } from '../model/server-name.ts';
import { propertyOf, psObject, type PsValue } from '../clixml/value.ts';
import { type CmdletCall, type ParameterValue, stableErrorId, type CallOutcome, type CmdletError } from '../commands/call.ts';
import { codeOfError } from '../commands/exchange-error.ts';
import type { CmdletName } from '../commands/table.ts';
import { renderCall } from '../commands/render.ts';
import { appError, fail, ok, type Result } from '../model/error.ts';
import { partition } from '../model/known.ts';
import { readObjectNames } from '../read/property.ts';
import {
  answersWithObjects,
  type Answer,
  type CallAnswer,
  type Collection,
  type CollectionPart,
  type LooseAnswer,
  type UnreadAnswer,
} from './collection.ts';
import {
  hasCertificate,
  keyOf,
  overlaid,
  ownPropertiesOfCertificate,
  serverOf,
  textProperty,
  thumbprintOf,
  type Sha1,
} from './unattributed-objects.ts';
import { sameText } from '../model/same-text.ts';

/** What is known of the answer so far. */
interface Known {
  readonly objects: readonly PsValue[];
  readonly errors: readonly CmdletError[];
  readonly warnings: readonly string[];
  /** Whether nothing can be missing in `objects` */
  readonly complete: boolean;
  /** The text because of which what was known before it is not any more */
  readonly unread?: Pick<UnreadAnswer, 'line'>;
}

/**
 * `guided.notCollected` where the collection does not say everything that was asked; `details.message`
 * is then the text of the command. `guided.unread` where the latest that was collected about it is a text
 * that could not be read; an older answer does not stand in for it. An error that the script met is reported as the server reported it.
 */
export function answerFrom(collection: Collection, call: CmdletCall, sha1: Sha1): Result<CallOutcome> {
  const servers = serversIn(collection);
  let known: Known | undefined;
  for (const [part, answer] of collection.parts.flatMap((one) => one.answers.map((each) => [one, each] as const))) {
    if (answer.side !== call.side || answer.cmdlet !== call.cmdlet) continue;
    if (answer.kind === 'call') known = scoped(answer, call, sha1) ?? known;
    else if (answer.kind === 'objects') known = withLoose(known, answer, call, servers.in(part), sha1);
    else if (isAbout(answer, call)) known = { objects: [], errors: [], warnings: [], complete: false, unread: answer };
  }
  if (known?.complete !== true && known?.unread !== undefined) {
    const line = String(known.unread.line);
    return fail(appError('guided.unread', { cmdlet: call.cmdlet, side: call.side, line, message: renderCall(call) }));
  }
  if (known?.complete !== true) {
    return fail(appError('guided.notCollected', { cmdlet: call.cmdlet, side: call.side, message: renderCall(call) }));
  }
  const terminating = known.errors.find((error) => error.terminating);
  if (terminating !== undefined) return failure(terminating, call);
  return ok({
    objects:
      call.select === undefined || call.cmdlet === 'Get-ExchangeCertificate' ? known.objects : known.objects.map(picked(call.select)),
    errors: known.errors.map((error) => ({ ...error, id: stableErrorId(error.id) })),
    warnings: known.warnings,
    verbose: [],
  });
}

const isAbout = ({ server }: UnreadAnswer, { parameters }: CmdletCall): boolean => {
  const asked = parameters['Server'];
  return server === undefined || typeof asked !== 'string' || sameServer(server, asked);
};

/** As a session reports it: a command that the user may not call does not exist in it. */
const failure = ({ message, category, id }: CmdletError, call: CmdletCall): Result<never> =>
  fail(appError(codeOfError(id), { cmdlet: call.cmdlet, message, category, id: stableErrorId(id) }));

/** The part of an answer that the call asks for; `undefined` when the answer is one to another call. */
function scoped(answer: CallAnswer, call: CmdletCall, sha1: Sha1): Known | undefined {
  if (!selects(answer, call)) return undefined;
  if (call.cmdlet === 'Get-Command') return ofCommands(answer, call);
  const narrowing = Object.entries(call.parameters).filter(([name]) => !Object.hasOwn(answer.parameters, name));
  const byIdentity = narrowing.some(([name]) => name === 'Identity');
  const covers = Object.entries(answer.parameters).every(([name, value]) => {
    const wanted = Object.hasOwn(call.parameters, name) ? call.parameters[name] : undefined;
    return wanted === undefined ? name === 'Server' && byIdentity : sameValue(name, value, wanted);
  });
  if (!covers) return undefined;
  const objects = answer.objects.filter((object) => narrowing.every(([name, value]) => matches(call, object, name, value, sha1)));
  // "Not in the list" is not the error that Exchange returns for a missing object.
  if (narrowing.length > 0 && objects.length === 0 && !(answer.errors.length > 0 && !byIdentity)) return undefined;
  return {
    objects,
    errors: narrowing.length > 0 && objects.length > 0 && byIdentity ? [] : answer.errors,
    warnings: answer.warnings,
    complete: true,
  };
}

/** Rows of a certificate are what the server picked; of other objects they are made from the whole ones. */
function selects(answer: CallAnswer, call: CmdletCall): boolean {
  const { select } = call;
  if (select === undefined) return answer.select === undefined;
  if (answer.select === undefined) return call.cmdlet !== 'Get-ExchangeCertificate';
  const picked = answer.select.map((name) => name.toLowerCase());
  return select.every((name) => picked.includes(name.toLowerCase()));
}

/** Get-Command answers for each name by itself. Of a name that an older script did not ask for it says nothing: neither found nor missing. */
function ofCommands(answer: CallAnswer, call: CmdletCall): Known | undefined {
  const [asked, wanted] = [answer.parameters['Name'], call.parameters['Name']].map((value) =>
    Array.isArray(value) ? (value as readonly string[]) : [],
  );
  if (asked === undefined || wanted === undefined || wanted.length === 0) return undefined;
  if (!wanted.some((name) => asked.some((other) => sameText(name, other)))) return undefined;
  const isAllWanted = asked.every((name) => wanted.some((other) => sameText(name, other)));
  const ofWanted = (text: string): boolean => wanted.some((name) => text.toLowerCase().includes(name.toLowerCase()));
  return {
    objects: answer.objects.filter((object) => wanted.some((name) => sameText(name, textProperty(object, 'Name') ?? ''))),
    errors: answer.errors.filter((error) => isAllWanted || ofWanted(error.message)),
    warnings: answer.warnings,
    complete: true,
  };
}

const sameValue = (name: string, a: ParameterValue, b: ParameterValue): boolean =>
  typeof a === 'string' && typeof b === 'string'
    ? name === 'Server'
      ? sameServer(a, b)
      : sameText(a, b)
    : JSON.stringify(a) === JSON.stringify(b);

/** Whether an object is one that the parameter asks for. */
function matches(call: CmdletCall, object: PsValue, name: string, value: ParameterValue, sha1: Sha1): boolean {
  // They say how thorough the cmdlet is, which its objects show, and not which objects it returns.
  if (name === 'FullCompareMode' || name === 'ExcludeRecipientTest') return true;
  if (typeof value !== 'string') return false;
  if (name === 'TargetServer') return sameServer(textProperty(object, 'Name') ?? '', value);
  if (name === 'Server') return sameServer(serverOf(call.cmdlet, object) ?? '', value);
  if (name === 'Thumbprint') return thumbprintOf(object, sha1) === value.toUpperCase();
  const names = call.cmdlet === 'Get-ReceiveConnector' ? ['Identity'] : ['Identity', 'Name', 'Fqdn'];
  return name === 'Identity' && names.some((property) => sameText(textProperty(object, property) ?? '', value));
}

/** Overlays the objects of a file or of pasted text on what is known so far. */
function withLoose(known: Known | undefined, answer: LooseAnswer, call: CmdletCall, servers: ServersOfPart, sha1: Sha1): Known | undefined {
  const isComplete = answer.complete && !isOfEdgeServer(answer);
  const particular = ['Identity', 'Thumbprint', 'TargetServer'].some((name) => call.parameters[name] !== undefined);
  const all = answer.objects.map((object) => placed(object, answer, call, servers, sha1));
  const wanted = all.filter(
    (object) => object !== undefined && Object.entries(call.parameters).every(([name, value]) => matches(call, object, name, value, sha1)),
  );
  // It is of one of the servers, and nothing says of which: what is known of each may be older.
  if (all.includes(undefined) && known !== undefined && !particular) return { ...known, complete: false, unread: { line: 0 } };
  if (wanted.length === 0 && (particular || call.parameters['Server'] !== undefined || !isComplete)) return known;
  const everything = particular || (isComplete && (call.parameters['Server'] !== undefined || answer.server === undefined));
  const failed = known?.errors.some(({ terminating }) => terminating) === true;
  const before = known === undefined || (failed && everything) ? [] : known.objects;
  return {
    objects: withObjects(before, wanted, call, sha1),
    errors: everything ? [] : (known?.errors ?? []),
    warnings: everything ? [] : (known?.warnings ?? []),
    complete: everything || known?.complete === true,
    ...(known?.unread !== undefined && !everything && { unread: known.unread }),
  };
}

function withObjects(before: readonly PsValue[], later: readonly (PsValue | undefined)[], call: CmdletCall, sha1: Sha1): PsValue[] {
  const objects = [...before];
  const certificates = call.cmdlet === 'Get-ExchangeCertificate';
  const places = new Map<string, number>();
  const enter = (object: PsValue, at: number): void => {
    const key = keyOf(call.cmdlet, object, sha1);
    if (key !== undefined && !places.has(key)) places.set(key, at);
  };
  for (const [at, object] of objects.entries()) enter(object, at);
  for (const object of later) {
    if (object === undefined || (certificates && call.select !== undefined && !ownPropertiesOfCertificate(object))) continue;
    const key = keyOf(call.cmdlet, object, sha1);
    const at = key === undefined ? -1 : (places.get(key) ?? -1);
    const found = objects[at];
    if (found === undefined) {
      objects.push(object);
      enter(object, objects.length - 1);
    }
    // Pasted text of a certificate adds to its row; it contains nothing of the certificate's own bytes.
    else if (!certificates || call.select !== undefined || hasCertificate(object)) objects[at] = overlaid(found, object);
  }
  return objects;
}

/**
 * The object with its server added, where the cmdlet is called once per server: the server that the object
 * or its command line says, else the Edge server from which its text was copied, else that of the only connector
 * of its name, else the only server of the organization. `undefined` where none of these determines it.
 */
function placed(object: PsValue, answer: LooseAnswer, call: CmdletCall, servers: ServersOfPart, sha1: Sha1): PsValue | undefined {
  if (!calledPerServer.has(call.cmdlet)) return object;
  if (object.type !== 'object' || serverOf(call.cmdlet, object) !== undefined) return object;
  const name = textProperty(object, 'Name');
  const server = answer.server ?? servers.edge() ?? servers.ofConnector(name) ?? servers.only();
  if (server === undefined) return undefined;
  const identities: Partial<Record<CmdletName, string | undefined>> = {
    'Get-ReceiveConnector': name,
    'Test-ServiceHealth': textProperty(object, 'Role'),
  };
  const identity = call.cmdlet in identities ? identities[call.cmdlet] : thumbprintOf(object, sha1);
  if (identity === undefined) return undefined;
  return overlaid(object, psObject({ Server: text(server), Identity: text(`${server}\\${identity}`) }));
}

const calledPerServer: ReadonlySet<CmdletName> = new Set<CmdletName>([
  'Get-ReceiveConnector',
  'Get-ExchangeCertificate',
  'Test-ServiceHealth',
]);

const text = (value: string): PsValue => ({ type: 'string', value });

/** On an Edge server Get-ExchangeServer returns that server alone, and not the organization. */
const isOfEdgeServer = ({ cmdlet, objects }: LooseAnswer): boolean =>
  cmdlet === 'Get-ExchangeServer' && objects.length > 0 && objects.every(isEdge);

const isEdge = (server: PsValue): boolean => /\bEdge\b/i.test(textProperty(server, 'ServerRole') ?? '');

/** Where a collection shows to which server something of one part belongs; each is looked for once, when it is first needed. */
interface ServersOfPart {
  /** The Edge server from which the part was copied */
  readonly edge: () => string | undefined;
  /** The server of the only connector of that name */
  readonly ofConnector: (name: string | undefined) => string | undefined;
  /** The organization's server, when a whole list of its servers was collected and nothing names another one */
  readonly only: () => string | undefined;
}

function serversIn(collection: Collection): { readonly in: (part: CollectionPart) => ServersOfPart } {
  let connectors: Map<string, Set<string>> | undefined;
  let only: { readonly server: string | undefined } | undefined;
  let edges: readonly string[] | undefined;
  const edgeOfPart = new Map<CollectionPart, string | undefined>();

  const edgeServers = (): readonly string[] => [
    ...objectsOf(collection, 'Get-ExchangeServer')
      .filter(isEdge)
      .flatMap((server) => textProperty(server, 'Name') ?? []),
    ...partition(objectsOf(collection, 'Get-HybridConfiguration'), (one) => readObjectNames(one, 'EdgeTransportServers')).known.flatMap(
      ({ value }) => value,
    ),
  ];
  const isEdgeName = (name: string): boolean => (edges ??= edgeServers()).some((one) => sameServer(one, name));

  /** Only an Edge server itself lists its receive connectors, and it lists no others. */
  function edgeOf(part: CollectionPart): string | undefined {
    const own = { parts: [part], unused: [] };
    if (objectsOf(own, 'Get-HybridConfiguration').length > 0) return undefined;
    const shown = objectsOf(own, 'Get-ReceiveConnector').flatMap((object) => serverOf('Get-ReceiveConnector', object) ?? []);
    const [first] = shown;
    return first !== undefined && isEdgeName(first) && shown.every((one) => sameServer(one, first)) ? first : undefined;
  }

  function connectorsByName(): Map<string, Set<string>> {
    const byName = new Map<string, Set<string>>();
    for (const object of objectsOf(collection, 'Get-ReceiveConnector')) {
      const [name, server] = [textProperty(object, 'Name')?.toLowerCase(), serverOf('Get-ReceiveConnector', object)];
      if (name === undefined || server === undefined) continue;
      const known = byName.get(name);
      if (known === undefined) byName.set(name, new Set([server]));
      else if (![...known].some((other) => sameText(other, server))) known.add(server);
    }
    return byName;
  }

  const everywhere: Omit<ServersOfPart, 'edge'> = {
    ofConnector: (name) => {
      if (name === undefined) return undefined;
      connectors ??= connectorsByName();
      const known = connectors.get(name.toLowerCase());
      return known?.size === 1 ? [...known][0] : undefined;
    },
    only: () => {
      only ??= { server: (edges ??= edgeServers()).length === 0 ? onlyServer(collection) : undefined };
      return only.server;
    },
  };
  return {
    in: (part) => ({
      ...everywhere,
      edge: () => {
        if (!edgeOfPart.has(part)) edgeOfPart.set(part, edgeOf(part));
        return edgeOfPart.get(part);
      },
    }),
  };
}

/** That one server was asked for does not make it the only one. */
function onlyServer(collection: Collection): string | undefined {
  const isWhole = (answer: Answer): boolean =>
    answer.cmdlet === 'Get-ExchangeServer' &&
    (answer.kind === 'call'
      ? Object.keys(answer.parameters).length === 0 && answer.errors.length === 0
      : answer.kind === 'objects' && answer.complete);
  if (!collection.parts.some(({ answers }) => answers.some(isWhole))) return undefined;
  const [first, ...others] = new Set(objectsOf(collection, 'Get-ExchangeServer').map((server) => textProperty(server, 'Name')));
  if (first === undefined || others.length > 0) return undefined;
  const configured = objectsOf(collection, 'Get-HybridConfiguration').flatMap((one) =>
    (['SendingTransportServers', 'ReceivingTransportServers'] as const).map((name) => readObjectNames(one, name)),
  );
  // A list that the text did not show says nothing; one that was shown and could not be read may name others.
  const lists = partition(configured, (list) => list);
  const mayNameOthers = lists.unknown.some(({ why }) => why.reason !== 'notReturned');
  return mayNameOthers || lists.known.some(({ value }) => value.some((name) => !sameServer(name, first))) ? undefined : first;
}

const objectsOf = (collection: Collection, cmdlet: Answer['cmdlet']): PsValue[] =>
  collection.parts.flatMap((part) => answersWithObjects(part).flatMap((answer) => (answer.cmdlet === cmdlet ? answer.objects : [])));

/**
 * The properties that are asked for. Unlike Select-Object it makes no `$null` of what was not collected: a certificate name that
 * nobody asked for is not a connector without one.
 */
const picked =
  (names: readonly string[]) =>
  (object: PsValue): PsValue =>
    psObject(
      Object.fromEntries(
        names.flatMap((name) => {
          const value = propertyOf(object, name);
          return value === undefined ? [] : [[name, value]];
        }),
      ),
    );
