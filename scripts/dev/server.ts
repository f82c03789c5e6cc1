/** Where Vite serves the page while it is worked on. electron-vite sets the variable before it starts the window. */
const address = process.env['ELECTRON_RENDERER_URL'];
if (address === undefined) throw new Error('This is the main process of `npm run dev`, and is started by it only.');

export const server = address;
/** Vite tells the page by it what has changed. */
export const socket = address.replace(/^http/, 'ws');
