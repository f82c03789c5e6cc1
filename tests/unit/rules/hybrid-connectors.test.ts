import { describe, expect, it } from 'vitest';
import {
  defaultFrontendConnector,
  hybridInboundConnectors,
  hybridOutboundConnectors,
  hybridSendConnectors,
  hybridSendConnectorsInUse,
  plainSpace,
} from '../../../shared/rules/hybrid-connectors.ts';
import { healthFindings, mailFlow } from '../../../shared/mail-flow/mail-flow.ts';
import type { ReceiveConnector, SendConnector } from '../../../shared/model/connector.ts';
import { known, unknown } from '../../../shared/model/known.ts';
import { hybridServer, inbound, organization, outbound, receiveConnector, sendConnector } from './sample.ts';

const connector = (name: string, changes: Partial<ReceiveConnector> = {}): ReceiveConnector =>
  receiveConnector('EX01', { identity: `EX01\\${name}`, name, tlsDomainCapabilities: known([]), ...changes });
const choose = (...connectors: readonly ReceiveConnector[]) =>
  defaultFrontendConnector(hybridServer('EX01', { receiveConnectors: known([...connectors]) }));
const standard = connector('Default Frontend EX01');
const trusting = { tlsDomainCapabilities: known(['<I>CN=A<S>CN=B:AcceptCloudServicesMail']) };

describe('the receive connector that serves Exchange Online', () => {
  it.each([
    ['the only one on port 25', [connector('Renamed')], 'Renamed'],
    [
      'the trusting one, whatever its name and port',
      [standard, connector('Cloud', { ...trusting, bindings: known(['10.0.0.1:2525']) })],
      'Cloud',
    ],
    ['the one with the name of setup among relay connectors', [connector('Relay'), standard], 'Default Frontend EX01'],
    [
      'the one with the name of setup among trusting ones',
      [connector('Other', trusting), connector('Default Frontend EX01', trusting)],
      'Default Frontend EX01',
    ],
    [
      'not the one of the transport service',
      [connector('Default EX01', { transportRole: known('HubTransport') }), connector('Front')],
      'Front',
    ],
    ['not one on another port', [connector('Client Frontend EX01', { bindings: known(['0.0.0.0:587']) }), connector('Front')], 'Front'],
    [
      'the one on port 25 among trusting ones of other names',
      [connector('Odd', { ...trusting, bindings: known(['10.0.0.1:2525']) }), connector('Cloud', trusting)],
      'Cloud',
    ],
    ['one that is on another port too', [connector('Front', { bindings: known(['0.0.0.0:2525', '0.0.0.0:25']) })], 'Front'],
    ['not one on port 2525', [connector('Odd', { bindings: known(['0.0.0.0:2525']) }), connector('Front')], 'Front'],
    ['not one of another server', [connector('Front'), connector('Default Frontend EX02', { server: 'EX02' })], 'Front'],
  ])('is %s', (_, connectors, expected) => {
    const found = choose(...connectors);
    expect(found.known && found.value.name).toBe(expected);
  });

  it('is unknown with all names when several could be meant', () => {
    expect(choose(connector('A'), connector('B'))).toEqual(unknown('unreadable', 'EX01\\A, EX01\\B'));
  });

  it('is not found by name alone', () => {
    expect(choose(connector('Default Frontend EX01', { bindings: known(['0.0.0.0:587']) }))).toEqual(
      unknown('notReturned', 'EX01\\Default Frontend EX01'),
    );
  });

  it('is unknown with all names when none of several trusting ones is on port 25', () => {
    const odd = { ...trusting, bindings: known(['10.0.0.1:2525']) };
    expect(choose(connector('A', odd), connector('B', odd))).toEqual(unknown('unreadable', 'EX01\\A, EX01\\B'));
  });

  it('is unknown while the bindings of one of several trusting ones are', () => {
    const open = { ...trusting, bindings: unknown('notReturned', 'Bindings') };
    expect(choose(connector('A', open), connector('B', trusting))).toEqual(unknown('notReturned', 'Bindings'));
  });

  it('is unknown for the reason for which a deciding property is', () => {
    expect(choose(connector('A', { bindings: unknown('denied', 'Bindings') }))).toEqual(unknown('denied', 'Bindings'));
  });

  it.each([
    ['capabilities', { tlsDomainCapabilities: unknown('notReturned', 'TlsDomainCapabilities') }, 'TlsDomainCapabilities'],
    ['bindings', { bindings: unknown('notReturned', 'Bindings') }, 'Bindings'],
    ['role', { transportRole: unknown('notReturned', 'TransportRole') }, 'TransportRole'],
  ])('is unknown while the %s of one connector are, although a relay connector is fully known', (_, changes, evidence) => {
    expect(choose({ ...standard, ...changes }, connector('Relay Printers'))).toEqual(unknown('notReturned', evidence));
  });

  it('does not depend on what decides nothing: another connector is known to be the trusting one', () => {
    const cloud = connector('Cloud', trusting);
    expect(choose(cloud, connector('Relay', { bindings: unknown('notReturned', 'Bindings') }))).toEqual(known(cloud));
  });

  it('is unknown for the reason for which the connectors are', () => {
    expect(defaultFrontendConnector(hybridServer('EX01', { receiveConnectors: unknown('failed', 'RPC') }))).toEqual(
      unknown('failed', 'RPC'),
    );
  });
});

