/** Exposes one frozen object to the window, derived from the channel list. Runs in the sandbox: no Node, no state. */
import { contextBridge, ipcRenderer, webUtils, type IpcRendererEvent } from 'electron';
import { bridgeName, pushChannels, requestChannels, type WizardBridge } from '../../shared/ipc/bridge.ts';

const isOneOf = <T extends string>(list: readonly T[], name: string): name is T => list.some((entry) => entry === name);

const bridge: WizardBridge = {
  request: (channel, request) =>
    isOneOf(requestChannels, channel) ? ipcRenderer.invoke(channel, request) : Promise.reject(new Error('There is no such channel.')),
  // Files of the window; the list of channels knows no browser, so it cannot name their type.
  pathsOf: (files) => files.map((file) => webUtils.getPathForFile(file as File)),
  subscribe: (channel, listener) => {
    if (!isOneOf(pushChannels, channel)) throw new Error('There is no such channel.');
    const forward = (_: IpcRendererEvent, message: Parameters<typeof listener>[0]): void => {
      listener(message);
    };
    ipcRenderer.on(channel, forward);
    return () => {
      ipcRenderer.removeListener(channel, forward);
    };
  },
};

contextBridge.exposeInMainWorld(bridgeName, Object.freeze(bridge));
