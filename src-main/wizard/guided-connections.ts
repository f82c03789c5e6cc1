/** Guided mode: the "connection" is what the administrator collected by hand and opened. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { appError, fail, ok, type Result } from '../../shared/model/error.ts';
import type { Source } from '../../shared/collected/collected-file.ts';
import type { WizardContext } from '../../shared/wizard/context.ts';
import { onlySides, type ExchangeGateway } from '../exchange/port.ts';
import { atomicWrite, notWritten } from '../files/atomic-write.ts';
import { digestOf } from '../files/digest.ts';
import type { Connections } from './connections.ts';

export interface GuidedConnections extends Connections {
  /** Reads what is there and says what it holds; nothing of it is kept yet. */
  examine(kind: Source['kind'], path: string): Promise<Result<Source>>;
  /** Keeps pasted text as a file of its own, since it must be there after a restart, and examines it. */
  examineText(text: string): Promise<Result<Source>>;
}

export interface GuidedTools {
  /** Folder for pasted texts */
  readonly folder: string;
  readonly now: () => Date;
}

export function guidedConnections({ folder, now }: GuidedTools): GuidedConnections {
  let gateway: ExchangeGateway | undefined;
  let online = false;

  const forget = (): Promise<void> => {
    gateway = undefined;
    online = false;
    return Promise.resolve();
  };

  async function examine(kind: Source['kind'], path: string): Promise<Result<Source>> {
    const digest = await digestOf(path);
    if (!digest.ok) return digest;
    const { describeCollection, readCollection } = await import('../exchange/guided/guided.ts');
    const collection = await readCollection([path], { now });
    if (!collection.ok) return collection;
    return ok({
      kind,
      path,
      addedAt: now().toISOString(),
      digest: digest.value,
      parts: describeCollection(collection.value),
      unused: collection.value.unused.map(({ source, line, error }) => ({ path: source, line, error })),
    });
  }

  /** Only what is newer than the last change says anything of the state after it; before a change that is everything. */
  async function open({ sources, freshFrom }: WizardContext): Promise<Result<null>> {
    const { emptyCollection, guidedGateway, mergeCollections, readCollection } = await import('../exchange/guided/guided.ts');
    let merged = emptyCollection;
    for (const { path, digest } of sources.slice(freshFrom)) {
      const found = await digestOf(path);
      if (!found.ok) return found;
      // What was shown on the pages came from other content.
      if (found.value !== digest) return fail(appError('collection.changed', { path }));
      const read = await readCollection([path], { now });
      if (!read.ok) return read;
      merged = mergeCollections(merged, read.value);
    }
    gateway = guidedGateway(merged);
    return ok(null);
  }

  return {
    examine,
    examineText: async (text) => {
      const path = join(folder, `${now().toISOString().replaceAll(/[:.]/g, '-')}.txt`);
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
      } catch (error) {
        return fail(notWritten(path, error));
      }
      const written = await atomicWrite(path, text);
      return written.ok ? examine('pasted', path) : written;
    },
    openOnPremises: async (context) => {
      online = false;
      return open(context);
    },
    openExchangeOnline: async (context) => {
      if (gateway === undefined) {
        const opened = await open(context);
        if (!opened.ok) return opened;
      }
      online = true;
      return ok(null);
    },
    gateway: () => (gateway === undefined ? undefined : onlySides(gateway, online ? ['onPremises', 'exchangeOnline'] : ['onPremises'])),
    lost: forget,
    close: forget,
  };
}
