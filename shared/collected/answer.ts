/** What a collection says to a call: the latest whole answer, with what was collected of single objects since. */
import { sameServer } from '../model/server-name.ts';
import { propertyOf, psNull, psObject, type PsValue } from '../clixml/value.ts';
import { type CmdletCall, type ParameterValue, stableErrorId, type CallOutcome, type CmdletError } from '../commands/call.ts';
import { codeOfError } from '../commands/exchange-error.ts';
import { renderCall } from '../commands/render.ts';
import { appError, fail, ok, type Result } from '../model/error.ts';
import type { Answer, CallAnswer, Collection, LooseAnswer } from './collection.ts';
import {
  hasCertificate,
  keyOf,
  overlaid,
  ownPropertiesOfCertificate,
  sameText,
  serverOf,
  textProperty,
  thumbprintOf,
  type Sha1,
} from './unattributed-objects.ts';

/** What is known of the answer so far. */
interface Known {
  readonly objects: readonly PsValue[];
  readonly errors: readonly CmdletError[];
  readonly warnings: readonly string[];
  /** Whether nothing can be missing in `objects` */
  readonly complete: boolean;
}

/**
 * `guided.notCollected` where the collection does not say everything that was asked; `details.message`
 * is then the text of the command. An error that the script met is reported as the server reported it.
 */
export function answerFrom(collection: Collection, call: CmdletCall, sha1: Sha1): Result<CallOutcome> {
  let known: Known | undefined;
  for (const answer of collection.parts.flatMap(({ answers }) => answers)) {
    if (answer.side !== call.side || answer.cmdlet !== call.cmdlet) continue;
    known = answer.kind === 'call' ? (scoped(answer, call, sha1) ?? known) : withLoose(known, answer, call, collection, sha1);
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

/** Get-Command answers for each name by itself. */
function ofCommands(answer: CallAnswer, call: CmdletCall): Known | undefined {
  const [asked, wanted] = [answer.parameters['Name'], call.parameters['Name']].map((value) =>
    Array.isArray(value) ? (value as readonly string[]) : [],
  );
  if (asked === undefined || wanted === undefined || wanted.length === 0) return undefined;
  if (!wanted.every((name) => asked.some((other) => sameText(name, other)))) return undefined;
  const ofWanted = (text: string): boolean => wanted.some((name) => text.toLowerCase().includes(name.toLowerCase()));
  return {
    objects: answer.objects.filter((object) => wanted.some((name) => sameText(name, textProperty(object, 'Name') ?? ''))),
    errors: answer.errors.filter((error) => wanted.length === asked.length || ofWanted(error.message)),
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
  if (typeof value !== 'string') return false;
  if (name === 'Server') return sameServer(serverOf(call.cmdlet, object) ?? '', value);
  if (name === 'Thumbprint') return thumbprintOf(object, sha1) === value.toUpperCase();
  const names = call.cmdlet === 'Get-ReceiveConnector' ? ['Identity'] : ['Identity', 'Name', 'Fqdn'];
  return name === 'Identity' && names.some((property) => sameText(textProperty(object, property) ?? '', value));
}

/** Overlays the objects of a file or of pasted text on what is known so far. */
function withLoose(known: Known | undefined, answer: LooseAnswer, call: CmdletCall, collection: Collection, sha1: Sha1): Known | undefined {
  const particular = call.parameters['Identity'] !== undefined || call.parameters['Thumbprint'] !== undefined;
  const wanted = answer.objects
    .map((object) => placed(object, answer, call, collection, sha1))
    .filter((object) => object !== undefined)
    .filter((object) => Object.entries(call.parameters).every(([name, value]) => matches(call, object, name, value, sha1)));
  if (wanted.length === 0 && (particular || call.parameters['Server'] !== undefined || !answer.complete)) return known;
  const everything = particular || (answer.complete && (call.parameters['Server'] !== undefined || answer.server === undefined));
  const failed = known?.errors.some(({ terminating }) => terminating) === true;
  const before = known === undefined || (failed && everything) ? [] : known.objects;
  return {
    objects: withObjects(before, wanted, call, sha1),
    errors: everything ? [] : (known?.errors ?? []),
    warnings: everything ? [] : (known?.warnings ?? []),
    complete: everything || known?.complete === true,
  };
}

function withObjects(before: readonly PsValue[], later: readonly PsValue[], call: CmdletCall, sha1: Sha1): PsValue[] {
  const objects = [...before];
  const certificates = call.cmdlet === 'Get-ExchangeCertificate';
  for (const object of later) {
    if (certificates && call.select !== undefined && !ownPropertiesOfCertificate(object)) continue;
    const key = keyOf(call.cmdlet, object, sha1);
    const at = key === undefined ? -1 : objects.findIndex((other) => keyOf(call.cmdlet, other, sha1) === key);
    const found = objects[at];
    if (found === undefined) objects.push(object);
    // Pasted text of a certificate adds to its row; it contains nothing of the certificate's own bytes.
    else if (!certificates || call.select !== undefined || hasCertificate(object)) objects[at] = overlaid(found, object);
  }
  return objects;
}

/**
 * The object with its server added, where the cmdlet is called once per server: the server that the object
 * or its command line says, else the identity of the only connector of that name, else the only server
 * of the organization. `undefined` where none of these determines it.
 */
function placed(object: PsValue, answer: LooseAnswer, call: CmdletCall, collection: Collection, sha1: Sha1): PsValue | undefined {
  if (call.cmdlet !== 'Get-ReceiveConnector' && call.cmdlet !== 'Get-ExchangeCertificate') return object;
  if (object.type !== 'object' || serverOf(call.cmdlet, object) !== undefined) return object;
  const name = textProperty(object, 'Name');
  const server = answer.server ?? serverByName(name, collection) ?? onlyServer(collection);
  if (server === undefined)
    return call.parameters['Thumbprint'] !== undefined && call.parameters['Server'] === undefined ? object : undefined;
  const identity = call.cmdlet === 'Get-ReceiveConnector' ? name : thumbprintOf(object, sha1);
  if (identity === undefined) return undefined;
  return overlaid(object, psObject({ Server: text(server), Identity: text(`${server}\\${identity}`) }));
}

const text = (value: string): PsValue => ({ type: 'string', value });

function serverByName(name: string | undefined, collection: Collection): string | undefined {
  if (name === undefined) return undefined;
  const identities = objectsOf(collection, 'Get-ReceiveConnector')
    .filter((object) => sameText(textProperty(object, 'Name') ?? '', name))
    .flatMap((object) => serverOf('Get-ReceiveConnector', object) ?? []);
  const servers = new Set(identities.map((server) => server.toLowerCase()));
  return servers.size === 1 ? identities[0] : undefined;
}

/** The organization's server, when Get-ExchangeServer was collected and named one. */
function onlyServer(collection: Collection): string | undefined {
  const names = new Set(objectsOf(collection, 'Get-ExchangeServer').map((server) => textProperty(server, 'Name')));
  return names.size === 1 ? [...names][0] : undefined;
}

const objectsOf = (collection: Collection, cmdlet: Answer['cmdlet']): PsValue[] =>
  collection.parts.flatMap(({ answers }) => answers.filter((answer) => answer.cmdlet === cmdlet).flatMap(({ objects }) => objects));

/** As Select-Object: `$null` for what the object does not have. */
const picked =
  (names: readonly string[]) =>
  (object: PsValue): PsValue =>
    psObject(Object.fromEntries(names.map((name) => [name, propertyOf(object, name) ?? psNull])));
