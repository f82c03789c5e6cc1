/** Logs of the HCW. */
import { emptyHcwLog, endHcwLog, hcwLogAnswers, mostKept, readHcwLog } from '../../../shared/hcw-log/read.ts';
import { logText } from '../../../src-main/hcw-log/log-text.ts';
import * as excerpts from '../../unit/hcw-log/excerpts.ts';
import { must, type FuzzFormat } from '../format.ts';

// The names of certificates are no logs.
const { oldName, newName, ...logs } = excerpts;
const names: readonly string[] = [oldName, newName];

export const hcwLog: FuzzFormat = {
  name: 'hcw-log',
  seeds: [...Object.values(logs), ...names.map((name) => `${logs.federation}\r\n${name}`)].map((text) => ({
    bytes: new Uint8Array(Buffer.from(text)),
    cuts: [],
  })),
  read: (input) => {
    const text = logText();
    const state = readHcwLog(readHcwLog(emptyHcwLog, text.add(input)), text.end());
    const { commands, outcomes, errors, entries } = hcwLogAnswers(endHcwLog(state));
    must(commands.last.length <= mostKept.commands && errors.last.length <= mostKept.errors, 'what is kept is bounded');
    must(
      Object.values(outcomes).every((count) => count >= 0),
      'no outcome is counted twice',
    );
    must(outcomes.finished + outcomes.failed + outcomes.notKnown === commands.all, 'every command has one outcome');
    return { accepted: entries > 0 };
  },
};
