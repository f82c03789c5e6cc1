/** The PowerShell executable is looked for before it is started: a process that cannot start says nothing useful. */
import { access, constants, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { appError, fail, ok, type Result } from '../../shared/model/error.ts';

/** The full path of `name`, a path or a name on PATH. `powershell.notFound` when there is none that can be run. */
export async function findExecutable(name: string, env: NodeJS.ProcessEnv): Promise<Result<string>> {
  const candidates = isAbsolute(name)
    ? [name]
    : (env['PATH'] ?? env['Path'] ?? '')
        .split(delimiter)
        .filter((folder) => folder !== '')
        .flatMap((folder) => namesOf(name).map((file) => join(folder, file)));
  for (const candidate of candidates) if (await canRun(candidate)) return ok(candidate);
  return fail(appError('powershell.notFound', { executable: name }));
}

const namesOf = (name: string): readonly string[] =>
  process.platform === 'win32' && !name.toLowerCase().endsWith('.exe') ? [`${name}.exe`] : [name];

/** A folder may be entered, for which the system has the same right. */
const canRun = (path: string): Promise<boolean> =>
  Promise.all([stat(path), access(path, constants.X_OK)]).then(
    ([found]) => found.isFile(),
    () => false,
  );
