/** Reads the log that is named, in a process of its own, and prints milliseconds and the highest memory above idle, in bytes. */
import { readLogFile } from '../../src-main/hcw-log/log-file.ts';

const before = process.memoryUsage().rss;
let peak = before;
const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 5);
const start = performance.now();
const read = await readLogFile(process.argv[2] ?? '');
clearInterval(timer);
if (!read.ok) throw new Error(read.error.code);
console.log(JSON.stringify({ milliseconds: performance.now() - start, bytes: peak - before }));
