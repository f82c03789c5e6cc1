/** Exposes one frozen object to the window. Runs in the sandbox: no Node, no state, no schemas. */
import { contextBridge, ipcRenderer, webUtils, type IpcRendererEvent } from 'electron';
import type { PageChannel, PushChannel, RequestChannel, WizardBridge } from '../../shared/ipc/channels.ts';

/** The names in `shared/ipc/channels.ts`, as `electron.vite.config.ts` writes them into the preload. */
declare const channelNames: { readonly requests: readonly PageChannel[]; readonly pushes: readonly PushChannel[] };

const names = channelNames;

const isOneOf = <T extends string>(allowed: readonly T[], channel: T): boolean => allowed.includes(channel);

const bridge: WizardBridge = {
  request: (channel, request) =>
    isOneOf(names.requests, channel) ? ipcRenderer.invoke(channel, request) : Promise.reject(new Error('There is no such channel.')),
  // Files of the window; the list of channels knows no browser, so it cannot name their type. Their paths go to the main process
  // from here: a page can make a file of any name, but none that has a path.
  dropped: (files) =>
    ipcRenderer.invoke(
      'files:dropped' satisfies RequestChannel,
      files.map((file) => webUtils.getPathForFile(file as File)),
    ),
  subscribe: (channel, listener) => {
    if (!isOneOf(names.pushes, channel)) throw new Error('There is no such channel.');
    const forward = (_: IpcRendererEvent, message: Parameters<typeof listener>[0]): void => {
      listener(message);
    };
    ipcRenderer.on(channel, forward);
    return () => {
      ipcRenderer.removeListener(channel, forward);
    };
  },
};

contextBridge.exposeInMainWorld('wizard', Object.freeze(bridge));
