/** What is opened or pasted later overrides what it contains, and leaves the rest. */
import { beforeAll, describe, expect, it } from 'vitest';
import { propertyOf, psBytes, psObject, psString, type PsValue } from '../../../shared/clixml/value.ts';
import { writeClixml } from '../../../shared/clixml/write.ts';
import type { CmdletCall } from '../../../shared/commands/call.ts';
import { known } from '../../../shared/model/known.ts';
import type { OrganizationFile } from '../../../shared/model/sample-organization.ts';
import type { Organization } from '../../../shared/model/organization.ts';
import { readAuthConfig, readReceiveConnector } from '../../../shared/read/on-premises.ts';
import {
  collectedSince,
  describeCollection,
  mergeCollections,
  type Answer,
  type Collection,
} from '../../../shared/collected/collection.ts';
import { textProperty } from '../../../shared/collected/unattributed-objects.ts';
import { collectionReader } from '../../../src-main/exchange/guided/collection-reader.ts';
import { readOne } from '../../../src-main/exchange/port.ts';
import { openPractice, organizationIn } from '../../contract/practice.ts';
import { practiceOrganization } from '../../../src-main/exchange/practice/organizations/samples.ts';
import { collect } from '../../contract/collect.ts';
import { contractTime, inventoryOf } from '../../contract/exchange-contract.ts';
import { onPremises } from '../../contract/observe.ts';
import { collectionOf, pasted, pasteTime } from './opened.ts';

const ems = '[PS] C:\\>';
let file: OrganizationFile;
let collected: Collection;
let before: Organization;

const scripted = async (organization: OrganizationFile): Promise<Collection> => {
  const files = await collect(organization, contractTime);
  return collectionOf(Object.fromEntries(files.map(({ name, text }) => [`${name}.xml`, text])));
};

beforeAll(async () => {
  file = await practiceOrganization('renewal', contractTime);
  collected = await scripted(file);
  before = await inventoryOf(collectionReader(collected));
});

/** The collection after something was pasted. */
const after = async (text: string): Promise<Collection> => mergeCollections(collected, await pasted(text));

const receiveConnectors = (organization: Organization, server: string) => {
  const found = organization.hybridServers.find(({ name }) => name === server)?.receiveConnectors;
  if (found?.known !== true) throw new Error(JSON.stringify(found));
  return found.value;
};
const reset = { TlsCertificateName: '', TlsDomainCapabilities: '{}' };
const fl = (properties: Readonly<Record<string, string>>): string =>
  `\n\n${Object.entries(properties)
    .map(([name, value]) => `${name} : ${value}`)
    .join('\n')}\n\n`;

