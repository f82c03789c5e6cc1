/** The methods of changing the certificate: what each does step by step, what mail flow will be, and which one is suggested. */
import { forecast, isWorse, type Change, type Forecast, type ObjectChange, type Step } from '../mail-flow/forecast.ts';
import { mailFlow } from '../mail-flow/mail-flow.ts';
import { directions, type MailFlow } from '../mail-flow/verdict.ts';
import { all, flatMap, isKnownTrue, known, map, partition, type Known, type Unknown } from '../model/known.ts';
import type { CertificateFacts } from '../model/certificate.ts';
import type { InboundConnector, OutboundConnector, ReceiveConnector } from '../model/connector.ts';
import { transportServers, type Organization } from '../model/organization.ts';
import { identifiesSender, senderNameFor } from '../rules/accepted-domains.ts';
import { covered, hostNamesOf, subjectNamesOf } from '../rules/certificate-names.ts';
import { edgeWork, type EdgeTaskKind } from './edge-work.ts';
import { comparedObjects, methodScope, type Counted, type MethodScope } from './method-scope.ts';
import { modelChange, valuesOfChange } from './model-change.ts';
import {
  methods,
  readObject,
  setObject,
  type CallStep,
  type HandoverStep,
  type LeftOut,
  type Method,
  type PersonStep,
  type ReadCmdlet,
  type StepReason,
  type Values,
} from './plan.ts';
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

export interface NewCertificate {
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
  readonly scope: MethodScope;
}

/** Each method for this organization. What a step would do to an object that is not known is left out: the verdict stays unknown. */
export function methodForecasts(organization: Organization, certificate: NewCertificate): readonly MethodForecast[] {
  const before = mailFlow(organization);
  return methods.map((method) => {
    const drafts = draftOf(organization, certificate, method).steps;
    const steps = forecast(
      organization,
      drafts.map(({ step }) => step),
    );
    return {
      method,
      steps,
      weakens: steps.some(({ flow }) => isWorse(flow, before)),
      endsInternal: isInternal(steps.at(-1)?.flow ?? before),
      scope: methodScope(organization, method, drafts),
    };
  });
}

const isInternal = (flow: MailFlow): boolean => directions.every((direction) => flow[direction].verdict === 'internal');

/**
 * `nothing`: every object already names the certificate, or a name that it matches, so there is nothing to set, only to prove.
 * `method`: one that never weakens mail flow and ends with both directions internal; the reset is only suggested when no other does.
 * `none`: no method does, by what is known.
 */
export type Suggestion =
  | { readonly kind: 'nothing'; readonly compared: readonly Counted[] }
  | { readonly kind: 'method'; readonly method: Method; readonly weakens: boolean }
  | { readonly kind: 'none' };

export function suggestMethod(organization: Organization, certificate: NewCertificate, forecasts: readonly MethodForecast[]): Suggestion {
  const references = certificateReferences(organization, certificate);
  if (references.every(({ decision }) => decision.kind === 'keep')) return { kind: 'nothing', compared: comparedObjects(references) };
  // In the order of preference: Microsoft's way, without the HCW, and the reset.
  const ending = (['certificateOnly', 'direct', 'reset'] as const).flatMap((method) =>
    forecasts.filter((one) => one.method === method && one.endsInternal).map(({ weakens }) => ({ method, weakens })),
  );
  const best = ending.find(({ weakens }) => !weakens) ?? ending[0];
  return best === undefined ? { kind: 'none' } : { kind: 'method', ...best };
}

type Unforecast<S> = Omit<S, 'forecast' | 'weakens'>;

/** A step before its forecast: what the model says of it, and what the plan has of it. Work on an Edge server is no step of a plan. */
export interface DraftStep {
  readonly step: Step;
  readonly planned: Unforecast<CallStep> | Unforecast<PersonStep> | Unforecast<HandoverStep> | null;
}
export interface Draft {
  readonly steps: readonly DraftStep[];
  readonly leftOut: readonly LeftOut[];
}

/** What a method does in this organization, in its order. `canary`: the server whose connector comes before those of the others. */
export function draftOf(organization: Organization, certificate: NewCertificate, method: Method, canary: string | null = null): Draft {
  const { steps, leftOut } = drafts[method](organization, certificate, canary);
  return { steps: withEdge(organization, certificate, steps), leftOut };
}

