import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { mailServersOf } from '../../../shared/rules/mail-servers.ts';
import type { ChainCheck, Revocation, ServerAnswer } from '../../../shared/x509/verification.ts';
import type { Result } from '../../../shared/model/error.ts';
import { known } from '../../../shared/model/known.ts';
import type { Organization } from '../../../shared/model/organization.ts';
import type { WizardView } from '../../../shared/wizard/view.ts';
import { verifyHandlers, type VerifyHandlers } from '../../../src-main/pki/handlers.ts';
import { goTo, newCertificate } from '../wizard-main/administrator.ts';
import { newFolder, removeFolders, startProgram } from '../wizard-main/program.ts';
import { ocspResponse, revocationList } from './answers.ts';
import { endHttp, serveHttp, type HttpServer } from './http-server.ts';
import { chainOfThree, issue, now, type Issued } from './issue.ts';
import { endServers, serve, smtp } from './smtp-server.ts';

let practice: WizardView;
beforeAll(async () => {
  const program = await startProgram(await newFolder());
  practice = await goTo(program, 'certificate.ready');
});
afterAll(removeFolders);
afterEach(async () => {
  await endServers();
  await endHttp();
});

const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
};
const notNow = { ok: false, error: { code: 'ipc.notNow' } };

/** What was collected of two servers, whose stores have these certificates; both are on this machine. */
function collected(...stored: readonly Issued[]): WizardView {
  const organization = practice.context.organization;
  const [sample] = organization?.hybridServers ?? [];
  if (organization === null || sample?.certificates.known !== true || sample.certificates.value[0] === undefined)
    throw new Error('no sample');
  const [template] = sample.certificates.value;
  const certificates = known(stored.map(({ facts }) => ({ ...template, facts })));
  const changed: Organization = {
    ...organization,
    servers: known(
      ['1', '2'].map((last) => ({ name: `EX0${last}`, fqdn: `127.0.0.${last}`, version: known(''), serverRole: known('Mailbox') })),
    ),
    hybridConfiguration: known(null),
    hybridServers: ['EX01', 'EX02'].map((name) => ({ ...sample, name, certificates })),
  };
  const judged = practice.certificates
    .slice(0, 1)
    .map((one) => ({ ...one, inUse: known(true), thumbprint: stored[1]?.facts.thumbprint ?? '' }));
  return { ...practice, certificates: judged, context: { ...practice.context, mode: 'guided', organization: changed } };
}

interface Check {
  readonly handlers: VerifyHandlers;
  readonly server: (name: string) => Promise<ServerAnswer>;
  readonly chain: () => Promise<ChainCheck>;
  readonly revocation: (of: Issued) => Promise<Revocation>;
}

const checking = (view: () => WizardView, chosen: Issued, port: number): Check => {
  const handlers = verifyHandlers({ view, now: () => now, port });
  const { thumbprint } = chosen.facts;
  return {
    handlers,
    server: async (server) => value(await handlers['verify:server']({ thumbprint, server })),
    chain: async () => value(await handlers['verify:chain']({ thumbprint })),
    revocation: async (of) => value(await handlers['verify:revocation']({ thumbprint, certificate: of.facts.thumbprint })),
  };
};

/** An authority whose responder, list and certificate are on this machine. */
async function authority(
  answer: (path: string) => Uint8Array | undefined,
): Promise<{ readonly http: HttpServer; readonly root: Issued; readonly intermediate: Issued; readonly leaf: Issued }> {
  const http = await serveHttp(({ url = '' }, response) => {
    const bytes = answer(url);
    if (bytes === undefined) response.writeHead(404).end();
    else response.end(bytes);
  });
  const root = issue({ name: 'Root', isCA: true, toDay: 4000 });
  const intermediate = issue({ name: 'Intermediate', issuer: root, isCA: true, crlUrls: [`${http.url}/root.crl`] });
  const leaf = issue({
    name: 'mail.contoso.com',
    issuer: intermediate,
    // Written so that it does not look like the address that it is.
    ocspUrls: [`${http.url.replace('127.0.0.1', '0x7f000001')}/ocsp`],
    issuerUrls: [`${http.url}/intermediate.crt`, 'https://not.shown/'],
    crlUrls: ['ldap:///CN=x'],
  });
  return { http, root, intermediate, leaf };
}