describe('after a reset that the administrator made', () => {
  it('a pasted connector overrides its two values, and every other value stays', async () => {
    const identity = 'EX01\\Default Frontend EX01';
    const merged = await after(`${ems}Get-ReceiveConnector "${identity}" | fl Identity,Tls*${fl({ Identity: identity, ...reset })}`);
    const organization = await inventoryOf(collectionReader(merged));
    const [old, now] = [receiveConnectors(before, 'EX01'), receiveConnectors(organization, 'EX01')];
    expect(now).toEqual(
      old.map((one) => (one.identity === identity ? { ...one, tlsCertificateName: known(null), tlsDomainCapabilities: known([]) } : one)),
    );
    expect({ ...organization, hybridServers: [] }).toEqual({ ...before, hybridServers: [] });
    expect(organization.hybridServers.slice(1)).toEqual(before.hybridServers.slice(1));
    expect(describeCollection(merged).at(-1)).toEqual({
      side: 'onPremises',
      cmdlet: 'Get-ReceiveConnector',
      subject: '',
      objects: 1,
      collectedAt: pasteTime.toISOString(),
    });
    expect(collectedSince(merged)).toBe(contractTime.toISOString());
  });

  it('the connector is read back by its identity', async () => {
    const identity = 'EX02\\Default Frontend EX02';
    const merged = await after(`${ems}Get-ReceiveConnector "${identity}" | fl Tls*${fl(reset)}`);
    const result = await readOne(collectionReader(merged), onPremises('Get-ReceiveConnector', { Identity: identity.toLowerCase() }));
    const connector = result.ok && result.value.objects.length === 1 ? result.value.objects.map(readReceiveConnector)[0] : undefined;
    const old = receiveConnectors(before, 'EX02').find((one) => one.identity === identity);
    expect(connector).toEqual({ ok: true, value: { ...old, tlsCertificateName: known(null), tlsDomainCapabilities: known([]) } });
  });

  it('a connector that is pasted by its name alone is found by it', async () => {
    const organization = await inventoryOf(
      collectionReader(
        await after(
          `${ems}Get-ReceiveConnector | fl Name,TlsCertificateName${fl({ Name: 'Default Frontend EX02', TlsCertificateName: '' })}`,
        ),
      ),
    );
    expect(receiveConnectors(organization, 'EX02').find(({ name }) => name === 'Default Frontend EX02')?.tlsCertificateName).toEqual(
      known(null),
    );
    expect(receiveConnectors(organization, 'EX01')).toEqual(receiveConnectors(before, 'EX01'));
  });

  it('a value that was cut is not the value of before', async () => {
    const identity = 'EX01\\Default Frontend EX01';
    const organization = await inventoryOf(
      collectionReader(
        await after(`${ems}Get-ReceiveConnector -Server EX01 | fl${fl({ Identity: identity, TlsCertificateName: '<I>CN=Fabrikam...' })}`),
      ),
    );
    expect(receiveConnectors(organization, 'EX01').find((one) => one.identity === identity)?.tlsCertificateName).toEqual({
      known: false,
      reason: 'unreadable',
      evidence: 'TlsCertificateName: <I>CN=Fabrikam...',
    });
  });

  it('the hybrid configuration and a send connector can be pasted too', async () => {
    const name = '<I>CN=New<S>CN=mail.contoso.com';
    const send = file.sendConnectors[0]?.name ?? '';
    const organization = await inventoryOf(
      collectionReader(
        await after(
          `${ems}Get-HybridConfiguration | fl TlsCertificateName${fl({ TlsCertificateName: name })}${ems}Get-SendConnector '${send}' | fl TlsCertificateName${fl({ TlsCertificateName: name })}`,
        ),
      ),
    );
    expect(organization.hybridConfiguration).toMatchObject({
      value: { sendingTransportServers: file.hybridConfiguration?.sendingTransportServers, tlsCertificateName: known(name) },
    });
    expect(organization.sendConnectors).toMatchObject({
      value: [{ name: send, tlsCertificateName: known(name), requireTls: known(true) }, ...file.sendConnectors.slice(1).map(() => ({}))],
    });
  });

  it('a later file of the script takes the place of everything that it asked', async () => {
    const practice = await openPractice(file);
    await practice.change(onPremises('Set-ReceiveConnector', { Identity: 'EX01\\Default Frontend EX01', TlsCertificateName: null }));
    const merged = mergeCollections(collected, await scripted(organizationIn(practice)));
    expect(
      receiveConnectors(await inventoryOf(collectionReader(merged)), 'EX01').find(({ name }) => name === 'Default Frontend EX01')
        ?.tlsCertificateName,
    ).toEqual(known(null));
  });
});

describe('certificates', () => {
  const certificates = (organization: Organization) => organization.hybridServers[0]?.certificates;

  it('pasted: what only the server knows is overridden, the certificate itself stays', async () => {
    const old = certificates(before);
    const thumbprint = old?.known === true ? (old.value[0]?.facts.thumbprint ?? '') : '';
    const text = `${ems}Get-ExchangeCertificate -Server EX01 | fl${fl({ Thumbprint: thumbprint, Services: 'IMAP, POP', Status: 'Revoked' })}`;
    const now = certificates(await inventoryOf(collectionReader(await after(text))));
    expect(now?.known === true ? now.value[0] : now).toMatchObject({
      facts: { thumbprint },
      services: known(['IMAP', 'POP']),
      status: known('Revoked'),
      rootCAType: old?.known === true ? old.value[0]?.rootCAType : undefined,
    });
    expect(now?.known === true && old?.known === true ? now.value.slice(1) : now).toEqual(
      old?.known === true ? old.value.slice(1) : undefined,
    );
  });

  it('a new one that is only text is in the list, with what the text says', async () => {
    const thumbprint = 'B'.repeat(40);
    const shown = {
      CertificateDomains: '{mail.contoso.com, autodiscover.contoso.com}',
      HasPrivateKey: 'True',
      Issuer: "CN=R11, O=Let's Encrypt, C=US",
      NotAfter: '2/20/2027 9:27:45 PM',
      NotBefore: '11/12/2026 12:05:09 AM',
      RootCAType: 'ThirdParty',
      Services: 'SMTP',
      Status: 'Valid',
      Subject: 'CN=mail.contoso.com',
      Thumbprint: thumbprint,
    };
    const now = certificates(
      await inventoryOf(collectionReader(await after(`${ems}Get-ExchangeCertificate -Server EX01 | fl${fl(shown)}`))),
    );
    expect(now?.known === true ? now.value.find(({ facts }) => facts.thumbprint === thumbprint) : now).toMatchObject({
      facts: {
        thumbprint,
        subject: 'CN=mail.contoso.com',
        issuer: "CN=R11, O=Let's Encrypt, C=US",
        names: ['mail.contoso.com', 'autodiscover.contoso.com'],
        notBefore: '2026-11-12T00:05:09.000Z',
        notAfter: '2027-02-20T21:27:45.000Z',
        selfSigned: false,
      },
      services: known(['SMTP']),
      status: known('Valid'),
      rootCAType: known('ThirdParty'),
      hasPrivateKey: known(true),
      keyProvider: { known: false },
    });
  });

  it('a new one of whose text something decisive is missing makes the list unknown: it would be presented, and is not in it', async () => {
    const text = `${ems}Get-ExchangeCertificate -Server EX01 | fl${fl({ Thumbprint: 'B'.repeat(40), Services: 'SMTP', Status: 'Valid' })}`;
    expect(certificates(await inventoryOf(collectionReader(await after(text))))).toEqual({
      known: false,
      reason: 'unreadable',
      evidence: `certificate ${'B'.repeat(40)} Subject`,
    });
  });

  it('of a file are those of the only server, and of no one where there are several', async () => {
    const [first] = file.servers;
    if (first === undefined) throw new Error('no server');
    const raw = psObject({ RawData: psBytes(new Uint8Array(Buffer.from(first.certificates[0]?.rawData ?? '', 'base64'))) }, [
      'System.Security.Cryptography.X509Certificates.X509Certificate2',
    ]);
    const server = (name: string): PsValue =>
      psObject({ Name: psString(name), Fqdn: psString(`${name}.contoso.com`) }, [
        'Microsoft.Exchange.Data.Directory.Management.ExchangeServer',
      ]);
    const asked = async (servers: readonly string[]) =>
      readOne(
        collectionReader(
          await collectionOf({
            'GetExchangeCertificate.xml': writeClixml([raw]),
            'GetExchangeServer.xml': writeClixml(servers.map(server)),
          }),
        ),
        onPremises('Get-ExchangeCertificate', { Server: 'EX01' }),
      );
    expect(await asked(['EX01'])).toMatchObject({ ok: true, value: { objects: [{}] } });
    expect(await asked(['EX02'])).toMatchObject({ ok: false, error: { code: 'guided.notCollected' } });
    expect(await asked(['EX01', 'EX02'])).toMatchObject({ ok: false, error: { code: 'guided.notCollected' } });
  });
});

