import { describe, expect, it } from 'vitest';
import { psBoolean, psInt32, psList, psNull, psObject, psString, type PsObject, type PsValue } from '../../../shared/clixml/value.ts';
import type { Result } from '../../../shared/model/error.ts';
import { known, unknown } from '../../../shared/model/known.ts';
import {
  readAcceptedDomain,
  readExchangeServer,
  readHybridConfiguration,
  readReceiveConnector,
  readRights,
  readSendConnector,
  readTransportService,
} from '../../../shared/read/on-premises.ts';
import { readInboundConnector, readOutboundConnector } from '../../../shared/read/exchange-online.ts';
import { readServiceState } from '../../../shared/read/service-health.ts';
import { readAll, readFlags } from '../../../shared/read/property.ts';

const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const enumeration = (number: number, text: string): PsObject => ({
  ...psObject({}, ['Deserialized.System.Enum'], text),
  base: psInt32(number),
});
const textual = (text: string): PsObject => psObject({}, ['Deserialized.X'], text);
const named = { Name: psString('N'), Identity: psString('I') };
const lists = { SendingTransportServers: psList([]), ReceivingTransportServers: psList([]), EdgeTransportServers: psList([]) };

describe('what an object cannot be without', () => {
  const cases: readonly (readonly [string, (object: PsValue) => Result<unknown>, Record<string, PsValue>])[] = [
    ['server', readExchangeServer, { Name: psString('EX01'), Fqdn: psString('ex01.contoso.com') }],
    ['hybridConfiguration', readHybridConfiguration, lists],
    ['receiveConnector', readReceiveConnector, { ...named, Server: psString('EX01') }],
    ['sendConnector', readSendConnector, named],
    ['inboundConnector', readInboundConnector, named],
    ['outboundConnector', readOutboundConnector, named],
    ['acceptedDomain', readAcceptedDomain, { DomainName: psString('contoso.com') }],
  ];
  const each = cases.flatMap(([kind, read, properties]) =>
    Object.keys(properties).map((property) => ({ kind, read, properties, property })),
  );

  it.each(cases)('%s is read with that alone', (_, read, properties) => {
    expect(read(psObject(properties)).ok).toBe(true);
  });

  it.each(each)('$kind without $property is a failure that says so', ({ kind, read, properties, property }) => {
    const rest = Object.fromEntries(Object.entries(properties).filter(([name]) => name !== property));
    const failure = { ok: false, error: { code: 'organization.unreadable', details: { object: kind, property } } };
    expect(read(psObject(rest))).toMatchObject(failure);
    expect(read(psObject({ ...properties, [property]: psObject({}) }))).toMatchObject(failure);
  });

  it('one unreadable object of several is not dropped', () => {
    const objects = [psObject({ DomainName: psString('contoso.com') }), psObject({})];
    expect(readAll(objects, readAcceptedDomain)).toMatchObject({ ok: false });
  });
});

describe('an accepted domain', () => {
  it.each([
    ['contoso.com', psBoolean(false), { name: 'contoso.com', matchSubDomains: known(false) }],
    ['contoso.com', psBoolean(true), { name: 'contoso.com', matchSubDomains: known(true) }],
    ['*.contoso.com', psBoolean(false), { name: 'contoso.com', matchSubDomains: known(true) }],
    ['*.contoso.com', undefined, { name: 'contoso.com', matchSubDomains: known(true) }],
    ['contoso.com', undefined, { name: 'contoso.com', matchSubDomains: unknown('notReturned', 'MatchSubDomains') }],
  ])('%s with MatchSubDomains %j', (domainName, matchSubDomains, expected) => {
    const properties = { DomainName: psString(domainName), ...(matchSubDomains === undefined ? {} : { MatchSubDomains: matchSubDomains }) };
    expect(readAcceptedDomain(psObject(properties))).toEqual({ ok: true, value: expected });
  });
});

describe('flags', () => {
  const flags = new Map([
    [1, 'Tls'],
    [2, 'Integrated'],
  ]);
  const read = (value: PsValue) => readFlags(psObject({ AuthMechanism: value }), 'AuthMechanism', flags);

  it('are those whose bits are set; a bit without a name makes them unreadable', () => {
    expect(read(enumeration(3, 'TLS, Integriert'))).toEqual(known(['Tls', 'Integrated']));
    expect(read(enumeration(0, 'None'))).toEqual(known([]));
    expect(read(enumeration(65, 'Tls, New'))).toEqual(unknown('unreadable', 'AuthMechanism'));
  });

  it('are read from a text only if every part of it is known', () => {
    expect(read(psString('Integrated, Tls'))).toEqual(known(['Integrated', 'Tls']));
    expect(read(psString('None'))).toEqual(known([]));
    expect(read(psString('Tls, Integriert'))).toEqual(unknown('unreadable', 'AuthMechanism'));
  });
});

