import { describe, expect, it } from 'vitest';
import { propertyOf, type PsObject, type PsValue } from '../../../shared/clixml/value.ts';
import type { CmdletCall } from '../../../shared/commands/call.ts';
import { appError, fail, ok } from '../../../shared/model/error.ts';
import type { OrganizationFile } from '../../../shared/model/sample-organization.ts';
import { practiceGateway, type PracticeGateway } from '../../../src-main/exchange/practice/gateway.ts';
import { practiceOrganization } from '../../../src-main/exchange/practice/organizations/samples.ts';

const now = new Date('2026-11-24T09:00:00.000Z');
const reset: CmdletCall = {
  side: 'onPremises',
  cmdlet: 'Set-ReceiveConnector',
  parameters: { Identity: 'EX01\\Default Frontend EX01', TlsCertificateName: null, TlsDomainCapabilities: null },
};
const firstOf = async (gateway: PracticeGateway, call: CmdletCall): Promise<PsObject> => {
  const result = await gateway.invoke(call);
  const object: PsValue | undefined = result.ok ? result.value.objects[0] : undefined;
  if (object?.type !== 'object') throw new Error(`No object: ${JSON.stringify(result)}`);
  return object;
};
const renewal = (): Promise<OrganizationFile> => practiceOrganization('renewal', now);

describe('objects as they arrive over remoting', () => {
  it('a receive connector: type names, enums as numbers with text, lists, certificate name and identity as objects', async () => {
    const connector = await firstOf(practiceGateway(await renewal()), {
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
    const server = await firstOf(practiceGateway(await renewal()), {
      side: 'onPremises',
      cmdlet: 'Get-ExchangeServer',
      parameters: { Identity: 'EX01' },
    });
    const version = propertyOf(server, 'AdminDisplayVersion');
    expect(version).toMatchObject({ text: 'Version 15.2 (Build 1748.53)' });
    expect(version && propertyOf(version, 'Build')).toEqual({ type: 'int32', value: 1748 });
  });

  it('a certificate: RawData with what Exchange attaches, and with Select-Object what the server knows, $null for what it does not', async () => {
    const gateway = practiceGateway(await renewal());
    const call: CmdletCall = { side: 'onPremises', cmdlet: 'Get-ExchangeCertificate', parameters: { Server: 'EX01' } };
    const arrived = await firstOf(gateway, call);
    expect([...arrived.properties.keys()]).toEqual(['RawData']);
    expect([...arrived.members.keys()]).toEqual(['SerializationData', 'PSComputerName', 'RunspaceId', 'PSShowComputerName']);
    const row = await firstOf(gateway, {
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
    const gateway = practiceGateway({
      ...organization,
      servers: organization.servers.map((server) => ({ ...server, edition: 'Datacenter' })),
    });
    const server = await firstOf(gateway, { side: 'onPremises', cmdlet: 'Get-ExchangeServer', parameters: {} });
    expect(propertyOf(server, 'Edition')).toMatchObject({ base: undefined, text: 'Datacenter' });
  });
});

describe('changes', () => {
  it('hands every changed organization on before it answers, and shows it', async () => {
    const kept: OrganizationFile[] = [];
    const gateway = practiceGateway(await renewal(), { onChange: (changed) => Promise.resolve((kept.push(changed), ok(undefined))) });
    await gateway.invoke(reset);
    expect(kept).toEqual([gateway.organization()]);
    expect(kept[0]?.receiveConnectors[0]).toMatchObject({ tlsCertificateName: null, tlsDomainCapabilities: [] });
  });

  it('makes no change that cannot be kept', async () => {
    const organization = await renewal();
    const gateway = practiceGateway(organization, {
      onChange: () => Promise.resolve(fail(appError('file.notWritten', { path: 'practice.json' }))),
    });
    expect(await gateway.invoke(reset)).toEqual(fail(appError('file.notWritten', { path: 'practice.json' })));
    expect(gateway.organization()).toEqual(organization);
  });

  it('keeps a change that took effect although the session was lost', async () => {
    const gateway = practiceGateway(await practiceOrganization('sessionLost', now));
    await gateway.invoke({ ...reset, parameters: { ...reset.parameters, Identity: 'EX02\\Default Frontend EX02' } });
    expect(gateway.organization().receiveConnectors.find(({ name }) => name === 'Default Frontend EX02')?.tlsCertificateName).toBeNull();
  });

  it('answers from the organization that was put in its place', async () => {
    const gateway = practiceGateway(await renewal());
    gateway.replace(await practiceOrganization('empty', now));
    expect(await gateway.invoke({ side: 'onPremises', cmdlet: 'Get-ExchangeServer', parameters: {} })).toMatchObject({
      value: { objects: [] },
    });
  });
});

describe('limits', () => {
  it('does nothing when the call was canceled before it was sent', async () => {
    const organization = await renewal();
    const gateway = practiceGateway(organization);
    expect(await gateway.invoke(reset, { signal: AbortSignal.abort() })).toMatchObject({ error: { code: 'powershell.canceled' } });
    expect(gateway.organization()).toEqual(organization);
  });

  it('does not carry out afterward what was canceled while it waited', async () => {
    const organization = await renewal();
    const abort = new AbortController();
    let goOn = (): void => undefined;
    const pace = new Promise<void>((resolve) => (goOn = resolve));
    const gateway = practiceGateway(organization, { pace: () => pace });
    const answer = gateway.invoke(reset, { signal: abort.signal });
    abort.abort();
    expect(await answer).toMatchObject({ error: { code: 'powershell.canceled', effect: 'unknown' } });
    goOn();
    await new Promise(setImmediate);
    expect(gateway.organization()).toEqual(organization);
  });

  it('answers nothing after it was closed', async () => {
    const gateway = practiceGateway(await renewal());
    await gateway.close();
    expect(await gateway.invoke(reset)).toMatchObject({ error: { code: 'session.notConnected', effect: 'none' } });
  });
});
