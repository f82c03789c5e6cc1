/**
 * In the place of src-main/security/app-protocol.ts in `npm run dev`: the same origin, whose files come from
 * Vite. The policy of the product is loosened by the two things that hot reload cannot do without.
 */
import type { Session } from 'electron';
import { contentSecurityPolicy, appOrigin } from '../../src-main/security/app-protocol.ts';
import { server, socket } from './server.ts';

export { appOrigin, registerAppScheme, startPage } from '../../src-main/security/app-protocol.ts';

const policy = `${contentSecurityPolicy.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")}; connect-src ${socket}`;

/** Asked by Node, not by Chromium's session, to which every network stays closed. */
export function serveApp(session: Session): void {
  session.protocol.handle(new URL(appOrigin).protocol.slice(0, -1), async ({ url }) => {
    const answer = await fetch(`${server}${url.slice(appOrigin.length)}`);
    const headers = { 'content-type': answer.headers.get('content-type') ?? 'text/plain', 'content-security-policy': policy };
    return new Response(await answer.arrayBuffer(), { status: answer.status, headers });
  });
}