describe('what was not sent', () => {
  it('is unknown, property by property', () => {
    const connector = value(readReceiveConnector(psObject({ ...named, Server: psString('EX01') })));
    expect(connector).toEqual({
      identity: 'I',
      name: 'N',
      server: 'EX01',
      transportRole: unknown('notReturned', 'TransportRole'),
      bindings: unknown('notReturned', 'Bindings'),
      enabled: unknown('notReturned', 'Enabled'),
      fqdn: unknown('notReturned', 'Fqdn'),
      authMechanism: unknown('notReturned', 'AuthMechanism'),
      permissionGroups: unknown('notReturned', 'PermissionGroups'),
      remoteIPRanges: unknown('notReturned', 'RemoteIPRanges'),
      tlsCertificateName: unknown('notReturned', 'TlsCertificateName'),
      tlsDomainCapabilities: unknown('notReturned', 'TlsDomainCapabilities'),
    });
  });

  it('is not taken for an empty list of servers', () => {
    expect(readHybridConfiguration(psObject({ ...lists, EdgeTransportServers: textual('') })).ok).toBe(false);
  });
});

describe('values', () => {
  const connectorWith = (properties: Record<string, PsValue>) =>
    value(readReceiveConnector(psObject({ ...named, Server: psString('EX01'), ...properties })));

  it.each([
    ['null', psNull, known(null)],
    ['an empty text', psString(''), known(null)],
    ['a text', psString('<I>a<S>b'), known('<I>a<S>b')],
    ['a deserialized identifier', textual('<I>a<S>b'), known('<I>a<S>b')],
    ['a number', psInt32(1), unknown('unreadable', 'TlsCertificateName')],
    ['a list', psList([]), unknown('unreadable', 'TlsCertificateName')],
    ['an object without a text', psObject({}), unknown('unreadable', 'TlsCertificateName')],
  ])('a certificate name that is %s', (_, sent, expected) => {
    expect(connectorWith({ TlsCertificateName: sent }).tlsCertificateName).toEqual(expected);
  });

  it.each([
    ['null', psNull, known([])],
    ['a list', psList([textual('a'), psString('b')]), known(['a', 'b'])],
    ['a single text', psString('a'), known(['a'])],
    ['a list with something else in it', psList([psString('a'), psNull]), unknown('unreadable', 'TlsDomainCapabilities')],
    ['a flag', psBoolean(true), unknown('unreadable', 'TlsDomainCapabilities')],
  ])('capabilities that are %s', (_, sent, expected) => {
    expect(connectorWith({ TlsDomainCapabilities: sent }).tlsDomainCapabilities).toEqual(expected);
  });

  it.each([
    ['its number, whatever the language of its text', enumeration(16384, 'Front-End-Transport'), known('FrontendTransport')],
    ['its text when the number is not known', enumeration(99, 'Other'), known('Other')],
    ['its text when there is no number', psString('FrontendTransport'), known('FrontendTransport')],
    ['nothing when there is neither', psNull, unknown('unreadable', 'TransportRole')],
  ])('a role by %s', (_, sent, expected) => {
    expect(connectorWith({ TransportRole: sent }).transportRole).toEqual(expected);
  });

  it.each([
    ['true', psBoolean(true), known(true)],
    ['a text', psString('True'), unknown('unreadable', 'Enabled')],
    ['null', psNull, unknown('unreadable', 'Enabled')],
  ])('a flag that is %s', (_, sent, expected) => {
    expect(connectorWith({ Enabled: sent }).enabled).toEqual(expected);
  });

  it.each([
    ['a text', psString('Version 15.2 (Build 1748.10)'), known('15.2.1748.10')],
    ['a dotted text', psString('15.2.1748.10'), known('15.2.1748.10')],
    ['another text', psString('15.2 (1748)'), unknown('unreadable', 'AdminDisplayVersion')],
    [
      'parts',
      psObject({ Major: psInt32(15), Minor: psInt32(2), Build: psInt32(1748), Revision: psInt32(10) }, ['X'], 'localized'),
      known('15.2.1748.10'),
    ],
  ])('a version that is %s', (_, sent, expected) => {
    const server = value(readExchangeServer(psObject({ Name: psString('EX01'), Fqdn: psString('f'), AdminDisplayVersion: sent })));
    expect(server.version).toEqual(expected);
  });

  it('servers by the name of their directory object, else by their text', () => {
    const id = psObject({ Name: psString('EX01') }, ['ADObjectId'], 'contoso.com/Servers/EX01');
    const configuration = value(readHybridConfiguration(psObject({ ...lists, SendingTransportServers: psList([id, psString('EX02')]) })));
    expect(configuration.sendingTransportServers).toEqual(['EX01', 'EX02']);
  });

  it('connectors of Exchange Online from plain values and from a Select-Object', () => {
    const plain = {
      ...named,
      ConnectorType: psString('OnPremises'),
      Enabled: psBoolean(true),
      CloudServicesMailEnabled: psBoolean(true),
      TlsDomain: psString(''),
      TlsSettings: psNull,
      SmartHosts: psString('mail.contoso.com'),
    };
    const selected: PsObject = { ...psObject({}, ['Selected.Microsoft.Exchange.X']), members: new Map(Object.entries(plain)) };
    expect(value(readOutboundConnector(psObject(plain)))).toEqual(value(readOutboundConnector(selected)));
    expect(value(readOutboundConnector(selected))).toMatchObject({
      tlsDomain: known(null),
      tlsSettings: known(null),
      smartHosts: known(['mail.contoso.com']),
    });
  });

  it('the level of authentication of a send connector by its number', () => {
    expect(value(readSendConnector(psObject({ ...named, TlsAuthLevel: enumeration(3, 'Domänenüberprüfung') }))).tlsAuthLevel).toEqual(
      known('DomainValidation'),
    );
    expect(value(readSendConnector(psObject({ ...named, TlsAuthLevel: psNull }))).tlsAuthLevel).toEqual(known(null));
  });

  it('the internal transport certificate', () => {
    expect(
      readTransportService(psObject({ InternalTransportCertificateThumbprint: psString('AA') })).internalTransportCertificateThumbprint,
    ).toEqual(known('AA'));
    expect(readTransportService(psObject({})).internalTransportCertificateThumbprint).toEqual(
      unknown('notReturned', 'InternalTransportCertificateThumbprint'),
    );
  });
});

