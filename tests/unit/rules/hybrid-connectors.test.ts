import { describe, expect, it } from 'vitest';
import {
  defaultFrontendConnector,
  hybridInboundConnectors,
  hybridOutboundConnectors,
  hybridSendConnectors,
} from '../../../shared/rules/hybrid-connectors.ts';
import type { ReceiveConnector } from '../../../shared/model/connector.ts';
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
    expect(choose(connector('Default Frontend EX01', { bindings: known(['0.0.0.0:587']) })).known).toBe(false);
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
  it.each([
    ['CloudServicesMailEnabled', { tlsDomain: known(null) }, 1],
    ['TlsDomain of the cloud', { cloudServicesMailEnabled: known(false) }, 1],
    ['TlsDomain of another cloud', { cloudServicesMailEnabled: known(false), tlsDomain: known('contoso.mail.protection.outlook.us') }, 1],
    ['one known, the other not', { tlsDomain: unknown('notReturned') }, 1],
    ['neither', { cloudServicesMailEnabled: known(false), tlsDomain: known('outlook.example') }, 0],
  ])('%s', (_, changes, count) => {
    const found = hybridSendConnectors(organization({ sendConnectors: known([sendConnector(changes)]) }));
    expect(found.known && found.value.length).toBe(count);
  });

  it('are unknown while it cannot be told of one of them', () => {
    const doubtful = sendConnector({
      cloudServicesMailEnabled: unknown('notReturned', 'CloudServicesMailEnabled'),
      tlsDomain: known(null),
    });
    expect(hybridSendConnectors(organization({ sendConnectors: known([sendConnector(), doubtful]) }))).toEqual(
      unknown('notReturned', 'CloudServicesMailEnabled'),
    );
  });
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
