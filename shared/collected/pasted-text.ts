/** Text of `… | fl`, as it was copied from a shell, as objects that `shared/read` reads. Pure; gives nothing for what it does not recognize. */

import { psObject, type PsObject, type PsValue, propertyOf } from '../clixml/value.ts';
import { cmdletTable, type CmdletName, type Side } from '../commands/table.ts';
import { parseCertificateName } from '../x509/certificate-name.ts';
import { segmentsOf, type Block, type NamedProperty, type Segment, unwrap, wrappingOf, type Wrapping } from './format-list.ts';
import { type CommandLine, cmdletOfNames, fits, knownCmdlet, sideOf, type KnownCmdlet } from './pasted-command.ts';
import { cutText, valueOfText, pastedText } from '../read/text-value.ts';
import { textOf } from '../read/property.ts';

// Names and identities that a text does not show, but that follow from what it shows.

const text = (object: PsObject, name: string): string | undefined => {
  const value = propertyOf(object, name);
  const shown = value === undefined ? undefined : textOf(value);
  return shown === '' ? undefined : shown;
};

/**
 * The object with its Identity, Name and Server where they were not shown. The identity of a receive
 * connector is `SERVER\name`, that of the other connectors is their name (captured output). `named`:
 * the object that the command line names, which is this one.
 */
function identified(cmdlet: CmdletName, object: PsObject, named: string | undefined): PsObject {
  switch (cmdlet) {
    case 'Get-ReceiveConnector':
      return receiveConnector(object, named);
    case 'Get-SendConnector':
    case 'Get-InboundConnector':
    case 'Get-OutboundConnector': {
      const name = text(object, 'Name') ?? text(object, 'Identity') ?? nameIn(named);
      return name === undefined ? object : completed(object, { Name: name, Identity: name });
    }
    case 'Get-TransportService':
    case 'Get-ExchangeServer': {
      const name = text(object, 'Name') ?? text(object, 'Identity') ?? nameIn(named);
      return name === undefined ? object : completed(object, { Name: name });
    }
    case 'Get-ExchangeCertificate':
      return named !== undefined && /^[0-9a-f]{40}$/i.test(named) ? completed(object, { Thumbprint: named.toUpperCase() }) : object;
    default:
      return object;
  }
}

function receiveConnector(object: PsObject, named: string | undefined): PsObject {
  const [server, name] = [text(object, 'Server'), text(object, 'Name')];
  const identity = text(object, 'Identity') ?? (server !== undefined && name !== undefined ? `${server}\\${name}` : named);
  const at = identity?.indexOf('\\') ?? -1;
  if (identity === undefined || at <= 0) return object;
  return completed(object, { Identity: identity, Server: identity.slice(0, at), Name: identity.slice(at + 1) });
}

/** A wildcard is no name, and a GUID or a path may be an identity too. */
const nameIn = (named: string | undefined): string | undefined =>
  named === undefined || /[*?]|^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$|\\|^CN=/i.test(named) ? undefined : named;

/** A property that was shown stays as it is, be it unreadable. */
function completed(object: PsObject, values: Readonly<Record<string, string>>): PsObject {
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

/** What the administrator says of blocks that do not say it themselves. */
export interface Told {
  readonly cmdlet?: CmdletName | undefined;
  readonly side?: Side | undefined;
  readonly server?: string | undefined;
}

export function readPasted(text: string, told: Told = {}): PastedText {
  const outputs: PastedOutput[] = [];
  const rest: PastedRest[] = [];
  for (const segment of segmentsOf(text)) {
    const wrapping = wrappingOf(segment.blocks.flatMap(({ properties }) => properties));
    const [first] = segment.blocks;
    for (const block of segment.blocks) {
      const names = block.properties.map(({ name }) => name);
      const cmdlet = first === undefined ? undefined : cmdletOf(segment.command, names, first, told);
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
      const object = identified(cmdlet, objectOf(block, wrapping), segment.blocks.length === 1 ? segment.command?.identity : undefined);
      const side = (segment.command?.managementShell === true ? sideOfShell(cmdlet) : sideOf(cmdlet, object)) ?? told.side;
      if (side === undefined) rest.push({ line: block.line, reason: 'unknownSide', what: cmdlet });
      else outputs.push(outputOf({ line: block.line, cmdlet, side, object }, segment, told));
    }
  }
  return { outputs: joined(outputs), rest };
}

/** The command line decides, and the properties must fit to it: what follows an output in a paste need not belong to it. */
function cmdletOf(command: CommandLine | undefined, names: readonly string[], first: Block, told: Told): KnownCmdlet | undefined {
  if (command !== undefined && command.cmdlet !== '') {
    const typed = knownCmdlet(command.cmdlet);
    // All objects of one output have the same properties, or nearly so: the first of them at least.
    const alike = first.properties[0]?.name === names[0];
    return typed !== undefined && alike && fits(typed, names) ? typed : undefined;
  }
  const own = cmdletOfNames(names);
  if (own !== undefined || told.cmdlet === undefined) return own;
  const said = knownCmdlet(told.cmdlet);
  return said !== undefined && fits(said, names) ? said : undefined;
}

/** The Exchange Management Shell is always on-premises. */
const sideOfShell = (cmdlet: CmdletName): Side | undefined => {
  const [first, second] = cmdletTable[cmdlet].sides;
  return second === undefined ? first : 'onPremises';
};

/** There is one hybrid configuration, so that a block of it is all of it. */
const outputOf = (
  { line, cmdlet, side, object }: { line: number; cmdlet: KnownCmdlet; side: Side; object: PsObject },
  { command }: Segment,
  told: Told,
): PastedOutput => ({
  line,
  side,
  cmdlet,
  server: command?.server ?? told.server,
  complete: cmdlet === 'Get-HybridConfiguration' || (command !== undefined && command.cmdlet !== '' && !command.narrowed),
  objects: [object],
});

/** Objects of the same output as one. */
function joined(outputs: readonly PastedOutput[]): PastedOutput[] {
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
  const seen = new Set<string>();
  for (const property of properties) {
    const key = property.name.toLowerCase();
    // The same property twice in one object: neither value can be trusted.
    values[property.name] = seen.has(key) ? cutText(property.line.slice(property.column).trim()) : valueOf(property, wrapping);
    seen.add(key);
  }
  return withoutOthersKey(psObject(values));
}

function valueOf(property: NamedProperty, wrapping: Wrapping): PsValue {
  const shown = [property.line.slice(property.column), ...property.following].map((line) => line.trim()).join(' ');
  const whole = property.interrupted ? undefined : unwrap(property, wrapping);
  if (whole === undefined) return cutText(shown);
  // A certificate name is never a thumbprint or a single word: such a text is a mistake, or only a part of the name (docs/domain.md, "Terms").
  const noName = /^tlscertificatename$/i.test(property.name) && whole !== '' && parseCertificateName(whole) === undefined;
  return noName ? cutText(shown) : valueOfText(whole);
}

/**
 * Outside of the Exchange Management Shell a certificate arrives without Exchange's own properties,
 * and then its HasPrivateKey is False and its FriendlyName empty, whatever is true (docs/domain.md, "Certificates over remoting").
 */
function withoutOthersKey(object: PsObject): PsObject {
  const names = [...object.properties.keys()];
  if (
    !names.some((name) => /^thumbprint$/i.test(name)) ||
    names.some((name) => /^(?:services|status|rootcatype|isselfsigned)$/i.test(name))
  ) {
    return object;
  }
  return { ...object, properties: new Map([...object.properties].filter(([name]) => !/^(?:hasprivatekey|friendlyname)$/i.test(name))) };
}
