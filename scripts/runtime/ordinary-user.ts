/**
 * Chromium's sandbox does not run as root. Started by root, the window therefore runs as an ordinary
 * user that is made for it, in folders that this user can read.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../root.ts';
import { cacheFolder, isRoot } from './cache.ts';

const userName = 'hcw-window';

export interface OrdinaryUser {
  readonly uid: number;
  readonly gid: number;
}

/** The user to run as; `undefined` when this process is no root and can go on as it is. */
function ordinaryUser(): OrdinaryUser | undefined {
  if (!isRoot) return undefined;
  if (spawnSync('id', [userName]).status !== 0)
    execFileSync('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', userName]);
  const number = (option: string): number => Number(execFileSync('id', [option, userName], { encoding: 'utf8' }));
  return { uid: number('-u'), gid: number('-g') };
}

/** A fresh folder of the ordinary user, for one run of the window. */
export function folderForUser(prefix: string): string {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  giveTo(folder);
  return folder;
}

/** Hands a file, or a folder with all that is in it, over to the ordinary user. */
export function giveTo(path: string): void {
  const user = ordinaryUser();
  if (user !== undefined) execFileSync('chown', ['-R', `${user.uid}:${user.gid}`, path]);
}

/**
 * An executable that starts `executable` as the ordinary user. It replaces itself by it, so that
 * signals and pipes reach it.
 */
export function asOrdinaryUser(executable: string, home: string): string {
  const user = ordinaryUser();
  if (user === undefined) return executable;
  const wrapper = join(home, 'electron-as-user');
  const command = `exec setpriv --reuid=${String(user.uid)} --regid=${String(user.gid)} --clear-groups env HOME='${home}' XDG_CONFIG_HOME='${home}/config' TMPDIR='${home}' '${executable}' "$@"`;
  writeFileSync(wrapper, `#!/bin/sh\n${command}\n`);
  chmodSync(wrapper, 0o755);
  return wrapper;
}

/** The built wizard where the ordinary user can read it: in place, or as a copy when root runs it. Each clone has a copy of its own. */
export function stageApp(): string {
  if (!isRoot) return root;
  const staged = join(cacheFolder, `app-${createHash('sha256').update(root).digest('hex').slice(0, 8)}`);
  rmSync(staged, { recursive: true, force: true });
  mkdirSync(join(staged, 'out'), { recursive: true });
  cpSync(join(root, 'out/app'), join(staged, 'out/app'), { recursive: true });
  cpSync(join(root, 'package.json'), join(staged, 'package.json'));
  execFileSync('chmod', ['-R', 'a+rX', staged]);
  return staged;
}
