import { describe, expect, it } from 'vitest';
import { propertyOf, type PsObject, type PsValue } from '../../../shared/clixml/value.ts';
import type { CmdletCall } from '../../../shared/commands/call.ts';
import type { OrganizationFile } from '../../../shared/model/sample-organization.ts';
import { readOne } from '../../../src-main/exchange/port.ts';
import type { PracticeExchange } from '../../../src-main/exchange/practice/practice.ts';
import { openPractice, organizationIn } from '../../contract/practice.ts';
import { listedCertificates } from '../../../src-main/exchange/practice/hybrid-configuration-wizard.ts';
import { practiceOrganization } from '../../../src-main/exchange/practice/organizations/samples.ts';

const now = new Date('2026-11-24T09:00:00.000Z');
const reset: CmdletCall = {
  side: 'onPremises',
  cmdlet: 'Set-ReceiveConnector',
  parameters: { Identity: 'EX01\\Default Frontend EX01', TlsCertificateName: null, TlsDomainCapabilities: null },
};
const firstOf = async (exchange: PracticeExchange, call: CmdletCall): Promise<PsObject> => {
  const result = await readOne(exchange, call);
  const object: PsValue | undefined = result.ok ? result.value.objects[0] : undefined;
  if (object?.type !== 'object') throw new Error(`No object: ${JSON.stringify(result)}`);
  return object;
};
const renewal = (): Promise<OrganizationFile> => practiceOrganization('renewal', now);

describe('objects as they arrive over remoting', () => {
  it('a receive connector: type names, enums as numbers with text, lists, certificate name and identity as objects', async () => {
    const connector = await firstOf(await openPractice(await renewal()), {
      side: 'onPremises',
      cmdlet: 'Get-ReceiveConnector',
      parameters: {},
    });
    expect(connector.typeNames[0]).toBe('Deserialized.Microsoft.Exchange.Data.Directory.SystemConfiguration.ReceiveConnector');
    expect(propertyOf(connector, 'AuthMechanism')).toMatchObject({
      base: { type: 'int32', value: 31 },
      text: 'Tls, Integrated, BasicAuth, BasicAuthRequireTLS, ExchangeServer',
    });
    expect(propertyOf(connector, 'TransportRole')).toMatchObject({ base: { value: 16384 }, text: 'FrontendTransport' });
    expect(propertyOf(connector, 'Bindings')).toMatchObject({
      items: { kind: 'list', values: [{ text: '[::]:25' }, { text: '0.0.0.0:25' }] },
    });
    expect(propertyOf(connector, 'Identity')).toMatchObject({ text: 'EX01\\Default Frontend EX01' });
    const name = propertyOf(connector, 'TlsCertificateName');
    expect(name && propertyOf(name, 'CertificateSubject')).toEqual({
      type: 'string',
      value: 'CN=mail.contoso.com, O=Contoso, L=Redmond, S=Washington, C=US',
    });
    expect(name && propertyOf(name, 'SubjectCommonName')).toEqual({ type: 'string', value: 'mail.contoso.com' });
    expect(connector.members.get('PSComputerName')).toEqual({ type: 'string', value: 'ex01.contoso.com' });
  });

  it('a server: its version in parts and as text', async () => {
    const server = await firstOf(await openPractice(await renewal()), {
      side: 'onPremises',
      cmdlet: 'Get-ExchangeServer',
      parameters: { Identity: 'EX01' },
    });
    const version = propertyOf(server, 'AdminDisplayVersion');
    expect(version).toMatchObject({ text: 'Version 15.2 (Build 1748.53)' });
    expect(version && propertyOf(version, 'Build')).toEqual({ type: 'int32', value: 1748 });
  });

  it('a certificate: RawData with what Exchange attaches, and with Select-Object what the server knows, $null for what it does not', async () => {
    const exchange = await openPractice(await renewal());
    const call: CmdletCall = { side: 'onPremises', cmdlet: 'Get-ExchangeCertificate', parameters: { Server: 'EX01' } };
    const arrived = await firstOf(exchange, call);
    expect([...arrived.properties.keys()]).toEqual(['RawData']);
    expect([...arrived.members.keys()]).toEqual(['SerializationData', 'PSComputerName', 'RunspaceId', 'PSShowComputerName']);
    const row = await firstOf(exchange, {
      ...call,
      select: ['Thumbprint', 'Services', 'Status', 'RootCAType', 'HasPrivateKey', 'NoSuchProperty'],
    });
    expect(row.typeNames[0]).toMatch(/^Deserialized\.Selected\..*ExchangeCertificate$/);
    expect(row.members.get('Services')).toMatchObject({ base: { value: 24 }, text: 'IIS, SMTP' });
    expect(row.members.get('RootCAType')).toMatchObject({ base: { value: 0 }, text: 'None' });
    expect(row.members.get('HasPrivateKey')).toEqual({ type: 'boolean', value: true });
    expect(row.members.get('NoSuchProperty')).toEqual({ type: 'null' });
  });

  it('an enum with a name that is not in its list has its text and no number', async () => {
    const organization = await renewal();
    const exchange = await openPractice({
      ...organization,
      servers: organization.servers.map((server) => ({ ...server, edition: 'Datacenter' })),
    });
    const server = await firstOf(exchange, { side: 'onPremises', cmdlet: 'Get-ExchangeServer', parameters: {} });
    expect(propertyOf(server, 'Edition')).toMatchObject({ base: undefined, text: 'Datacenter' });
  });
});

