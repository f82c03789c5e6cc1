/** Reads text of `… | fl`, as copied from a shell, into the objects that `shared/read` reads. What is not recognized is returned as `rest`, with the reason. */

import { psObject, type PsObject, type PsValue, propertyOf } from '../clixml/value.ts';
import type { CmdletName, Side } from '../commands/table.ts';
import { isThumbprint, parseCertificateName } from '../x509/certificate-name.ts';
import type { OtherFormat, OtherFormatKind } from './other-format.ts';
import {
  candidates,
  cmdletOfNames,
  fits,
  knownCmdlet,
  sideOf as sideOfObject,
  sidesOfCmdlet,
  type CommandLine,
  type KnownCmdlet,
} from './pasted-command.ts';
import { cmdletOfType } from './unattributed-objects.ts';
import { segmentsOf, type Block, type NamedProperty, type Segment } from './segments.ts';
import { dateOrderOf, isoOfDate } from './text-dates.ts';
import { unwrap, wrappingOf, type Wrapping } from './wrapped-lines.ts';
import { cutText, valueOfText, pastedText } from '../read/text-value.ts';
import { textOf } from '../read/property.ts';

const textProperty = (object: PsObject, name: string): string | undefined => {
  const value = propertyOf(object, name);
  const shown = value === undefined ? undefined : textOf(value);
  return shown === '' ? undefined : shown;
};

/**
 * The object with Identity, Name and Server inferred where the text does not show them. The identity of a
 * receive connector is `SERVER\name`, that of the other connectors is their name (captured output).
 * `commandIdentity`: the identity on the command line; given only when the command printed exactly one object.
 */
function withIdentity(cmdlet: CmdletName, object: PsObject, commandIdentity: string | undefined): PsObject {
  switch (cmdlet) {
    case 'Get-ReceiveConnector':
      return receiveConnector(object, commandIdentity);
    case 'Get-SendConnector':
    case 'Get-InboundConnector':
    case 'Get-OutboundConnector': {
      const name = textProperty(object, 'Name') ?? textProperty(object, 'Identity') ?? plainName(commandIdentity);
      return name === undefined ? object : withMissing(object, { Name: name, Identity: name });
    }
    case 'Get-TransportService':
    case 'Get-ExchangeServer': {
      const name = textProperty(object, 'Name') ?? textProperty(object, 'Identity') ?? plainName(commandIdentity);
      return name === undefined ? object : withMissing(object, { Name: name });
    }
    case 'Get-ExchangeCertificate':
      return commandIdentity !== undefined && isThumbprint(commandIdentity)
        ? withMissing(object, { Thumbprint: commandIdentity.toUpperCase() })
        : object;
    default:
      return object;
  }
}

function receiveConnector(object: PsObject, commandIdentity: string | undefined): PsObject {
  const [server, name] = [textProperty(object, 'Server'), textProperty(object, 'Name')];
  const identity =
    textProperty(object, 'Identity') ?? (server !== undefined && name !== undefined ? `${server}\\${name}` : commandIdentity);
  const at = identity?.indexOf('\\') ?? -1;
  if (identity === undefined || at <= 0) return object;
  return withMissing(object, { Identity: identity, Server: identity.slice(0, at), Name: identity.slice(at + 1) });
}

/** Only a plain name is a name: wildcards, GUIDs, paths and distinguished names identify an object without being its name. */
const plainName = (identity: string | undefined): string | undefined =>
  identity === undefined || /[*?]|^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$|\\|^CN=/i.test(identity) ? undefined : identity;

/** Adds the properties that were not shown. One that was shown stays as it is, even if it is unreadable. */
function withMissing(object: PsObject, values: Readonly<Record<string, string>>): PsObject {
  const added = Object.entries(values).filter(([name]) => propertyOf(object, name) === undefined);
  const properties = new Map<string, PsValue>([...object.properties, ...added.map(([name, value]) => [name, pastedText(value)] as const)]);
  return { ...object, properties };
}

/** Objects of one cmdlet, one after the other in the text. */
export interface PastedOutput {
  /** From 1 */
  readonly line: number;
  readonly side: Side;
  readonly cmdlet: CmdletName;
  /** The server that the command line names */
  readonly server: string | undefined;
  /** Whether the output has everything of that server or organization. Not known where the command line was not pasted: then `false` */
  readonly complete: boolean;
  readonly objects: readonly PsObject[];
}

/** The answer that a part of a text is, or may be: what was collected of it before is no longer known. */
export interface Attribution {
  readonly side: Side;
  readonly cmdlet: CmdletName;
  readonly server: string | undefined;
}

/**
 * Why a part of a text was not read. `otherCmdlet`: the wizard does not use that cmdlet. `unknownCmdlet`, `unknownSide`:
 * it cannot be seen whose output it is. `otherObject`: it does not fit the command above it. `noOutput`: a command
 * that printed nothing, or only an error. The others are formats.
 */
export type RestReason = 'otherCmdlet' | 'unknownCmdlet' | 'unknownSide' | 'otherObject' | 'noOutput' | OtherFormatKind;

