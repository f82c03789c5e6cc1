/** "Do not use shell.openExternal with untrusted content": an id of a fixed list comes in, its address goes out. */
import { shell } from 'electron';
import { links, type LinkId } from '../../shared/ipc/links.ts';

export const openLink = (id: LinkId): Promise<void> => shell.openExternal(links[id]);
