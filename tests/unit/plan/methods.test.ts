import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { forecast, type Step } from '../../../shared/mail-flow/forecast.ts';
import { mailFlow } from '../../../shared/mail-flow/mail-flow.ts';
import { directions, type DirectionFlow } from '../../../shared/mail-flow/verdict.ts';
import { map } from '../../../shared/model/known.ts';
import type { OrganizationFile } from '../../../shared/model/sample-organization.ts';
import type { Organization } from '../../../shared/model/organization.ts';
import { edgeCommands, edgeExportText, edgeWork } from '../../../shared/plan/edge-work.ts';
import { draftOf } from '../../../shared/plan/method-drafts.ts';
import { methodForecasts, suggestMethod } from '../../../shared/plan/methods.ts';
import { methods, type Method } from '../../../shared/plan/plan.ts';
import { judgeCertificates, type JudgedCertificate } from '../../../shared/rules/judge-certificates.ts';
import { collectOrganization } from '../../../src-main/exchange/inventory/inventory.ts';
import { practiceOrganization } from '../../../src-main/exchange/practice/organizations/samples.ts';
import { openPractice } from '../../contract/practice.ts';
import { runs } from '../../properties/seed.ts';
import { now, qualifying, read, renewed } from './practice-organizations.ts';

const gone = '<I>CN=Gone CA, O=Gone<S>CN=mail.contoso.com';

/** What a method does step by step, also on Edge servers. */
const stepsOf = (organization: Organization, certificate: JudgedCertificate, method: Method): readonly Step[] =>
  draftOf(organization, certificate, method).steps.map(({ step }) => step);

/** Of each step the verdict in both directions. */
const verdictsOf = (organization: Organization, certificate: JudgedCertificate): Record<string, readonly string[]> =>
  Object.fromEntries(
    methodForecasts(organization, certificate).map(({ method, steps }) => [
      method,
      steps.map(({ flow }) => directions.map((direction) => flow[direction].verdict).join('/')),
    ]),
  );

describe('the methods for an organization with a new issuer', () => {
  let file: OrganizationFile;
  let organization: Organization;
  let certificate: JudgedCertificate;
  beforeAll(async () => {
    file = await practiceOrganization('renewal', now);
    organization = await read(await openPractice(file));
    certificate = renewed(organization);
  });

  it('only the reset lets mail wait, from its first step until the HCW has finished', () => {
    expect(verdictsOf(organization, certificate)).toEqual({
      certificateOnly: ['internal/internal'],
      reset: ['waits/internal', 'waits/internal', 'waits/internal', 'internal/internal'],
      direct: Array.from({ length: 5 }, () => 'internal/internal'),
    });
  });

  it('where a certificate of an authority covers the FQDN, mail only counts as external after the reset', async () => {
    const covered = {
      ...file,
      receiveConnectors: file.receiveConnectors.map((connector) => ({ ...connector, fqdn: 'mail.contoso.com' })),
    };
    const other = await read(await openPractice(covered));
    expect(verdictsOf(other, certificate)['reset']).toEqual([
      'external/internal',
      'external/internal',
      'external/internal',
      'internal/internal',
    ]);
  });

  it('suggests the method that never weakens mail flow', () => {
    expect(suggestMethod(organization, certificate, methodForecasts(organization, certificate))).toEqual({
      kind: 'method',
      method: 'certificateOnly',
      weakens: false,
    });
  });

  it('suggests the reset only where the certificate alone does not make mail internal again', async () => {
    const emptied = {
      ...file,
      receiveConnectors: file.receiveConnectors.map((connector) => ({ ...connector, tlsDomainCapabilities: [] })),
    };
    const other = await read(await openPractice(emptied));
    const forecasts = methodForecasts(other, certificate);
    expect(suggestMethod(other, certificate, forecasts)).toMatchObject({ kind: 'method', method: 'reset' });
  });

  it('suggests no method where none makes mail internal', async () => {
    const { exchangeOnline } = file;
    const other = await read(await openPractice({ ...file, exchangeOnline: { ...exchangeOnline, inboundConnectors: [] } }));
    expect(suggestMethod(other, certificate, methodForecasts(other, certificate))).toEqual({ kind: 'none' });
  });

  it('has nothing to change where every object names the certificate already', async () => {
    const live = await read(await openPractice(await practiceOrganization('sameName', now)));
    const chosen = qualifying(live, 'inUse');
    expect(suggestMethod(live, chosen, methodForecasts(live, chosen))).toMatchObject({
      kind: 'nothing',
      compared: [
        { kind: 'sendConnector', count: 1 },
        { kind: 'receiveConnector', count: 3 },
        { kind: 'hybridConfiguration', count: 1 },
        { kind: 'online', count: 2 },
      ],
    });
  });
});

