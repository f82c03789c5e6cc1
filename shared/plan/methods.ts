/** The methods of changing the certificate: what each does step by step, what mail flow will be, and which one is suggested. */
import { forecast, isWorse, type Change, type Forecast, type ObjectChange, type Step } from '../mail-flow/forecast.ts';
import { mailFlow } from '../mail-flow/mail-flow.ts';
import { directions, type MailFlow } from '../mail-flow/verdict.ts';
import { flatMap, isKnownTrue, known, map, not, partition, type Known } from '../model/known.ts';
import type { CertificateFacts } from '../model/certificate.ts';
import type { InboundConnector, OutboundConnector, ReceiveConnector } from '../model/connector.ts';
import { transportServers, type Organization } from '../model/organization.ts';
import { identifiesSender, senderNameFor } from '../rules/accepted-domains.ts';
import { covered, hostNamesOf, subjectNamesOf } from '../rules/certificate-names.ts';
import { edgeWork, type EdgeTaskKind } from './edge-work.ts';
import {
  cloudCapability,
  defaultFrontendConnector,
  hybridInboundConnectors,
  hybridOutboundConnectors,
  hybridSendConnectors,
} from '../rules/hybrid-connectors.ts';
import { certificateReferences } from '../rules/references.ts';
import { formatCertificateName, type CertificateName } from '../x509/certificate-name.ts';
import { commonNameOf } from '../x509/distinguished-name.ts';

/**
 * `certificateOnly`: the HCW's option Update Secure Mail Certificate for Connectors. `reset`: the receive connectors are cleared, then
 * the full HCW (KB 2989382). `direct`: each connector goes from the old name straight to the new one, without the HCW.
 */
export const methods = ['certificateOnly', 'reset', 'direct'] as const;
export type Method = (typeof methods)[number];

/** Those that the wizard guides through; the direct one is only compared. */
export const offeredMethods = ['certificateOnly', 'reset'] as const satisfies readonly Method[];
export type OfferedMethod = (typeof offeredMethods)[number];

interface NewCertificate {
  readonly name: CertificateName;
  readonly facts: Pick<CertificateFacts, 'thumbprint' | 'subject' | 'names'>;
}

export interface MethodForecast {
  readonly method: Method;
  readonly steps: readonly Forecast[];
  /** Whether mail flow is worse than now after any of the steps */
  readonly weakens: boolean;
  /** Whether both directions are internal after the last step */
  readonly endsInternal: boolean;
}

/** Each method for this organization. What a step would do to an object that is not known is left out: the verdict stays unknown. */
export function methodForecasts(organization: Organization, certificate: NewCertificate): readonly MethodForecast[] {
  const before = mailFlow(organization);
  return methods.map((method) => {
    const steps = forecast(organization, stepsOf[method](organization, certificate));
    const last = steps.at(-1)?.flow ?? before;
    return { method, steps, weakens: steps.some(({ flow }) => isWorse(flow, before)), endsInternal: isInternal(last) };
  });
}

const isInternal = (flow: MailFlow): boolean => directions.every((direction) => flow[direction].verdict === 'internal');

/**
 * `nothing`: every object already names the certificate, or a name that it matches, so there is nothing to set, only to prove.
 * `method`: one that never weakens mail flow and ends with both directions internal; the reset is only suggested when no other does.
 * `none`: no method does, by what is known.
 */
export type Suggestion =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'method'; readonly method: OfferedMethod; readonly weakens: boolean }
  | { readonly kind: 'none' };

export function suggestMethod(organization: Organization, certificate: NewCertificate, forecasts: readonly MethodForecast[]): Suggestion {
  if (certificateReferences(organization, certificate).every(({ decision }) => decision.kind === 'keep')) return { kind: 'nothing' };
  const ending = offeredMethods.flatMap((method) =>
    forecasts.filter((one) => one.method === method && one.endsInternal).map(({ weakens }) => ({ method, weakens })),
  );
  const best = ending.find(({ weakens }) => !weakens) ?? ending[0];
  return best === undefined ? { kind: 'none' } : { kind: 'method', ...best };
}

/** The steps of each method, in their order. */
export const stepsOf: Readonly<Record<Method, (organization: Organization, certificate: NewCertificate) => readonly Step[]>> = {
  certificateOnly: (organization, certificate) =>
    withEdge(organization, certificate, [
      hcw([...sendChanges(organization, certificate), ...receiveChanges(organization, certificate), configurationChange(certificate)]),
    ]),
  reset: (organization, certificate) =>
    withEdge(organization, certificate, [...resetSteps(organization), hcw(fullHcw(organization, certificate))]),
  direct: (organization, certificate) => withEdge(organization, certificate, directSteps(organization, certificate)),
};