const drafts: Readonly<Record<Method, (organization: Organization, certificate: NewCertificate, canary: string | null) => Draft>> = {
  certificateOnly: (organization, certificate) => ({
    steps: [
      handover([...sendChanges(organization, certificate), ...receiveChanges(organization, certificate), configurationChange(certificate)]),
    ],
    leftOut: [],
  }),
  reset: (organization, certificate, canary) => {
    const { steps, leftOut } = receiveSteps(
      organization,
      canary,
      ({ tlsCertificateName: name, tlsDomainCapabilities: capabilities }, server, identity) =>
        map(
          all([inEvidence(name, 'TlsCertificateName'), inEvidence(capabilities, 'TlsDomainCapabilities')]),
          ([nameNow, capabilitiesNow]) =>
            call('Get-ReceiveConnector', identity, server, `reset ${server}`, 'clearForHcw', {
              before: { TlsCertificateName: nameNow, TlsDomainCapabilities: capabilitiesNow },
              after: { TlsCertificateName: null, TlsDomainCapabilities: [] },
            }),
        ),
    );
    return { steps: [...steps, handover(fullHcw(organization, certificate))], leftOut };
  },
  direct: directDraft,
};

/** With what has to be done on the Edge servers: the certificate is there before a connector names it; their receive connectors follow. */
function withEdge(organization: Organization, certificate: NewCertificate, steps: readonly DraftStep[]): readonly DraftStep[] {
  const work = edgeWork(organization, certificate);
  const stepsOn = (isWanted: (kind: EdgeTaskKind) => boolean): readonly DraftStep[] =>
    work.flatMap(({ server, tasks }) => {
      const open = tasks.filter(({ kind, need }) => isWanted(kind) && need !== 'done');
      return open.length === 0
        ? []
        : [{ step: { kind: 'edge', server, object: '', changes: open.flatMap(({ changes }) => changes) }, planned: null }];
    });
  return [...stepsOn((kind) => kind !== 'connector'), ...steps, ...stepsOn((kind) => kind === 'connector')];
}

const handover = (changes: readonly Change[]): DraftStep => ({
  step: { kind: 'hcw', server: '', object: '', changes },
  planned: {
    kind: 'handover',
    id: 'hcw',
    server: '',
    object: '',
    reason: 'hcwWrites',
    expects: changes.flatMap((change) => ('values' in change ? [valuesOfChange(change)] : [])),
  },
});

/** A step that sets these values of one object. Its Guid is read with the snapshot. */
export function call(
  cmdlet: ReadCmdlet,
  object: string,
  server: string,
  id: string,
  reason: StepReason,
  { before, after }: { readonly before: Values; readonly after: Values },
): DraftStep {
  return {
    step: { kind: 'call', server, object, changes: [modelChange(cmdlet, object, after)] },
    planned: {
      kind: 'call',
      id,
      server,
      object,
      guid: null,
      read: readObject(cmdlet, object),
      before,
      call: setObject(cmdlet, object, after),
      after,
      undo: setObject(cmdlet, object, before),
      reason,
    },
  };
}

/** An unknown value says which property it is. */
const inEvidence = <T>(value: Known<T>, property: string): Known<T> => (value.known ? value : { ...value, evidence: property });

/** One step for the Default Frontend connector of each transport server; a server whose connector is not known is left out, by name. */
function receiveSteps(
  organization: Organization,
  canary: string | null,
  stepOf: (connector: ReceiveConnector, server: string, identity: string) => Known<DraftStep>,
): Draft {
  const servers = [...transportServers(organization)].sort((a, b) => Number(b.name === canary) - Number(a.name === canary));
  const { known: found, unknown: open } = partition(servers, (server) =>
    flatMap(defaultFrontendConnector(server), (connector) => stepOf(connector, server.name, connector.identity)),
  );
  return {
    steps: found.map(({ value }) => value),
    leftOut: open.map(({ item, why }) => ({ server: item.name, reason: why.reason, evidence: why.evidence })),
  };
}

/**
 * Send connectors, receive connectors one by one, hybrid configuration, and Exchange Online only where the names no
 * longer match: before or after the on-premises steps, whichever keeps mail flow better.
 */
