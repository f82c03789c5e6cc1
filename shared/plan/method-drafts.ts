/** What each method does, step by step. */
import { forecast, isWorse, type Change } from '../mail-flow/forecast.ts';
import { mailFlow } from '../mail-flow/mail-flow.ts';
import { all, flatMap, known, map, partition, type Known, type Unknown } from '../model/known.ts';
import type { ReceiveConnector } from '../model/connector.ts';
import { transportServers, type Organization } from '../model/organization.ts';
import { identifiesSender } from '../rules/accepted-domains.ts';
import { covered, hostNamesOf, subjectNamesOf } from '../rules/certificate-names.ts';
import {
  defaultFrontendConnector,
  hybridInboundConnectors,
  hybridOutboundConnectors,
  hybridSendConnectors,
} from '../rules/hybrid-connectors.ts';
import { formatCertificateName } from '../x509/certificate-name.ts';
import { commonNameOf } from '../x509/distinguished-name.ts';
import { call, type Draft, type DraftStep, type NewCertificate } from './draft.ts';
import { edgeDraft, synchronizeSteps } from './edge-steps.ts';
import { configurationChange, fullHcw, receiveChanges, sendChanges, senderOf } from './hcw-writes.ts';
import { valuesOfChange } from './model-change.ts';
import { isUnchanged, type LeftOut, type Method, type Policy, type ReadCmdlet, type Values } from './plan.ts';
import { withSendingLog } from './sending-log.ts';

/**
 * What a method does in this organization, in its order. The policy says which server's connector comes before those of the others, and
 * whether the protocol log of the send connectors is switched on.
 */
export function draftOf(
  organization: Organization,
  certificate: NewCertificate,
  method: Method,
  { canary, logsSending }: Pick<Policy, 'canary' | 'logsSending'> = { canary: null },
): Draft {
  const { steps, leftOut } = drafts[method](organization, certificate, canary);
  return withEdge(organization, certificate, { steps: logsSending === true ? withSendingLog(organization, steps) : steps, leftOut });
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

/**
 * With what has to be done on the Edge servers: the certificate is there before a connector names it, their receive connectors follow, and
 * at the end EdgeSync brings them the send connectors.
 */
function withEdge(organization: Organization, certificate: NewCertificate, { steps, leftOut }: Draft): Draft {
  const edge = edgeDraft(organization, certificate);
  const work = [...edge.certificates, ...steps, ...edge.connectors];
  const writes = work.some(({ planned }) => planned.kind === 'handover' || !isUnchanged(planned));
  return { steps: [...work, ...(writes ? synchronizeSteps(organization) : [])], leftOut: [...leftOut, ...edge.leftOut] };
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
