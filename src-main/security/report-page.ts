/**
 * A report as a page to print. It is served from memory to a session of its own, in which there is nothing else: no network, no file,
 * no page of the wizard, no preload, no script.
 */
import { session, type Session, type WebPreferences } from 'electron';
import { appOrigin } from './app-protocol.ts';
import { secureReportSession } from './application.ts';
import { secureWebPreferences } from './web-contents.ts';

const scheme = new URL(appOrigin).protocol.slice(0, -1);
/** Not the origin of the wizard's own page: nothing that it sent would be answered. */
const origin = `${scheme}://report`;

const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const;

/** The texts that are printed now, by their address. */
const pages = new Map<string, string>();
let own: Session | undefined;
let count = 0;

function reportSession(): Session {
  if (own === undefined) {
    // Without `persist:` it is in memory only.
    own = session.fromPartition('report', { cache: false });
    secureReportSession(own);
    own.protocol.handle(scheme, ({ url, method }) => {
      const html = method === 'GET' ? pages.get(url) : undefined;
      return html === undefined ? new Response(null, { status: 404, headers }) : new Response(html, { headers });
    });
  }
  return own;
}

export interface ReportPage {
  readonly url: string;
  readonly webPreferences: WebPreferences;
  /** Serves it no more. */
  readonly end: () => void;
}

export function serveReport(html: string): ReportPage {
  count += 1;
  const url = `${origin}/${String(count)}.html`;
  pages.set(url, html);
  return {
    url,
    webPreferences: { ...secureWebPreferences(undefined), session: reportSession(), javascript: false, images: false },
    end: () => {
      pages.delete(url);
    },
  };
}
