/**
 * `npm run --silent sample -- <practice organization> <folder> [--now <time>] [--overwrite]`: writes what the collection
 * script of the guided mode would write in that organization. See docs/command-line.md, "Files to try it on".
 */
import { writeSample } from './sample/write-sample.ts';

// npm runs scripts in the project's folder; paths are meant from where the command was typed.
const { code, out, err } = await writeSample(process.argv.slice(2), process.env['INIT_CWD'] ?? '.');
process.stdout.write(out);
process.stderr.write(err);
process.exitCode = code;
