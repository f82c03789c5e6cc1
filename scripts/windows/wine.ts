/**
 * Windows programs, run by Wine in the Linux system that HCW_WINDOWS names. Each run has mounts and processes of its own, which
 * the kernel takes back when it ends.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A folder of this machine, and its place below `mounted`. */
export interface Mount {
  readonly from: string;
  readonly to: string;
  /** A folder whose files lie over those of `from`; what is written there is gone after the run */
  readonly over?: string;
}

export interface WindowsRun {
  /** A name that Windows finds, or a path as Linux has it */
  readonly program: string;
  readonly args: readonly string[];
  readonly mounts: readonly Mount[];
  /** The working folder, as Linux has it */
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

export interface WindowsResult {
  /** `undefined`: it did not end in time, and was ended */
  readonly code: number | undefined;
  readonly out: string;
  readonly err: string;
}

export type RunOnWindows = (run: WindowsRun) => Promise<WindowsResult>;

/** Where a run finds its mounts: a folder that every Linux system has. */
export const mounted = '/mnt';

/** The same path as a Windows program names it. */
export const windowsPath = (path: string): string => `Z:${path.replaceAll('/', '\\')}`;

/**
 * The command line that runs a Windows program, without the program and its arguments. `system`: root folder of the Linux system with
 * Wine. `work`: a folder for the prefix of Wine, which is its Windows.
 */
export function commandLine(system: string, work: string, mounts: readonly Mount[], folder: string): readonly string[] {
  const all: readonly Mount[] = [{ from: join(work, 'prefix'), to: `${mounted}/prefix` }, ...mounts];
  const list = all.flatMap(({ from, to, over = '' }) => [from, to, over]);
  const namespace = ['unshare', '--mount', '--pid', '--fork', '--kill-child', 'sh', '-c', inNamespace, 'sh'];
  return [...namespace, system, join(work, 'memory'), folder, String(all.length), ...list];
}

/** Output goes through files in `work`: Node for Windows takes no Linux pipe. */
export function wineIn(system: string, work: string): RunOnWindows {
  let runs = 0;
  return async ({ program, args, mounts, folder, env = {}, timeoutMs }) => {
    for (const name of ['prefix', 'memory']) await mkdir(join(work, name), { recursive: true });
    runs += 1;
    const [outPath, errPath] = [join(work, `${String(runs)}.out`), join(work, `${String(runs)}.err`)];
    const [out, err] = [await open(outPath, 'w'), await open(errPath, 'w')];
    const [command = '', ...given] = [...commandLine(system, work, mounts, folder), program, ...args];
    const child = spawn(command, given, {
      stdio: ['ignore', out.fd, err.fd],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      env: { ...surroundings, ...env },
    });
    try {
      const [code] = (await once(child, 'exit')) as [number | null];
      return { code: code ?? undefined, out: await readFile(outPath, 'utf8'), err: await readFile(errPath, 'utf8') };
    } finally {
      await Promise.all([out.close(), err.close()]);
    }
  };
}

/** Nothing of this machine's own but the language: what a test sees must not depend on who runs it. */
export const surroundings = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: `${mounted}/home`,
  XDG_RUNTIME_DIR: '/tmp',
  LC_ALL: 'C.UTF-8',
  WINEPREFIX: `${mounted}/prefix`,
  WINEDEBUG: '-all',
  // Wine calls itself an older Windows than Node wants.
  NODE_SKIP_PLATFORM_CHECK: '1',
} as const;

/**
 * Makes the mounts and starts the program. The Linux system lies below a layer in memory, so that nothing is left in it. What Wine keeps
 * in memory, such as the registry, is written before the run ends.
 */
const inNamespace = `set -e
system=$1 memory=$2 folder=$3 count=$4
shift 4
layer() {
  mkdir -p "$memory/$1/upper" "$memory/$1/work"
  mount -t overlay overlay -o "lowerdir=$2,upperdir=$memory/$1/upper,workdir=$memory/$1/work" "$3"
}
mount -t tmpfs tmpfs "$memory"
root="$memory/root"
mkdir "$root"
layer system "$system" "$root"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mkdir -p "$root${mounted}/home"
while [ "$count" -gt 0 ]; do
  mkdir -p "$root$2"
  if [ -z "$3" ]; then mount --bind "$1" "$root$2"; else layer "$count" "$3:$1" "$root$2"; fi
  count=$((count - 1))
  shift 3
done
exec chroot "$root" sh -c 'cd "$0" && { wine "$@"; code=$?; wineserver --wait; exit "$code"; }' "$folder" "$@"`;
