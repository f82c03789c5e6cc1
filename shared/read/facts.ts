/** Facts about objects that no Set cmdlet has, in the form in which a plan holds and compares them. */
import type { PsValue } from '../clixml/value.ts';
import { partition } from '../model/known.ts';
import { accountOfRow } from './certificate-evidence.ts';
import { readText } from './property.ts';
import { readServiceState } from './service-health.ts';

/**
 * The fact of that name about `object`, which is called `EX01\<thumbprint>` or `EX01\<service>`, by all that the server returned.
 * `undefined`: it is not known. A certificate that is not among those of its server is not installed, if each of them has a thumbprint.
 */
export function readFact(objects: readonly PsValue[], object: string, name: string): boolean | undefined {
  const own = object.slice(object.lastIndexOf('\\') + 1);
  switch (name) {
    case 'Installed':
      return certificateOf(objects, own)?.isInstalled;
    case 'EnabledForSmtp':
      return certificateOf(objects, own)?.isEnabled;
    case 'Running':
      return partition([readServiceState(objects, own)], (one) => one).known.map(({ value }) => value === 'running')[0];
    default:
      return undefined;
  }
}

function certificateOf(
  rows: readonly PsValue[],
  thumbprint: string,
): { readonly isInstalled: boolean; readonly isEnabled: boolean | undefined } | undefined {
  const { known: named, unknown: nameless } = partition(rows, (row) => readText(row, 'Thumbprint'));
  // Every server has a certificate of its own: none at all is no answer.
  if (named.length === 0 || nameless.length > 0) return undefined;
  const row = named.find(({ value }) => value.toUpperCase() === thumbprint.toUpperCase());
  if (row === undefined) return { isInstalled: false, isEnabled: false };
  const [services] = partition([accountOfRow(row.item).told.services], (one) => one).known;
  return { isInstalled: true, isEnabled: services?.value.includes('SMTP') };
}