export interface PastedRest {
  readonly line: number;
  readonly reason: RestReason;
  /** The cmdlet as typed, the names of the properties, or the number of the event */
  readonly what: string;
  /** Empty where it is about nothing that the wizard reads */
  readonly of: readonly Attribution[];
}

export interface PastedText {
  readonly outputs: readonly PastedOutput[];
  readonly rest: readonly PastedRest[];
}

/** Reads what is certain. Linear in the length of the text. */
export function readPasted(text: string): PastedText {
  const outputs: PastedOutput[] = [];
  const rest: PastedRest[] = [];
  const variables = new Map<string, CommandLine>();
  for (const segment of segmentsOf(text)) {
    const command = commandOf(segment, variables);
    const read = readSegment(segment, command);
    for (const output of read.outputs) outputs.push(output);
    // One by one: a text of many blocks has more of them than a call takes arguments.
    for (const one of read.rest) rest.push(one);
  }
  return { outputs: merged(outputs), rest: withoutSuperseded(rest, outputs) };
}

/** The command whose output stands there: of `$x | fl` the one that filled the variable. */
function commandOf({ command }: Segment, variables: Map<string, CommandLine>): CommandLine | undefined {
  if (command?.assigned !== undefined) variables.set(command.assigned.toLowerCase(), command);
  const filled = command?.variable === undefined ? undefined : variables.get(command.variable.toLowerCase());
  if (command === undefined || filled === undefined) return command;
  return {
    ...command,
    cmdlet: filled.cmdlet,
    server: filled.server,
    identity: filled.identity,
    narrowed: filled.narrowed || command.narrowed,
  };
}

function readSegment(segment: Segment, command: CommandLine | undefined): PastedText {
  const outputs: PastedOutput[] = [];
  const rest: PastedRest[] = [];
  const wrapping = wrappingOf(segment.blocks.flatMap(({ properties }) => properties));
  const dateOrder = dateOrderOf(
    segment.blocks.flatMap(({ properties }) =>
      properties.flatMap((one) => (isDate.test(one.name) ? [one.line.slice(one.column).trim()] : [])),
    ),
  );
  const typed = command === undefined ? undefined : knownCmdlet(command.cmdlet);
  const named = command !== undefined && command.cmdlet !== '';
  const blocks = segment.blocks.map((block) => ({ block, names: block.properties.map(({ name }) => name) }));
  const first = typed === undefined ? undefined : blocks.find(({ names }) => fits(typed, names));
  const isComplete = named && !command.narrowed && !segment.failed && blocks.length < segment.limit;
  for (const { block, names } of blocks) {
    // Objects of one output may differ in their properties, but all begin with the same one.
    const isOfTyped = typed !== undefined && fits(typed, names) && names[0] === first?.names[0];
    const cmdlet = named ? (isOfTyped ? typed : undefined) : cmdletOfNames(names);
    if (cmdlet === undefined) {
      const unread = unreadBlock(block, names, command);
      if (unread !== undefined) rest.push(unread);
      continue;
    }
    const identity = segment.blocks.length === 1 ? command?.identity : undefined;
    const object = withDates(withIdentity(cmdlet, objectOf(block, wrapping), identity), dateOrder);
    const side = sideOf(cmdlet, object, command);
    if (side === undefined) {
      rest.push({ line: block.line, reason: 'unknownSide', what: cmdlet, of: attributions([cmdlet], command) });
      continue;
    }
    // There is only one hybrid configuration, so a block of it is always complete.
    const complete = cmdlet === 'Get-HybridConfiguration' || isComplete;
    outputs.push({ line: block.line, side, cmdlet, server: command?.server, complete, objects: [object] });
  }
  for (const format of segment.formats) rest.push(unreadFormat(format, command));
  if (typed !== undefined && isWithoutOutput(segment, command))
    rest.push({ line: segment.line, reason: 'noOutput', what: typed, of: attributions([typed], command) });
  return { outputs, rest };
}

/** Properties whose values are dates. */
const isDate = /^(?:NotBefore|NotAfter)$/i;

/** The dates of a certificate as values; one that is not certain stays a text, which no reader takes for a date. */
function withDates(object: PsObject, order: ReturnType<typeof dateOrderOf>): PsObject {
  const properties = [...object.properties].map(([name, value]): readonly [string, PsValue] => {
    const date = isDate.test(name) ? isoOfDate(textOf(value) ?? '', order) : undefined;
    return [name, date === undefined ? value : { type: 'dateTime', value: date }];
  });
  return { ...object, properties: new Map(properties) };
}

/** The Exchange Management Shell is always on-premises. */
const sideOf = (cmdlet: KnownCmdlet, object: PsObject, command: CommandLine | undefined): Side | undefined => {
  const [side, another] = sidesOfCmdlet(cmdlet, command?.managementShell === true);
  return another === undefined ? side : sideOfObject(cmdlet, object);
};

const attributions = (cmdlets: readonly KnownCmdlet[], command: CommandLine | undefined): Attribution[] =>
  cmdlets.flatMap((cmdlet) =>
    sidesOfCmdlet(cmdlet, command?.managementShell === true).map((side) => ({ side, cmdlet, server: command?.server })),
  );