/** Without the copies of certificates: what a server says of the one that is imported is known only then. */
const plain = (flow: DirectionFlow | undefined): unknown =>
  flow === undefined
    ? undefined
    : {
        ...flow,
        servers: flow.servers.map(({ presented, ...one }) => ({
          ...one,
          presented: map(presented, ({ certificate }) => certificate?.facts.thumbprint),
        })),
      };

describe('the methods for an organization over Edge servers', () => {
  it('import the certificate on the Edge servers first, name it on their connectors last, and never weaken mail flow', async () => {
    const organization = await read(await openPractice(await practiceOrganization('edge', now)));
    const certificate = renewed(organization);
    for (const method of methods) {
      const steps = stepsOf(organization, certificate, method);
      const kinds = steps.map(({ kind, server }) => `${kind} ${server}`.trim());
      expect(kinds.slice(0, 2)).toEqual(['edge EDGE01', 'edge EDGE02']);
      expect(kinds.slice(-4)).toEqual(['edge EDGE01', 'edge EDGE02', 'person', 'person']);
      expect(kinds.slice(2, -4)).toEqual(method === 'direct' ? ['call', 'call'] : ['hcw']);
      expect(new Set(verdictsOf(organization, certificate)[method])).toEqual(new Set(['internal/internal']));
    }
  });

  it('leave mail waiting on an Edge server that lacks the certificate when the HCW has named it', async () => {
    const organization = await read(await openPractice(await practiceOrganization('edge', now)));
    const [hcw] = forecast(
      organization,
      stepsOf(organization, renewed(organization), 'certificateOnly').filter(({ kind }) => kind === 'hcw'),
    );
    expect(hcw?.flow.toExchangeOnline.servers.map(({ server, verdict }) => `${server} ${verdict}`)).toEqual([
      'EDGE01 waits',
      // It has the certificate, but not for SMTP.
      'EDGE02 unknown',
    ]);
  });

  it('promise nothing of Edge servers that were not collected, and suggest nothing', async () => {
    const collected = await collectOrganization(await openPractice(await practiceOrganization('edge', now)), {
      now: () => now,
      onProgress: () => undefined,
    });
    if (!collected.ok) throw new Error(collected.error.code);
    // Whether an Edge server uses it is not known, so that it is found by what is known elsewhere.
    const { thumbprint } = renewed(await read(await openPractice(await practiceOrganization('edge', now))));
    const certificate = judgeCertificates(collected.value).find((one) => one.thumbprint === thumbprint);
    if (certificate === undefined) throw new Error('The certificate is not installed.');
    const forecasts = methodForecasts(collected.value, certificate);
    expect(forecasts.map(({ endsInternal }) => endsInternal)).toEqual([false, false, false]);
    expect(suggestMethod(collected.value, certificate, forecasts)).toEqual({ kind: 'none' });
    expect(edgeWork(collected.value, certificate).flatMap(({ tasks }) => tasks.map(({ need }) => need))).toEqual(
      Array.from({ length: 6 }, () => 'notKnown'),
    );
  });

  it('need on each Edge server what is not there yet, as commands for that server', async () => {
    const organization = await read(await openPractice(await practiceOrganization('edge', now)));
    const certificate = renewed(organization);
    const [first, second] = edgeWork(organization, certificate);
    expect(first?.tasks.map(({ kind, need }) => `${kind} ${need}`)).toEqual(['import needed', 'enable needed', 'connector needed']);
    expect(second?.tasks.map(({ kind, need }) => `${kind} ${need}`)).toEqual(['import done', 'enable needed', 'connector needed']);
    expect(edgeCommands(second?.tasks ?? [])).toEqual([
      `Enable-ExchangeCertificate -Thumbprint '${certificate.thumbprint}' -Services 'SMTP'`,
      `Set-ReceiveConnector -Identity 'EDGE02\\Default internal receive connector EDGE02' -TlsCertificateName '<I>${certificate.name.issuer}<S>${certificate.name.subject}'`,
    ]);
    expect(edgeCommands(first?.tasks ?? [])[0]).toMatch(/^Import-ExchangeCertificate -FileData /);
    expect(edgeExportText(organization, certificate)).toContain(`-Server 'EX01' -Thumbprint '${certificate.thumbprint}'`);
  });
});