describe('hybrid send connectors', () => {
  const unrelated = { cloudServicesMailEnabled: known(false), tlsDomain: known(null), addressSpaces: known(['smtp:*;1']) };

  it('with CloudServicesMailEnabled lost are found, and the flag is the fault', () => {
    const lost = sendConnector({
      cloudServicesMailEnabled: known(false),
      tlsDomain: known('mail.protection.office365.us'),
      addressSpaces: known(['smtp:contoso.mail.onmicrosoft.us;1']),
    });
    const value = organization({ sendConnectors: known([lost]) });
    const findings = healthFindings(value, mailFlow(value)).filter(({ rule }) => rule === 'mail.send');
    expect(findings.map(({ variant, subject }) => [variant, subject])).toEqual([['notCloudEnabled', lost.identity]]);
  });

  it.each<readonly [string, Partial<SendConnector>, number]>([
    ['CloudServicesMailEnabled', { cloudServicesMailEnabled: known(true) }, 1],
    ...['mail.protection.outlook.com', 'mail.protection.office365.us', 'mail.protection.partner.outlook.cn'].flatMap((domain) => [
      [`TlsDomain ${domain}`, { tlsDomain: known(domain) }, 1] as const,
      [`TlsDomain below ${domain}`, { tlsDomain: known(`*.${domain.toUpperCase()}`) }, 1] as const,
    ]),
    ...['com', 'us', 'cn'].map(
      (end) =>
        [`the address space of the tenant (${end})`, { addressSpaces: known([`SMTP:Contoso.mail.onmicrosoft.${end};1`]) }, 1] as const,
    ),
    ['the address space of the tenant beside another', { addressSpaces: known(['smtp:*;1', 'smtp:contoso.mail.onmicrosoft.com;1']) }, 1],
    ['one known, the others not', { tlsDomain: unknown('notReturned'), cloudServicesMailEnabled: known(true) }, 1],
    ['another TlsDomain', { tlsDomain: known('notmail.protection.outlook.com') }, 0],
    ['TlsDomain of no cloud', { tlsDomain: known('mail.protection.outlook.com.example') }, 0],
    ['the address space of another domain', { addressSpaces: known(['smtp:contoso.onmicrosoft.com;1', 'smtp:*;10']) }, 0],
    ['nothing of it', {}, 0],
  ])('%s', (_, changes, count) => {
    const found = hybridSendConnectors(organization({ sendConnectors: known([sendConnector({ ...unrelated, ...changes })]) }));
    expect(found.known && found.value.length).toBe(count);
  });

  it('are unknown while it cannot be told of one of them', () => {
    const doubtful = sendConnector({
      ...unrelated,
      cloudServicesMailEnabled: unknown('notReturned', 'CloudServicesMailEnabled'),
    });
    expect(hybridSendConnectors(organization({ sendConnectors: known([sendConnector(), doubtful]) }))).toEqual(
      unknown('notReturned', 'CloudServicesMailEnabled'),
    );
  });
});

describe('hybrid send connectors in use', () => {
  const [first, second] = [sendConnector(), sendConnector({ identity: 'Second' })];
  const inUse = (...enabled: readonly SendConnector['enabled'][]) =>
    hybridSendConnectorsInUse(
      organization({ sendConnectors: known([first, second].map((one, index) => ({ ...one, enabled: enabled[index] ?? known(true) }))) }),
    );
  const identities = (...enabled: readonly SendConnector['enabled'][]) => {
    const found = inUse(...enabled);
    return found.known ? found.value.map(({ identity }) => identity) : found;
  };
  const both = [first.identity, second.identity];

  it('are those that are enabled, or may be', () => {
    expect(identities(known(true), known(true))).toEqual(both);
    expect(identities(known(true), known(false))).toEqual([first.identity]);
    expect(identities(unknown('notReturned'), known(false))).toEqual([first.identity]);
  });

  it('are all of them where none is enabled', () => {
    expect(identities(known(false), known(false))).toEqual(both);
  });
});

it.each([
  ['SMTP:Contoso.com;1', 'contoso.com'],
  ['contoso.com', 'contoso.com'],
  ['notes:smtp:contoso.com;10', 'notes:smtp:contoso.com'],
  ['smtp:contoso.com;1a;2', 'contoso.com;1a'],
])('the address space %s is %s without type and cost', (space, plain) => {
  expect(plainSpace(space)).toBe(plain);
});

describe('hybrid connectors of Exchange Online', () => {
  it('are those of type OnPremises with CloudServicesMailEnabled', () => {
    const value = organization({
      exchangeOnline: {
        acceptedDomains: known([]),
        inboundConnectors: known([
          inbound(),
          inbound({ connectorType: known('Partner'), cloudServicesMailEnabled: unknown('notReturned') }),
        ]),
        outboundConnectors: known([outbound(), outbound({ cloudServicesMailEnabled: known(false) })]),
      },
    });
    expect(hybridInboundConnectors(value)).toEqual(known([inbound()]));
    expect(hybridOutboundConnectors(value)).toEqual(known([outbound()]));
  });
});