/**
 * With what has to be done on the Edge servers: the certificate is there before a connector names it; their receive
 * connectors, which the HCW does not write, follow.
 */
function withEdge(organization: Organization, certificate: NewCertificate, steps: readonly Step[]): readonly Step[] {
  const work = edgeWork(organization, certificate);
  const stepsOn = (isWanted: (kind: EdgeTaskKind) => boolean): readonly Step[] =>
    work.flatMap(({ server, tasks }) => {
      const open = tasks.filter(({ kind, need }) => isWanted(kind) && need !== 'done');
      return open.length === 0 ? [] : [{ kind: 'edge', server, object: '', changes: open.flatMap(({ changes }) => changes) }];
    });
  return [...stepsOn((kind) => kind !== 'connector'), ...steps, ...stepsOn((kind) => kind === 'connector')];
}

const hcw = (changes: readonly Change[]): Step => ({ kind: 'hcw', server: '', object: '', changes });

function resetSteps(organization: Organization): readonly Step[] {
  return partition(transportServers(organization), defaultFrontendConnector).known.map(({ item, value: { identity } }) => ({
    kind: 'call',
    server: item.name,
    object: identity,
    changes: [{ kind: 'receiveConnector', identity, values: { tlsCertificateName: known(null), tlsDomainCapabilities: known([]) } }],
  }));
}

/**
 * Send connectors, receive connectors one by one, hybrid configuration, and Exchange Online only where the names no
 * longer match: before or after the on-premises steps, whichever keeps mail flow better.
 */
function directSteps(organization: Organization, certificate: NewCertificate): readonly Step[] {
  const step = (change: Change, server: string, object: string): Step => ({ kind: 'call', server, object, changes: [change] });
  const onPremises = [
    ...sendChanges(organization, certificate).map((change) => step(change, '', identityOf(change))),
    ...partition(transportServers(organization), defaultFrontendConnector).known.map(({ item, value }) =>
      step(nameChange(value, certificate), item.name, value.identity),
    ),
    step(configurationChange(certificate), '', 'Hybrid Configuration'),
  ];
  const online = exchangeOnlineChanges(organization, certificate).map((change) => step(change, '', identityOf(change)));
  const first = [...online, ...onPremises];
  const last = [...onPremises, ...online];
  if (online.length === 0) return last;
  const before = mailFlow(organization);
  const worse = (steps: readonly Step[]): number => forecast(organization, steps).filter(({ flow }) => isWorse(flow, before)).length;
  return worse(first) < worse(last) ? first : last;
}

const identityOf = (change: ObjectChange): string => (change.kind === 'hybridConfiguration' ? 'Hybrid Configuration' : change.identity);

const newName = ({ name }: NewCertificate): Known<string | null> => known(formatCertificateName(name));

const sendChanges = (organization: Organization, certificate: NewCertificate): readonly ObjectChange[] =>
  partition([hybridSendConnectors(organization)], (list) => list).known.flatMap(({ value }) =>
    value.map(({ identity }): ObjectChange => ({ kind: 'sendConnector', identity, values: { tlsCertificateName: newName(certificate) } })),
  );

const nameChange = ({ identity }: ReceiveConnector, certificate: NewCertificate): Change => ({
  kind: 'receiveConnector',
  identity,
  values: { tlsCertificateName: newName(certificate) },
});

const receiveChanges = (organization: Organization, certificate: NewCertificate): readonly Change[] =>
  partition(transportServers(organization), defaultFrontendConnector).known.map(({ value }) => nameChange(value, certificate));

const configurationChange = (certificate: NewCertificate): Change => ({
  kind: 'hybridConfiguration',
  values: { tlsCertificateName: newName(certificate) },
});