describe('a forecast', () => {
  const frontend = fc.record({
    fqdn: fc.constantFrom<string | null>('mail.contoso.com', 'ex01.contoso.com', 'smtp.contoso.com', null),
    name: fc.constantFrom<'same' | 'new' | 'gone' | 'none'>('same', 'same', 'new', 'gone', 'none'),
    capabilities: fc.constantFrom<'same' | 'none' | 'old'>('same', 'same', 'none', 'old'),
    tls: fc.boolean(),
    enabled: fc.constantFrom(true, true, true, false),
    ranges: fc.constantFrom<readonly string[]>(['0.0.0.0-255.255.255.255'], ['10.0.0.0/8'], ['40.92.0.0/15']),
  });
  const online = fc.record({
    tlsSettings: fc.constantFrom<string | null>('DomainValidation', 'DomainValidation', 'EncryptionOnly', null),
    tlsDomain: fc.constantFrom<string | null>('mail.contoso.com', '*.contoso.com', 'owa.contoso.com', null),
    sender: fc.constantFrom<string | null>('*.contoso.com', 'mail.contoso.com', 'fabrikam.com', null),
    outboundCloud: fc.constantFrom(true, true, false),
    inboundCloud: fc.constantFrom(true, true, false),
    outboundEnabled: fc.constantFrom(true, true, false),
    inboundEnabled: fc.constantFrom(true, true, false),
  });
  const send = fc.record({
    name: fc.constantFrom<'same' | 'new' | 'gone' | 'none'>('same', 'same', 'new', 'gone', 'none'),
    fqdn: fc.constantFrom<string | null>('mail.contoso.com', 'smtp.contoso.com', null),
    enabled: fc.constantFrom(true, true, false),
    requireTls: fc.boolean(),
  });
  const variation = fc.record({ frontends: fc.array(frontend, { minLength: 3, maxLength: 3 }), online, send });
  const isFrontend = /^Default (?:Frontend EX0|internal receive connector )/;
  type Variation = typeof variation extends fc.Arbitrary<infer T> ? T : never;

  function varied(file: OrganizationFile, newName: string, { frontends, online: cloud, send: sending }: Variation): OrganizationFile {
    const nameOf = (kind: 'same' | 'new' | 'gone' | 'none', before: string | null): string | null =>
      ({ same: before, new: newName, gone, none: null })[kind];
    let index = -1;
    return {
      ...file,
      receiveConnectors: file.receiveConnectors.map((connector) => {
        if (!isFrontend.test(connector.name)) return connector;
        index += 1;
        const change = frontends[index];
        if (change === undefined) return connector;
        return {
          ...connector,
          fqdn: change.fqdn,
          enabled: change.enabled,
          remoteIPRanges: [...change.ranges],
          authMechanism: change.tls ? connector.authMechanism : 'Integrated, BasicAuth',
          tlsCertificateName: nameOf(change.name, connector.tlsCertificateName),
          tlsDomainCapabilities: { same: connector.tlsDomainCapabilities, none: [], old: ['<I>CN=A<S>CN=B:AcceptCloudServicesMail'] }[
            change.capabilities
          ],
        };
      }),
      sendConnectors: file.sendConnectors.map((connector) =>
        connector.cloudServicesMailEnabled
          ? {
              ...connector,
              enabled: sending.enabled,
              fqdn: sending.fqdn,
              requireTls: sending.requireTls,
              tlsCertificateName: nameOf(sending.name, connector.tlsCertificateName),
            }
          : connector,
      ),
      exchangeOnline: {
        ...file.exchangeOnline,
        inboundConnectors: file.exchangeOnline.inboundConnectors.map((connector) => ({
          ...connector,
          enabled: cloud.inboundEnabled,
          cloudServicesMailEnabled: cloud.inboundCloud,
          tlsSenderCertificateName: cloud.sender,
        })),
        outboundConnectors: file.exchangeOnline.outboundConnectors.map((connector) => ({
          ...connector,
          enabled: cloud.outboundEnabled,
          cloudServicesMailEnabled: cloud.outboundCloud,
          tlsSettings: cloud.tlsSettings,
          tlsDomain: cloud.tlsDomain,
        })),
      },
    };
  }

  it('is what mail flow is after each step was carried out, whatever the organization and the order', async () => {
    const file = await practiceOrganization('renewal', now);
    const certificate = renewed(await read(await openPractice(file)));
    const newName = `<I>${certificate.name.issuer}<S>${certificate.name.subject}`;
    await fc.assert(
      fc.asyncProperty(variation, fc.shuffledSubarray([0, 1, 2]), fc.boolean(), async (changes, order, runsHcw) => {
        const exchange = await openPractice(varied(file, newName, changes));
        const before = await read(exchange);
        const all = stepsOf(before, certificate, 'reset');
        const steps = [
          ...order.flatMap((index) => all.filter(({ kind }) => kind === 'call').slice(index, index + 1)),
          ...(runsHcw ? all.slice(-1) : []),
        ];
        const expected = forecast(before, steps);
        for (const [index, step] of steps.entries()) {
          if (step.kind === 'hcw') await exchange.runHcw(certificate.thumbprint);
          else {
            const parameters = { Identity: step.object, TlsCertificateName: null, TlsDomainCapabilities: null };
            const sent = await exchange.change({ side: 'onPremises', cmdlet: 'Set-ReceiveConnector', parameters });
            expect(sent.ok).toBe(true);
          }
          expect(expected[index]?.flow).toEqual(mailFlow(await read(exchange)));
        }
      }),
      { numRuns: runs(120) },
    );
  });

  it('is what mail flow is after the work on Edge servers, in any order with the HCW', async () => {
    const file = await practiceOrganization('edge', now);
    const certificate = renewed(await read(await openPractice(file)));
    const newName = `<I>${certificate.name.issuer}<S>${certificate.name.subject}`;
    await fc.assert(
      fc.asyncProperty(variation, fc.shuffledSubarray([0, 1, 2, 3, 4]), async (changes, order) => {
        const exchange = await openPractice(varied(file, newName, changes));
        const before = await read(exchange);
        const all = stepsOf(before, certificate, 'reset');
        const steps = order.flatMap((index) => all.slice(index, index + 1));
        const expected = forecast(before, steps);
        for (const [index, step] of steps.entries()) {
          if (step.kind === 'hcw') await exchange.runHcw(certificate.thumbprint);
          else {
            const isConnector = step.changes.every(({ kind }) => kind === 'receiveConnector');
            await exchange.workOnEdge(step.server, certificate.thumbprint, isConnector ? ['connector'] : ['import', 'enable']);
          }
          const [forecasted, found] = [expected[index]?.flow, mailFlow(await read(exchange))];
          for (const direction of directions) expect(plain(forecasted?.[direction])).toEqual(plain(found[direction]));
        }
      }),
      { numRuns: runs(120) },
    );
  });
});