it('the servers to connect to are the hybrid servers by their full names, and Edge servers by what is known', () => {
  const organization = practice.context.organization;
  if (organization === null) throw new Error('no organization');
  expect(mailServersOf(organization).map(({ host }) => host)).toContain('ex01.contoso.com');
  const configuration = organization.hybridConfiguration;
  if (!configuration.known || configuration.value === null) throw new Error('no hybrid configuration');
  const edge: Organization = { ...organization, hybridConfiguration: known({ ...configuration.value, edgeTransportServers: ['EDGE01'] }) };
  expect(mailServersOf(edge).at(-1)).toEqual({ server: 'EDGE01', host: 'EDGE01' });
});

describe('servers and chains', () => {
  it('tell on which server the intermediate is missing, and which certificate each presents', async () => {
    const { intermediate, leaf, root } = chainOfThree();
    const old = issue({ name: 'mail.contoso.com', issuer: intermediate });
    const port = await serve(smtp([leaf, intermediate]));
    await serve(smtp([old]), '127.0.0.2', port);
    const view = collected(leaf, old, root);
    const check = checking(() => view, leaf, port);
    expect(await check.server('EX01')).toMatchObject({ state: 'presented', is: 'chosen', count: 2, server: 'EX01', host: '127.0.0.1' });
    expect(await check.server('EX02')).toMatchObject({ state: 'presented', is: 'inUse', count: 1 });
    const { chosen, servers } = await check.chain();
    // The root is known by what the store was read to have, without its bytes.
    expect([chosen.end, ...chosen.links.map(({ state }) => state)]).toEqual(['otherRoot', 'ok', 'unknown']);
    expect(servers.map(({ server, state }) => [server, state])).toEqual([
      ['EX01', 'complete'],
      ['EX02', 'intermediateMissing'],
    ]);
    expect(servers[1]?.chain.missing).toBe('CN=Intermediate');
  });

  it('tell of a server that does not answer, and of a certificate that nobody knows', async () => {
    const { leaf } = chainOfThree();
    const port = await serve(smtp([issue({ name: 'EX01' })]));
    const view = collected(leaf);
    const check = checking(() => view, leaf, port);
    expect(await check.server('EX01')).toMatchObject({ is: 'other' });
    expect(await check.server('EX02')).toMatchObject({ state: 'failed', fault: 'refused', host: '127.0.0.2' });
    expect((await check.chain()).servers.map(({ server }) => server)).toEqual(['EX01']);
  });

  it('forget what was found when another organization was read', async () => {
    const { leaf, intermediate } = chainOfThree();
    const port = await serve(smtp([leaf, intermediate]));
    let view = collected(leaf);
    const check = checking(() => view, leaf, port);
    await check.server('EX01');
    expect((await check.chain()).servers).toHaveLength(1);
    const { organization } = view.context;
    if (organization !== null)
      view = { ...view, context: { ...view.context, organization: { ...organization, gatheredAt: '2026-11-21T00:00:00Z' } } };
    expect((await check.chain()).servers).toEqual([]);
  });

  it('are asked only when they are servers of the organization', async () => {
    const { leaf } = chainOfThree();
    let connections = 0;
    const port = await serve(() => (connections += 1));
    const view = collected(leaf);
    const { handlers } = checking(() => view, leaf, port);
    expect(await handlers['verify:server']({ thumbprint: leaf.facts.thumbprint, server: '127.0.0.1' })).toMatchObject(notNow);
    expect(await handlers['verify:chain']({ thumbprint: 'unknown' })).toMatchObject(notNow);
    expect(connections).toBe(0);
  });

  it('can be canceled, and then asked again', async () => {
    const { leaf, intermediate } = chainOfThree();
    let cancel = (): void => undefined;
    let silent = true;
    const answer = smtp([leaf, intermediate]);
    const port = await serve((socket) => {
      if (silent) cancel();
      else answer(socket);
    });
    const view = collected(leaf);
    const check = checking(() => view, leaf, port);
    cancel = () => void check.handlers['verify:cancel'](undefined);
    expect(await check.server('EX01')).toMatchObject({ state: 'failed', fault: 'canceled' });
    silent = false;
    expect(await check.server('EX01')).toMatchObject({ state: 'presented' });
  });
});

describe('practice', () => {
  it('connects to nothing, and shows the chain as far as the sample tells', async () => {
    let connections = 0;
    const port = await serve(() => (connections += 1));
    const handlers = verifyHandlers({ view: () => practice, now: () => now, port });
    const thumbprint = newCertificate(practice);
    expect(await handlers['verify:server']({ thumbprint, server: 'EX01' })).toMatchObject(notNow);
    expect(await handlers['verify:revocation']({ thumbprint, certificate: thumbprint })).toMatchObject(notNow);
    const { chosen, servers, questions } = value(await handlers['verify:chain']({ thumbprint }));
    expect(chosen).toMatchObject({ links: [], end: 'issuerMissing', missing: expect.stringContaining('Fabrikam') as unknown });
    expect([servers, questions]).toEqual([[], []]);
    expect(connections).toBe(0);
  });
});

