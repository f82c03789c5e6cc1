/** Facts about objects that no Set cmdlet has, in the form in which a plan holds and compares them. */
import { propertyOf, type PsValue } from '../clixml/value.ts';
import { partition } from '../model/known.ts';
import { sameServer } from '../model/server-name.ts';
import { accountOfRow } from './certificate-evidence.ts';
import { readText, textOf } from './property.ts';
import { readServiceState } from './service-health.ts';

/**
 * The fact of that name about `object`, which is called `EX01\<thumbprint>`, `EX01\<service>` or `EDGE01\EdgeSync`, by all that the server returned.
 * `undefined`: it is not known. A certificate that is not among those of its server is not installed, if each of them has a thumbprint.
 */
export function readFact(objects: readonly PsValue[], object: string, name: string): boolean | undefined {
  const own = object.slice(object.lastIndexOf('\\') + 1);
  switch (name) {
    case 'Installed':
      return certificateOf(objects, own)?.isInstalled;
    case 'HasPrivateKey':
      return certificateOf(objects, own)?.hasPrivateKey;
    case 'EnabledForSmtp':
      return certificateOf(objects, own)?.isEnabled;
    case 'Running':
      return partition([readServiceState(objects, own)], (one) => one).known.map(({ value }) => value === 'running')[0];
    case 'Synchronized':
      return isSynchronized(objects, object.slice(0, object.indexOf('\\')));
    default:
      return undefined;
  }
}

function certificateOf(
  rows: readonly PsValue[],
  thumbprint: string,
): { readonly isInstalled: boolean; readonly hasPrivateKey: boolean | undefined; readonly isEnabled: boolean | undefined } | undefined {
  const { known: named, unknown: nameless } = partition(rows, (row) => readText(row, 'Thumbprint'));
  // Every server has a certificate of its own: none at all is no answer.
  if (named.length === 0 || nameless.length > 0) return undefined;
  const row = named.find(({ value }) => value.toUpperCase() === thumbprint.toUpperCase());
  if (row === undefined) return { isInstalled: false, hasPrivateKey: false, isEnabled: false };
  const { told } = accountOfRow(row.item);
  const [services] = partition([told.services], (one) => one).known;
  const [key] = partition([told.hasPrivateKey], (one) => one).known;
  return { isInstalled: true, hasPrivateKey: key?.value, isEnabled: services?.value.includes('SMTP') };
}

/**
 * By a full comparison of `Test-EdgeSynchronization`, which returns one object for each subscribed Edge server: SyncStatus says whether
 * EdgeSync works, and SendConnectorStatus whether the send connectors there are those of the organization. Without the comparison it is
 * Skipped, and nothing is known (cmdlet reference, FullCompareMode; docs/domain.md, "Edge servers").
 */
function isSynchronized(objects: readonly PsValue[], server: string): boolean | undefined {
  const own = partition(objects, (object) => readText(object, 'Name')).known.filter(({ value }) => sameServer(value, server));
  const [status] = own;
  if (status === undefined || own.length > 1) return undefined;
  const sync = textIn(status.item, 'SyncStatus');
  const compared = propertyOf(status.item, 'SendConnectorStatus');
  const connectors = textIn(compared, 'SyncStatus') ?? (compared === undefined ? undefined : textOf(compared));
  if (sync === 'Failed' || connectors === 'NotSynchronized') return false;
  return sync === 'Normal' && connectors === 'Synchronized' ? true : undefined;
}

function textIn(object: PsValue | undefined, name: string): string | undefined {
  const value = object === undefined ? undefined : propertyOf(object, name);
  return value === undefined ? undefined : textOf(value);
}