describe('service health', () => {
  const role = (running: PsValue | undefined, stopped: PsValue | undefined): PsObject =>
    psObject({
      ...(running !== undefined && { ServicesRunning: running }),
      ...(stopped !== undefined && { ServicesNotRunning: stopped }),
    });
  const names = (...list: string[]): PsValue => psList(list.map(psString));
  const service = 'MSExchangeTransport';

  it.each([
    ['in a list of those that run, in any case', [role(names('A'), names()), role(names('msexchangetransport'), psNull)], known('running')],
    ['alone in a list', [role(psString(service), names())], known('running')],
    ['in a list of those that do not', [role(names('A'), names()), role(names('A'), names(service))], known('notRunning')],
    ['in no list', [role(names('A'), names('B'))], unknown('notReturned', service)],
    ['of no role', [], unknown('notReturned', service)],
    ['in a list of each kind', [role(names(service), names()), role(names(), names(service))], unknown('unreadable', service)],
    ['where a list was not sent', [role(names(service), undefined)], unknown('notReturned', 'ServicesNotRunning')],
    [
      'where a list of another role was not sent',
      [role(names(service), names()), role(undefined, names())],
      unknown('notReturned', 'ServicesRunning'),
    ],
    ['in a list of another form', [role(names(service), psInt32(1))], unknown('unreadable', 'ServicesNotRunning')],
  ])('a service %s', (_, objects, expected) => {
    expect(readServiceState(objects, service)).toEqual(expected);
  });
});

describe('rights', () => {
  const offered = (name: string): PsObject => psObject({ Name: psString(name) });
  const missing = (name: string) => ({
    message: `The term '${name}' is not recognized as a name of a cmdlet.`,
    category: 'ObjectNotFound',
    id: 'CommandNotFoundException,Microsoft.PowerShell.Commands.GetCommandCommand',
    terminating: false,
  });

  it('are true for what came back and false for what an error names', () => {
    expect(readRights([offered('set-receiveconnector')], [missing('Set-HybridConfiguration')])).toEqual({
      ok: true,
      value: { 'Set-ReceiveConnector': true, 'Set-HybridConfiguration': false },
    });
  });

  it('are left out for what nobody spoke of', () => {
    expect(readRights([], [{ ...missing('Set-ReceiveConnector'), category: 'OperationTimeout', id: 'x' }])).toEqual({
      ok: true,
      value: {},
    });
  });
});
