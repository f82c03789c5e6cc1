/** Reads text of `… | fl`, as copied from a shell, into the objects that `shared/read` reads. What is not recognized is returned as `rest`, with the reason. */

import { psObject, type PsObject, type PsValue, propertyOf } from '../clixml/value.ts';
import { cmdletTable, type CmdletName, type Side } from '../commands/table.ts';
import { parseCertificateName } from '../x509/certificate-name.ts';
import { segmentsOf, type Block, type NamedProperty, type Segment, unwrap, wrappingOf, type Wrapping } from './format-list.ts';
import { type CommandLine, cmdletOfNames, fits, knownCmdlet, sideOf, type KnownCmdlet } from './pasted-command.ts';
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
      return commandIdentity !== undefined && /^[0-9a-f]{40}$/i.test(commandIdentity)
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

/** A block that was not read: its cmdlet or side cannot be determined, or the wizard does not use that cmdlet. */
export interface PastedRest {
  readonly line: number;
  readonly reason: 'otherCmdlet' | 'unknownCmdlet' | 'unknownSide';
  /** The cmdlet as typed, or the names of the properties */
  readonly what: string;
}

export interface PastedText {
  readonly outputs: readonly PastedOutput[];
  readonly rest: readonly PastedRest[];
}

export function readPasted(text: string): PastedText {
  const outputs: PastedOutput[] = [];
  const rest: PastedRest[] = [];
  for (const segment of segmentsOf(text)) {
    const wrapping = wrappingOf(segment.blocks.flatMap(({ properties }) => properties));
    const [first] = segment.blocks;
    for (const block of segment.blocks) {
      const names = block.properties.map(({ name }) => name);
      const cmdlet = first === undefined ? undefined : cmdletOf(segment.command, names, first);
      if (cmdlet === undefined) {
        const typed = segment.command?.cmdlet ?? '';
        const other = typed !== '' && knownCmdlet(typed) === undefined;
        rest.push({
          line: block.line,
          reason: other ? 'otherCmdlet' : 'unknownCmdlet',
          what: other ? typed : names.slice(0, 8).join(', '),
        });
        continue;
      }
      const object = withIdentity(cmdlet, objectOf(block, wrapping), segment.blocks.length === 1 ? segment.command?.identity : undefined);
      const side = segment.command?.managementShell === true ? sideOfShell(cmdlet) : sideOf(cmdlet, object);
      if (side === undefined) rest.push({ line: block.line, reason: 'unknownSide', what: cmdlet });
      else outputs.push(outputOf({ line: block.line, cmdlet, side, object }, segment));
    }
  }
  return { outputs: merged(outputs), rest };
}

/** The command line decides if the properties fit it: what follows an output in a paste need not belong to it. */
function cmdletOf(command: CommandLine | undefined, names: readonly string[], first: Block): KnownCmdlet | undefined {
  if (command !== undefined && command.cmdlet !== '') {
    const typed = knownCmdlet(command.cmdlet);
    // Objects of one output may differ in their properties, but all begin with the same one.
    const startsLikeFirst = first.properties[0]?.name === names[0];
    return typed !== undefined && startsLikeFirst && fits(typed, names) ? typed : undefined;
  }
  return cmdletOfNames(names);
}

/** The Exchange Management Shell is always on-premises. */
const sideOfShell = (cmdlet: CmdletName): Side | undefined => {
  const [first, second] = cmdletTable[cmdlet].sides;
  return second === undefined ? first : 'onPremises';
};

const outputOf = (
  { line, cmdlet, side, object }: { line: number; cmdlet: KnownCmdlet; side: Side; object: PsObject },
  { command }: Segment,
): PastedOutput => ({
  line,
  side,
  cmdlet,
  server: command?.server,
  // There is only one hybrid configuration, so a block of it is always complete.
  complete: cmdlet === 'Get-HybridConfiguration' || (command !== undefined && command.cmdlet !== '' && !command.narrowed),
  objects: [object],
});

/** Merges neighbors of the same cmdlet, side, server and completeness; the line is that of the first. */
function merged(outputs: readonly PastedOutput[]): PastedOutput[] {
  const all: PastedOutput[] = [];
  for (const output of outputs) {
    const before = all.at(-1);
    if (
      before?.cmdlet === output.cmdlet &&
      before.side === output.side &&
      before.server === output.server &&
      before.complete === output.complete
    )
      all[all.length - 1] = { ...before, objects: [...before.objects, ...output.objects] };
    else all.push(output);
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
  // A certificate name is never a thumbprint or a single word: such a text is a mistake, or only a part of the name (docs/domain.md, "Terms").
  const notAName = /^tlscertificatename$/i.test(property.name) && whole !== '' && parseCertificateName(whole) === undefined;
  return notAName ? cutText(shown) : valueOfText(whole);
}

/**
 * Outside the Exchange Management Shell a certificate arrives without Exchange's own properties, and then its
 * HasPrivateKey is False and its FriendlyName empty regardless of the real values (docs/domain.md, "Certificates
 * over remoting"). A text that shows none of Exchange's own properties may come from there, so both are dropped.
 */
function withoutUnreliable(object: PsObject): PsObject {
  const names = [...object.properties.keys()];
  if (
    !names.some((name) => /^thumbprint$/i.test(name)) ||
    names.some((name) => /^(?:services|status|rootcatype|isselfsigned)$/i.test(name))
  ) {
    return object;
  }
  return { ...object, properties: new Map([...object.properties].filter(([name]) => !/^(?:hasprivatekey|friendlyname)$/i.test(name))) };
}