describe('revocation', () => {
  it('is asked of the addresses that were shown, and of none before', async () => {
    const { http, root, intermediate, leaf } = await authority((path) =>
      path === '/ocsp'
        ? ocspResponse({ of: leaf, issuer: intermediate })
        : path === '/root.crl'
          ? revocationList({ issuer: root })
          : undefined,
    );
    const port = await serve(smtp([leaf, intermediate, root]));
    const view = collected(leaf);
    const check = checking(() => view, leaf, port);
    await check.server('EX01');
    const { questions } = await check.chain();
    expect(questions.map(({ certificate, addresses }) => [certificate.subject, ...addresses.map(({ url }) => url)])).toEqual([
      ['CN=mail.contoso.com', `${http.url}/ocsp`],
      ['CN=Intermediate', `${http.url}/root.crl`],
    ]);
    expect(http.asked).toEqual([]);
    expect(await check.revocation(leaf)).toMatchObject({ state: 'good', by: 'ocsp' });
    expect(await check.revocation(intermediate)).toMatchObject({ state: 'good', by: 'crl' });
    expect(http.asked).toEqual(['POST /ocsp', 'GET /root.crl']);
    const { handlers } = check;
    const [thumbprint, other] = [leaf.facts.thumbprint, issue({ name: 'x' }).facts.thumbprint];
    expect(await handlers['verify:revocation']({ thumbprint, certificate: other })).toMatchObject(notNow);
  });

  it('of a certificate that is not presented yet needs its issuer: fetched, and believed only when it reaches what is known', async () => {
    const { http, root, intermediate, leaf } = await authority((path) => (path === '/intermediate.crt' ? intermediate.der : undefined));
    const port = await serve(smtp([issue({ name: 'EX01' }), root]));
    const view = collected(leaf);
    const check = checking(() => view, leaf, port);
    await check.server('EX01');
    expect((await check.chain()).questions[0]?.addresses).toEqual([
      { kind: 'issuer', url: `${http.url}/intermediate.crt` },
      { kind: 'ocsp', url: `${http.url}/ocsp` },
    ]);
    // Without the leaf's bytes nobody vouches for the issuer but a public root, and this is none.
    expect(await check.revocation(leaf)).toMatchObject({ state: 'unknown', failed: [{ fault: 'issuerNotProven' }] });
    expect(http.asked).toEqual(['GET /intermediate.crt']);
    expect((await check.chain()).chosen.end).toBe('issuerMissing');
  });

  it('fetches the issuer that a server does not present, when the leaf proves it', async () => {
    const { http, intermediate, leaf } = await authority((path) =>
      path === '/intermediate.crt'
        ? intermediate.der
        : path === '/ocsp'
          ? ocspResponse({ of: leaf, issuer: intermediate, status: { day: -1 } })
          : undefined,
    );
    const port = await serve(smtp([leaf]));
    const view = collected(leaf);
    const check = checking(() => view, leaf, port);
    await check.server('EX01');
    expect((await check.chain()).servers[0]?.state).toBe('issuerUnknown');
    expect(await check.revocation(leaf)).toMatchObject({ state: 'revoked', reason: 'unspecified' });
    expect(http.asked).toEqual(['GET /intermediate.crt', 'POST /ocsp']);
    // What was fetched tells that an intermediate is missing, and what may be asked next.
    const { servers, questions } = await check.chain();
    expect(servers[0]?.state).toBe('intermediateMissing');
    expect(questions.map(({ certificate }) => certificate.subject)).toEqual(['CN=mail.contoso.com', 'CN=Intermediate']);
  });

  it('is unknown when the issuer cannot be had, or is another one', async () => {
    const { intermediate, leaf } = await authority((path) =>
      path === '/intermediate.crt' ? issue({ name: 'Intermediate', isCA: true }).der : undefined,
    );
    const port = await serve(smtp([leaf]));
    const view = collected(leaf);
    const check = checking(() => view, leaf, port);
    await check.server('EX01');
    expect(await check.revocation(leaf)).toMatchObject({
      state: 'unknown',
      failed: [{ fault: 'issuerMissing', detail: intermediate.facts.subject }],
    });
  });
});
