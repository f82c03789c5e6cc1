import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { forecast } from '../../../shared/mail-flow/forecast.ts';
import { mailFlow } from '../../../shared/mail-flow/mail-flow.ts';
import { directions } from '../../../shared/mail-flow/verdict.ts';
import type { OrganizationFile } from '../../../shared/model/sample-organization.ts';
import type { Organization } from '../../../shared/model/organization.ts';
import { methodForecasts, stepsOf, suggestMethod } from '../../../shared/plan/methods.ts';
import { judgeCertificates, type JudgedCertificate } from '../../../shared/rules/judge-certificates.ts';
import { collectOrganization } from '../../../src-main/exchange/inventory/inventory.ts';
import { practiceOrganization } from '../../../src-main/exchange/practice/organizations/samples.ts';
import type { PracticeExchange } from '../../../src-main/exchange/practice/practice.ts';
import { openPractice } from '../../contract/practice.ts';
import { runs } from '../../properties/seed.ts';

const now = new Date('2026-11-20T09:00:00.000Z');
const gone = '<I>CN=Gone CA, O=Gone<S>CN=mail.contoso.com';

async function read(exchange: PracticeExchange): Promise<Organization> {
  const collected = await collectOrganization(exchange, { now: () => now, onProgress: () => undefined });
  if (!collected.ok) throw new Error(collected.error.code);
  return collected.value;
}

/** The certificate to which the practice organization is to be renewed. */
function renewed(organization: Organization): JudgedCertificate {
  const found = judgeCertificates(organization).find(({ inUse, verdict }) => inUse.known && !inUse.value && verdict === 'qualifies');
  if (found === undefined) throw new Error('No certificate can be chosen.');
  return found;
}

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
    const chosen = judgeCertificates(live).find(({ inUse, verdict }) => inUse.known && inUse.value && verdict === 'qualifies');
    if (chosen === undefined) throw new Error('No certificate is in use.');
    expect(suggestMethod(live, chosen, methodForecasts(live, chosen))).toEqual({ kind: 'nothing' });
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
  type Variation = typeof variation extends fc.Arbitrary<infer T> ? T : never;

  function varied(file: OrganizationFile, newName: string, { frontends, online: cloud, send: sending }: Variation): OrganizationFile {
    const nameOf = (kind: 'same' | 'new' | 'gone' | 'none', before: string | null): string | null =>
      ({ same: before, new: newName, gone, none: null })[kind];
    let index = -1;
    return {
      ...file,
      receiveConnectors: file.receiveConnectors.map((connector) => {
        if (!connector.name.startsWith('Default Frontend')) return connector;
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
        const all = stepsOf.reset(before, certificate);
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
});
