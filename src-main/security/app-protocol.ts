/** "Avoid usage of the file:// protocol and prefer usage of custom protocols". */
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { protocol, type Session } from 'electron';
import { contentSecurityPolicy } from './content-security-policy.ts';

export const appScheme = 'app';
export const appOrigin = `${appScheme}://wizard`;
export const startPage = `${appOrigin}/index.html`;

const mimeTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Before `ready`: the scheme is standard and secure, so that it has an origin and a policy. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: appScheme, privileges: { standard: true, secure: true, codeCache: true } }]);
}

/** The file of a request below `folder`; `undefined` for another host, another type or a path that leads out. */
export function fileOfRequest(url: string, folder: string): { readonly path: string; readonly type: string } | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol: scheme, host, pathname } = new URL(url);
  const type = mimeTypes[extname(pathname)];
  if (scheme !== `${appScheme}:` || host !== 'wizard' || type === undefined) return undefined;
  const path = normalize(join(folder, decodeURIComponent(pathname)));
  return path.startsWith(folder + sep) && !path.includes('\0') ? { path, type } : undefined;
}

/** Serves the built renderer, and nothing else, with the policy on every answer. */
export function serveApp(session: Session, folder: string): void {
  session.protocol.handle(appScheme, async ({ url, method }) => {
    const file = method === 'GET' ? fileOfRequest(url, folder) : undefined;
    if (file === undefined) return new Response(null, { status: 404 });
    try {
      return new Response(await readFile(file.path), {
        headers: {
          'content-type': file.type,
          'content-security-policy': contentSecurityPolicy,
          'x-content-type-options': 'nosniff',
          'cross-origin-opener-policy': 'same-origin',
        },
      });
    } catch {
      return new Response(null, { status: 404 });
    }
  });
}
