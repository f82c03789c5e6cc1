/** What the window may ask for of a log of the HCW that is not followed. */
import { isPractice } from '../../shared/model/mode.ts';
import { basename } from 'node:path';
import type { Handlers } from '../../shared/ipc/channels.ts';
import { appError, fail, ok, type Result } from '../../shared/model/error.ts';
import { hcwLogReading, type HcwLogReading } from '../../shared/wizard/hcw-log.ts';
import type { WizardView } from '../../shared/wizard/view.ts';

export interface HcwLogTools {
  readonly view: () => WizardView;
  readonly addHcwLog: (reading: HcwLogReading) => Promise<Result<null>>;
  /** Asks for a log; none when the administrator closed the dialog */
  readonly askToOpen: () => Promise<readonly string[]>;
}

export const hcwLogHandlers = (tools: HcwLogTools): Pick<Handlers, 'hcw:openLog'> => ({
  'hcw:openLog': async () => {
    const { page, context } = tools.view();
    if (page !== 'hcw' || isPractice(context.mode)) return fail(appError('ipc.notNow'));
    const [path] = await tools.askToOpen();
    if (path === undefined) return ok(null);
    const [{ readLogFile }, { hcwLogAnswers }] = await Promise.all([import('./log-file.ts'), import('../../shared/hcw-log/read.ts')]);
    const read = await readLogFile(path);
    if (!read.ok) return read;
    return tools.addHcwLog(hcwLogReading({ origin: 'opened', file: basename(path), answers: hcwLogAnswers(read.value), problem: null }));
  },
});
