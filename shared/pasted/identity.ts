/** Names and identities that a text does not show, but that follow from what it shows. */
import { propertyOf, type PsObject, type PsValue } from '../clixml/value.ts';
import type { CmdletName } from '../commands/table.ts';
import { textOf } from '../read/property.ts';
import { pastedText } from './value.ts';

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
export function identified(cmdlet: CmdletName, object: PsObject, named: string | undefined): PsObject {
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