/** `undefined` for a block without any property that is read, behind a command that is read: a title, a line of prose. */
function unreadBlock({ line }: Block, names: readonly string[], command: CommandLine | undefined): PastedRest | undefined {
  const typed = command === undefined ? undefined : knownCmdlet(command.cmdlet);
  const what = names.slice(0, 8).join(', ');
  if (typed !== undefined) {
    const inferred = candidates(names);
    if (inferred.length === 0 && !fits(typed, names)) return undefined;
    return { line, reason: 'otherObject', what, of: attributions([...new Set([typed, ...inferred])], command) };
  }
  if (command !== undefined && command.cmdlet !== '') return { line, reason: 'otherCmdlet', what: command.cmdlet, of: [] };
  return { line, reason: 'unknownCmdlet', what, of: attributions(candidates(names), command) };
}

function unreadFormat({ kind, line, names, what }: OtherFormat, command: CommandLine | undefined): PastedRest {
  if (kind === 'event' || kind === 'hcwLog') return { line, reason: kind, what, of: [] };
  const typed = knownCmdlet(cmdletOfType(what) ?? command?.cmdlet ?? '');
  const isOther = command !== undefined && command.cmdlet !== '' && typed === undefined;
  return {
    line,
    reason: kind,
    what: names.slice(0, 8).join(', '),
    of: isOther ? [] : attributions(typed === undefined ? candidates(names) : [typed], command),
  };
}

/** A list of commands proves nothing: only one that was run, and behind which another one was. */
const isWithoutOutput = ({ blocks, formats, failed, ended }: Segment, command: CommandLine | undefined): boolean =>
  command?.prompted === true && !command.silent && blocks.length === 0 && formats.length === 0 && (ended || failed);

/** What is read whole further below is known all the same: it is no longer about that answer. */
function withoutSuperseded(rest: readonly PastedRest[], outputs: readonly PastedOutput[]): PastedRest[] {
  const keyOf = ({ side, cmdlet, server }: Attribution): string => `${side} ${cmdlet} ${server?.toLowerCase() ?? ''}`;
  const lines = new Map<string, number>();
  for (const output of outputs) if (output.complete) lines.set(keyOf(output), output.line);
  const isRead = (one: Attribution, line: number): boolean =>
    [one, { ...one, server: undefined }].some((place) => (lines.get(keyOf(place)) ?? 0) > line);
  return rest.map((one) => ({ ...one, of: one.of.filter((place) => !isRead(place, one.line)) }));
}

/** Merges neighbors of the same cmdlet, side, server and completeness; the line is that of the first. */
function merged(outputs: readonly PastedOutput[]): PastedOutput[] {
  const all: (PastedOutput & { readonly objects: PsObject[] })[] = [];
  for (const output of outputs) {
    const before = all.at(-1);
    if (
      before?.cmdlet === output.cmdlet &&
      before.side === output.side &&
      before.server === output.server &&
      before.complete === output.complete
    )
      for (const object of output.objects) before.objects.push(object);
    else all.push({ ...output, objects: [...output.objects] });
  }
  return all;
}

function objectOf({ properties }: Block, wrapping: Wrapping): PsObject {
  const values: Record<string, PsValue> = {};
  const spellings = new Map<string, string>();
  for (const property of properties) {
    const key = property.name.toLowerCase();
    const first = spellings.get(key);
    // The same property twice in one object: neither value can be trusted.
    if (first !== undefined) values[first] = cutText(property.line.slice(property.column).trim());
    else values[property.name] = valueOf(property, wrapping);
    spellings.set(key, first ?? property.name);
  }
  return withoutUnreliable(psObject(values));
}

function valueOf(property: NamedProperty, wrapping: Wrapping): PsValue {
  const shown = [property.line.slice(property.column), ...property.following].map((line) => line.trim()).join(' ');
  const whole = property.interrupted ? undefined : unwrap(property, wrapping);
  if (whole === undefined) return cutText(shown);
  // A certificate name is never a single word: such a text stands in its place, or is only a part of it (docs/domain.md, "Terms"). A thumbprint is a mistake that is made, and said.
  const notAName =
    /^tlscertificatename$/i.test(property.name) && whole !== '' && !isThumbprint(whole) && parseCertificateName(whole) === undefined;
  return notAName ? cutText(shown) : valueOfText(whole);
}

/**
 * Outside the Exchange Management Shell a certificate arrives without Exchange's own properties, and then its
 * HasPrivateKey is False and its FriendlyName empty regardless of the real values (docs/domain.md, "Certificates
 * over remoting"). A text that shows no value of Exchange's own properties may come from there, so both are dropped.
 */
function withoutUnreliable(object: PsObject): PsObject {
  const properties = [...object.properties];
  const isShown = ([name, value]: readonly [string, PsValue]): boolean =>
    /^(?:services|status|rootcatype|isselfsigned)$/i.test(name) && value.type !== 'null';
  if (!properties.some(([name]) => /^thumbprint$/i.test(name)) || properties.some(isShown)) return object;
  return { ...object, properties: new Map([...object.properties].filter(([name]) => !/^(?:hasprivatekey|friendlyname)$/i.test(name))) };
}
