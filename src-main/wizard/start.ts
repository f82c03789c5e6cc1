/** Puts the wizard together: what was kept, the adapter of each mode, the controller. */
import { join } from 'node:path';
import { languageOf } from '../../shared/messages/language.ts';
import type { Banner } from '../../shared/wizard/view.ts';
import { connectedSettings } from '../exchange/connected-settings.ts';
import { connectedExchange } from '../exchange/connected.ts';
import { exchangeByMode } from '../exchange/exchange.ts';
import { collectedFiles, guidedExchange, type CollectedFiles } from '../exchange/guided/guided.ts';
import { practiceExchange, type PracticeExchange } from '../exchange/practice/practice.ts';
import { persistedFile, type Persisted } from '../files/persisted-file.ts';
import type { Log } from '../log/log.ts';
import { createWizardController, worthResuming, type WizardController } from './controller.ts';
import { numberedViews, type NumberedViews } from './numbered-views.ts';
import { persistedWizardFormat, type PersistedWizard } from './persisted-wizard.ts';

export interface StartOptions {
  /** Folder for everything that is kept */
  readonly data: string;
  readonly now: () => Date;
  /** The system's language, e.g. `ja-JP` */
  readonly locale: string;
  readonly packaged: boolean;
  readonly modulePath: string;
  readonly log: Log;
}

/** Milliseconds that a call to the sample organization takes: long enough to see what runs. */
const practiceLatency = 120;

export interface Started {
  readonly controller: WizardController;
  readonly views: NumberedViews;
  readonly collected: CollectedFiles;
  readonly practice: PracticeExchange;
}

export async function startWizard(options: StartOptions): Promise<Started> {
  const path = join(options.data, 'wizard.json');
  const file = persistedFile(path, persistedWizardFormat, options.now);
  const kept = await file.read();
  const practice = practiceExchange({ now: options.now, latency: () => new Promise((resolve) => setTimeout(resolve, practiceLatency)) });
  const collected = collectedFiles({ folder: join(options.data, 'pasted'), now: options.now });
  const controller = createWizardController({
    language: languageOf(options.locale),
    now: options.now,
    store: {
      write: (stored) => file.write(stored),
      archive: async () => {
        const aside = await file.archive('previous');
        return aside.ok ? { ok: true, value: null } : aside;
      },
    },
    stored: kept.state === 'read' && worthResuming(kept.value) ? kept.value : null,
    banners: bannersOf(path, kept),
    exchange: exchangeByMode({ practice, guided: guidedExchange(collected), connected: connectedExchange(connectedSettings(options)) }),
    practice,
    collected,
    journalFolder: join(options.data, 'changes'),
    unexpected: (error) => {
      options.log.error('task', error);
    },
  });
  return { controller, views: numberedViews(controller), collected, practice };
}

function bannersOf(path: string, persisted: Persisted<PersistedWizard>): readonly Banner[] {
  switch (persisted.state) {
    case 'damaged':
      return [{ code: 'state.damaged', details: { archivedAs: persisted.archivedAs ?? '', reason: persisted.reason } }];
    case 'newer':
      return [{ code: 'state.newer', details: { path, format: String(persisted.format) } }];
    case 'absent':
    case 'read':
      return [];
  }
}