describe('certificates in a text that names no server', () => {
  const listed = `${ems}Get-ExchangeCertificate | fl Thumbprint,Subject${fl({ Thumbprint: 'A'.repeat(40), Subject: 'CN=a' })}`;
  const server = fl({ Name: 'EX01', ServerRole: 'Mailbox' });
  const configuration = (names: string): string =>
    `${ems}Get-HybridConfiguration | fl${fl({ SendingTransportServers: names, ReceivingTransportServers: names })}`;
  const asked = async (...texts: readonly string[]) => {
    const answered = await readOne(
      collectionReader(await pasted(texts.join('\n'))),
      onPremises('Get-ExchangeCertificate', { Server: 'EX01' }),
    );
    return answered.ok ? answered.value.objects.length : answered.error.code;
  };

  it('are those of the only server that a whole list names', async () => {
    const whole = `${ems}Get-ExchangeServer | fl Name,ServerRole${server}`;
    expect(await asked(whole, listed)).toBe(1);
    expect(await asked(whole, configuration('{EX01}'), listed)).toBe(1);
    expect(await asked(whole, configuration('{EX01, EX02}'), listed)).toBe('guided.notCollected');
    expect(await asked(whole, configuration('{EX01...}'), listed)).toBe('guided.notCollected');
  });

  it('are not those of a server because it was asked for by name', async () => {
    expect(await asked(`${ems}Get-ExchangeServer EX01 | fl Name,ServerRole${server}`, listed)).toBe('guided.notCollected');
  });
});

