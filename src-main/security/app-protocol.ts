/** "Avoid usage of the file:// protocol and prefer usage of custom protocols", "Only load secure content". */

import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { protocol, type Session } from 'electron';

// "Define a Content-Security-Policy": nothing is allowed but what the wizard itself brings.

/** `style-src-attr` lets a floating part be placed by its script; styles themselves come from files only. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types svelte-trusted-html',
].join('; ');

const appScheme = 'app';
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

/** Sent with every response, refusals included, so that an error page is bound by the same policy. */
const headers = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
} as const;

/** Before `ready`: the scheme is standard and secure, so that it has an origin and a policy. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: appScheme, privileges: { standard: true, secure: true, codeCache: true } }]);
}

/**
 * Names as the build gives them: letters, digits, `_`, `-` and dots that do not lead. Nothing that could
 * leave the folder, on any system, can be written with them, so nothing has to be decoded and compared.
 */
const ownFile = /^(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$/;

/** The file of a request below `folder`; `undefined` for another origin, another type or a name that the build never gives. */
function fileOfRequest(url: string, folder: string): { readonly path: string; readonly type: string } | undefined {
  if (!url.startsWith(`${appOrigin}/`) || !URL.canParse(url)) return undefined;
  const { pathname } = new URL(url);
  const type = mimeTypes[extname(pathname)];
  return type !== undefined && ownFile.test(pathname) ? { path: join(folder, pathname), type } : undefined;
}

/**
 * Serves the built renderer, and nothing else, with the policy on every answer. `scriptServed` is called after each script.
 * Not by `protocol.handle`, which loads the whole of fetch before the first answer: docs/decisions/0018.
 */
export function serveApp(session: Session, folder: string, scriptServed: () => void): void {
  const refusal = { statusCode: 404, headers, data: Buffer.alloc(0) };
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the other one takes a tenth longer to the first frame: see the decision
  const isRegistered = session.protocol.registerBufferProtocol(appScheme, ({ url, method }, answer) => {
    const file = method === 'GET' ? fileOfRequest(url, folder) : undefined;
    if (file === undefined) {
      answer(refusal);
      return;
    }
    readFile(file.path).then(
      (data) => {
        if (file.type === mimeTypes['.js']) scriptServed();
        answer({ headers: { ...headers, 'content-type': file.type }, data });
      },
      () => {
        answer(refusal);
      },
    );
  });
  if (!isRegistered) throw new Error(`The scheme ${appScheme} is already in use.`);
}