describe('changes', () => {
  it('are in the organization, also after the session was closed', async () => {
    const exchange = await openPractice(await renewal());
    await exchange.change(reset);
    await exchange.close();
    expect(organizationIn(exchange).receiveConnectors[0]).toMatchObject({ tlsCertificateName: null, tlsDomainCapabilities: [] });
  });

  it('are refused where a read is sent as one', async () => {
    const exchange = await openPractice(await renewal());
    expect(await exchange.change({ side: 'onPremises', cmdlet: 'Get-ExchangeServer', parameters: {} })).toMatchObject({
      error: { code: 'call.refused', effect: 'none' },
    });
  });

  it('keeps a change that took effect although the session was lost', async () => {
    const exchange = await openPractice(await practiceOrganization('sessionLost', now));
    await exchange.change({ ...reset, parameters: { ...reset.parameters, Identity: 'EX02\\Default Frontend EX02' } });
    expect(organizationIn(exchange).receiveConnectors.find(({ name }) => name === 'Default Frontend EX02')?.tlsCertificateName).toBeNull();
  });

  it('of the HCW are seen by the open session', async () => {
    const exchange = await openPractice(await renewal());
    await exchange.change({ side: 'onPremises', cmdlet: 'Set-HybridConfiguration', parameters: { TlsCertificateName: null } });
    const [listed] = listedCertificates(organizationIn(exchange)).certificates;
    await exchange.runHcw(listed?.thumbprint ?? '');
    const configuration = await firstOf(exchange, { side: 'onPremises', cmdlet: 'Get-HybridConfiguration', parameters: {} });
    expect(propertyOf(configuration, 'TlsCertificateName')).not.toMatchObject({ type: 'null' });
  });
});

describe('limits', () => {
  it('does nothing when the call was canceled before it was sent', async () => {
    const organization = await renewal();
    const exchange = await openPractice(organization);
    expect(await exchange.change(reset, { signal: AbortSignal.abort() })).toMatchObject({ error: { code: 'powershell.canceled' } });
    expect(organizationIn(exchange)).toEqual(organization);
  });

  it('does not carry out afterward what was canceled while it waited', async () => {
    const organization = await renewal();
    const abort = new AbortController();
    let goOn = (): void => undefined;
    const latency = new Promise<void>((resolve) => (goOn = resolve));
    const exchange = await openPractice(organization, () => latency);
    const answer = exchange.change(reset, { signal: abort.signal });
    abort.abort();
    expect(await answer).toMatchObject({ error: { code: 'powershell.canceled', effect: 'unknown' } });
    goOn();
    await new Promise(setImmediate);
    expect(organizationIn(exchange)).toEqual(organization);
  });

  it('answers nothing after it was closed', async () => {
    const exchange = await openPractice(await renewal());
    await exchange.close();
    expect(await exchange.change(reset)).toMatchObject({ error: { code: 'session.notConnected', effect: 'none' } });
  });
});