describe('what was not collected', () => {
  const answer = async (text: string, call: CmdletCall) => readOne(collectionReader(await pasted(text)), call);

  it('is said to be so, with the command that would collect it', async () => {
    expect(
      await answer(
        `${ems}Get-HybridConfiguration${fl({ SendingTransportServers: '{EX01}' })}`,
        onPremises('Get-ReceiveConnector', { Server: 'EX01' }),
      ),
    ).toEqual({
      ok: false,
      error: {
        code: 'guided.notCollected',
        effect: 'none',
        details: { cmdlet: 'Get-ReceiveConnector', side: 'onPremises', message: "Get-ReceiveConnector -Server 'EX01'" },
      },
    });
  });

  it('a part of a list is no list, but its object can be asked for', async () => {
    for (const command of ['Get-SendConnector A | fl', 'Get-SendConnector | ? Enabled | fl']) {
      const text = `${ems}${command}${fl({ Name: 'A', TlsDomain: 'x' })}`;
      expect(await answer(text, onPremises('Get-SendConnector'))).toMatchObject({ ok: false, error: { code: 'guided.notCollected' } });
      expect(await answer(text, onPremises('Get-SendConnector', { Identity: 'a' }))).toMatchObject({ ok: true, value: { objects: [{}] } });
      expect(await answer(text, onPremises('Get-SendConnector', { Identity: 'B' }))).toMatchObject({
        ok: false,
        error: { code: 'guided.notCollected' },
      });
    }
    const all = `${ems}Get-SendConnector | fl${fl({ Name: 'A', TlsDomain: 'x' })}`;
    expect(await answer(all, onPremises('Get-SendConnector'))).toMatchObject({ ok: true, value: { objects: [{}] } });
  });

  it('the connectors of one server are not those of another', async () => {
    const text = `${ems}Get-ReceiveConnector -Server EX01 | fl${fl({ Name: 'A', Server: 'EX01', Enabled: 'True' })}`;
    expect(await answer(text, onPremises('Get-ReceiveConnector', { Server: 'ex01.contoso.com' }))).toMatchObject({
      ok: true,
      value: { objects: [{}] },
    });
    expect(await answer(text, onPremises('Get-ReceiveConnector', { Server: 'EX02' }))).toMatchObject({ ok: false });
    expect(await answer(text, onPremises('Get-ReceiveConnector'))).toMatchObject({ ok: false });
  });

  it('a server that did not answer is answered for by a later paste', async () => {
    const down = await scripted(await practiceOrganization('serverDown', contractTime));
    const call = onPremises('Get-ReceiveConnector', { Server: 'EX03' });
    const failed = await readOne(collectionReader(down), call);
    expect(failed.ok ? failed.value.errors.length : 1).toBe(1);
    const text = `${ems}Get-ReceiveConnector -Server EX03 | fl${fl({ Name: 'A', Server: 'EX03', Enabled: 'True' })}`;
    expect(await readOne(collectionReader(mergeCollections(down, await pasted(text))), call)).toMatchObject({
      ok: true,
      value: { errors: [], objects: [{}] },
    });
  });

  it('a selection is made of whole objects, and what they do not have is absent, not $null', async () => {
    const text = `${ems}Get-SendConnector | fl${fl({ Name: 'A', TlsDomain: 'x' })}`;
    const result = await answer(text, { ...onPremises('Get-SendConnector'), select: ['Name', 'Nope'] });
    const [row] = result.ok ? result.value.objects : [];
    expect(row === undefined ? undefined : [propertyOf(row, 'Name'), propertyOf(row, 'Nope'), propertyOf(row, 'TlsDomain')]).toMatchObject([
      { text: 'A' },
      undefined,
      undefined,
    ]);
  });

  it('of the rights only the commands that were asked for are answered', async () => {
    const exchange = collectionReader(collected);
    expect(await readOne(exchange, onPremises('Get-Command', { Name: ['set-receiveconnector'] }))).toMatchObject({
      ok: true,
      value: { objects: [{}] },
    });
    expect(await readOne(exchange, onPremises('Get-Command', { Name: ['Get-SendConnector'] }))).toMatchObject({
      ok: false,
      error: { code: 'guided.notCollected' },
    });
  });

  it('of a file of an older script the rights that it asked for are known, and nothing else is missing', async () => {
    const asked = ['Set-ReceiveConnector', 'Set-SendConnector', 'Set-HybridConfiguration'];
    const older = (one: Answer): Answer[] => {
      if (one.kind !== 'call' || one.cmdlet === 'Get-AuthConfig') return [];
      if (one.cmdlet !== 'Get-Command') return [one];
      const objects = one.objects.filter((object) => asked.includes(textProperty(object, 'Name') ?? ''));
      return [{ ...one, parameters: { Name: asked }, objects }];
    };
    const parts = collected.parts.map((part) => ({ ...part, answers: part.answers.flatMap(older) }));
    const organization = await inventoryOf(collectionReader({ ...collected, parts }));
    expect(organization.rights).toEqual(known(Object.fromEntries(asked.map((cmdlet) => [cmdlet, true]))));
    expect(organization.authConfig).toMatchObject({ known: false, reason: 'failed' });
    expect({ ...organization, rights: before.rights, authConfig: before.authConfig }).toEqual(before);
  });

  it('the certificates of server-to-server authentication are read from text', async () => {
    const text = `${ems}Get-AuthConfig | fl${fl({ CurrentCertificateThumbprint: 'AA', PreviousCertificateThumbprint: '', NextCertificateThumbprint: 'BB' })}`;
    const result = await answer(text, onPremises('Get-AuthConfig'));
    const [object] = result.ok ? result.value.objects : [];
    expect(object === undefined ? undefined : readAuthConfig(object)).toEqual({
      current: known('AA'),
      previous: known(null),
      next: known('BB'),
    });
  });
});