function directDraft(organization: Organization, certificate: NewCertificate, canary: string | null): Draft {
  const name = formatCertificateName(certificate.name);
  const setsName = (before: string | null): { readonly before: Values; readonly after: Values } => ({
    before: { TlsCertificateName: before },
    after: { TlsCertificateName: name },
  });
  const sending = ofList(hybridSendConnectors(organization), 'Get-SendConnector', ({ identity, tlsCertificateName }) =>
    map(tlsCertificateName, (now) => call('Get-SendConnector', identity, '', `send ${identity}`, 'nameOnSendConnector', setsName(now))),
  );
  const receiving = receiveSteps(organization, canary, ({ tlsCertificateName }, server, identity) =>
    map(inEvidence(tlsCertificateName, 'TlsCertificateName'), (now) =>
      call('Get-ReceiveConnector', identity, server, `receive ${server}`, 'nameOnReceiveConnector', setsName(now)),
    ),
  );
  const configuration = ofList(
    map(organization.hybridConfiguration, (one) => (one === null ? [] : [{ ...one, identity: hybridConfigurationName }])),
    'Get-HybridConfiguration',
    ({ identity, tlsCertificateName }) =>
      map(tlsCertificateName, (now) =>
        call('Get-HybridConfiguration', identity, '', 'configuration', 'nameInHybridConfiguration', setsName(now)),
      ),
  );
  const online = exchangeOnlineSteps(organization, certificate);
  const onPremises = [...sending.steps, ...receiving.steps, ...configuration.steps];
  const leftOut = [sending, receiving, configuration, online].flatMap((part) => part.leftOut);
  const first = [...online.steps, ...onPremises];
  const last = [...onPremises, ...online.steps];
  if (online.steps.length === 0) return { steps: last, leftOut };
  const before = mailFlow(organization);
  const worse = (steps: readonly DraftStep[]): number =>
    forecast(
      organization,
      steps.map(({ step }) => step),
    ).filter(({ flow }) => isWorse(flow, before)).length;
  return { steps: worse(first) < worse(last) ? first : last, leftOut };
}

const hybridConfigurationName = 'Hybrid Configuration';

/** A step for each object of a list; what is not known is left out by the name of the object, or of the cmdlet that lists it. */
function ofList<T extends { readonly identity: string }>(
  list: Known<readonly T[]>,
  cmdlet: ReadCmdlet,
  stepOf: (item: T) => Known<DraftStep>,
): Draft {
  const left = (evidence: string, { reason }: Unknown): LeftOut => ({ server: '', reason, evidence });
  const lists = partition([list], (one) => one);
  const steps = partition(
    lists.known.flatMap(({ value }) => value),
    stepOf,
  );
  return {
    steps: steps.known.map(({ value }) => value),
    leftOut: [...lists.unknown.map(({ why }) => left(cmdlet, why)), ...steps.unknown.map(({ item, why }) => left(item.identity, why))],
  };
}

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
function exchangeOnlineSteps(organization: Organization, { facts }: NewCertificate): Draft {
  const { acceptedDomains } = organization.exchangeOnline;
  const names = subjectNamesOf(facts);
  const sender = senderOf(names, organization);
  const host = commonNameOf(facts.subject) ?? facts.names[0];
  const hosts = hostNamesOf(facts);
  /** No step where the value matches, or where no value would be right. */
  const onlyMismatched = <T extends { readonly identity: string }>(
    list: Known<readonly T[]>,
    cmdlet: ReadCmdlet,
    read: (item: T) => Known<string | null>,
    matches: (text: string) => Known<boolean>,
    stepOf: (item: T, now: string | null) => DraftStep | undefined,
  ): Draft => {
    const judgedItems = ofItems(list, (item) =>
      flatMap(read(item), (now) => map(now === null ? known(true) : matches(now), (isRight) => (isRight ? undefined : stepOf(item, now)))),
    );
    return {
      steps: judgedItems.known.flatMap(({ value }) => (value === undefined ? [] : [value])),
      // A list that was not read leaves nothing out that is known to need a step: the post-checks say what it has.
      leftOut: judgedItems.unknown.map(({ item, why }) => ({ server: '', reason: why.reason, evidence: `${cmdlet} ${item.identity}` })),
    };
  };
  const inbound = onlyMismatched(
    hybridInboundConnectors(organization),
    'Get-InboundConnector',
    ({ tlsSenderCertificateName }) => tlsSenderCertificateName,
    (text) => identifiesSender(text, names, acceptedDomains),
    ({ identity }, now) =>
      sender === undefined
        ? undefined
        : call('Get-InboundConnector', identity, '', `inbound ${identity}`, 'senderName', {
            before: { TlsSenderCertificateName: now },
            after: { TlsSenderCertificateName: sender },
          }),
  );
  const outbound = onlyMismatched(
    hybridOutboundConnectors(organization),
    'Get-OutboundConnector',
    ({ tlsDomain }) => tlsDomain,
    (text) => known(covered(hosts, text)),
    ({ identity }, now) =>
      host === undefined
        ? undefined
        : call('Get-OutboundConnector', identity, '', `outbound ${identity}`, 'tlsDomain', {
            before: { TlsDomain: now },
            after: { TlsDomain: host },
          }),
  );
  return { steps: [...inbound.steps, ...outbound.steps], leftOut: [...inbound.leftOut, ...outbound.leftOut] };
}

const ofItems = <T, V>(list: Known<readonly T[]>, pick: (item: T) => Known<V>): ReturnType<typeof partition<T, V>> =>
  partition(
    partition([list], (one) => one).known.flatMap(({ value }) => value),
    pick,
  );

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