/** TlsSenderCertificateName and TlsDomain, where no name of the certificate matches them any longer. */
function exchangeOnlineChanges(organization: Organization, { facts }: NewCertificate): readonly ObjectChange[] {
  const { acceptedDomains } = organization.exchangeOnline;
  const names = subjectNamesOf(facts);
  const sender = senderOf(names, organization);
  const mismatched = partition([hybridInboundConnectors(organization)], (list) => list).known.flatMap(({ value }) =>
    value.filter(({ tlsSenderCertificateName }) =>
      isKnownTrue(
        not(flatMap(tlsSenderCertificateName, (text) => (text === null ? known(true) : identifiesSender(text, names, acceptedDomains)))),
      ),
    ),
  );
  const host = commonNameOf(facts.subject) ?? facts.names[0];
  const hosts = hostNamesOf(facts);
  const uncovered = partition([hybridOutboundConnectors(organization)], (list) => list).known.flatMap(({ value }) =>
    value.filter(({ tlsDomain }) => isKnownTrue(map(tlsDomain, (text) => text !== null && !covered(hosts, text)))),
  );
  return [
    ...(sender === undefined
      ? []
      : mismatched.map(({ identity }): ObjectChange => ({
          kind: 'inboundConnector',
          identity,
          values: { tlsSenderCertificateName: known(sender) },
        }))),
    ...(host === undefined
      ? []
      : uncovered.map(({ identity }): ObjectChange => ({ kind: 'outboundConnector', identity, values: { tlsDomain: known(host) } }))),
  ];
}

/** `undefined` where no value would be right, or it is not known which. */
function senderOf(names: readonly string[], { exchangeOnline }: Organization): string | undefined {
  const [sender] = partition([flatMap(exchangeOnline.acceptedDomains, (domains) => senderNameFor(names, domains))], (one) => one).known;
  return sender?.value;
}

/** What the full HCW writes (docs/domain.md, "What the HCW writes"); connectors that it did not make stay as they are. */
function fullHcw(organization: Organization, certificate: NewCertificate): readonly Change[] {
  const { facts } = certificate;
  const host = commonNameOf(facts.subject);
  const sender = senderOf(host === undefined ? subjectNamesOf(facts) : [host], organization);
  const sources = partition([organization.hybridConfiguration], (one) => one).known.flatMap(({ value }) =>
    value === null ? [] : [...value.sendingTransportServers, ...value.edgeTransportServers],
  );
  const sending = sendChanges(organization, certificate).map((change): Change =>
    change.kind !== 'sendConnector'
      ? change
      : {
          ...change,
          values: {
            ...change.values,
            smartHosts: known([]),
            sourceTransportServers: known([...sources]),
            requireTls: known(true),
            tlsAuthLevel: known('DomainValidation'),
            tlsDomain: known('mail.protection.outlook.com'),
          },
        },
  );
  const receiving = partition(transportServers(organization), defaultFrontendConnector).known.map(({ value: { identity } }): Change => ({
    kind: 'receiveConnector',
    identity,
    values: {
      tlsCertificateName: newName(certificate),
      tlsDomainCapabilities: known([cloudCapability(organization)]),
      bindings: known(['[::]:25', '0.0.0.0:25']),
      authMechanism: known(['Tls', 'Integrated', 'BasicAuth', 'BasicAuthRequireTLS', 'ExchangeServer']),
      permissionGroups: known(['AnonymousUsers', 'ExchangeServers', 'ExchangeLegacyServers']),
    },
  }));
  return [...sending, ...receiving, configurationChange(certificate), ...hcwOnline(organization, host, sender)];
}

/** The HCW writes the connectors of Exchange Online that it made, whatever became of them since. */
function hcwOnline({ exchangeOnline }: Organization, host: string | undefined, sender: string | undefined): readonly Change[] {
  const made = <C extends InboundConnector | OutboundConnector>(connectors: Known<readonly C[]>): readonly C[] =>
    partition([connectors], (list) => list).known.flatMap(({ value }) =>
      value.filter(({ connectorSource }) => isKnownTrue(map(connectorSource, (source) => source.toLowerCase() === 'hybridwizard'))),
    );
  const common = { connectorType: known('OnPremises'), cloudServicesMailEnabled: known(true) };
  return [
    ...made(exchangeOnline.inboundConnectors).map(({ identity }): Change => ({
      kind: 'inboundConnector',
      identity,
      values: { ...common, requireTls: known(true), ...(sender === undefined ? {} : { tlsSenderCertificateName: known(sender) }) },
    })),
    ...made(exchangeOnline.outboundConnectors).map(({ identity }): Change => ({
      kind: 'outboundConnector',
      identity,
      values: { ...common, tlsSettings: known('DomainValidation'), ...(host === undefined ? {} : { tlsDomain: known(host) }) },
    })),
  ];
}
