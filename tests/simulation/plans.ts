/** Three servers and an Edge server, what they have, facts about them as values, and a plan of each method and purpose, made by hand. */
import type { CmdletCall } from '../../shared/commands/call.ts';
import type { Place } from '../../shared/mail-flow/forecast.ts';
import type { DraftStep } from '../../shared/plan/draft.ts';
import {
  connectorOnEdgeStep,
  enableOnEdgeStep,
  enableStep,
  readFacts,
  serviceStep,
  synchronizeStep,
} from '../../shared/plan/person-steps.ts';
import {
  isFactCmdlet,
  isReadCmdlet,
  readObject,
  setObject,
  type CallStep,
  type ObjectStep,
  type ObservedCmdlet,
  type PersonStep,
  type Plan,
  type ReadCmdlet,
  type Values,
} from '../../shared/plan/plan.ts';

export interface DirectoryObject {
  readonly cmdlet: ObservedCmdlet;
  readonly identity: string;
  readonly guid: string;
  readonly values: Values;
  /** No session reaches it */
  readonly onEdge?: true;
}
type Connector = DirectoryObject & { readonly cmdlet: ReadCmdlet };

const servers = ['EX01', 'EX02', 'EX03'] as const;
const edge = 'EDGE01';
export const oldName = '<I>CN=Contoso CA<S>CN=mail.contoso.com, O=Old';
export const newName = '<I>CN=Contoso CA<S>CN=mail.contoso.com, O=New';

const receive = (server: string): string => `${server}\\Default Frontend ${server}`;
const guidOf = (index: number): string => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;

const connectors: readonly Connector[] = [
  ...servers.map((server, index): Connector => ({
    cmdlet: 'Get-ReceiveConnector',
    identity: receive(server),
    guid: guidOf(index),
    values: { TlsCertificateName: oldName, TlsDomainCapabilities: ['mail.protection.outlook.com:AcceptCloudServicesMail'] },
  })),
  { cmdlet: 'Get-SendConnector', identity: 'Outbound to Office 365', guid: guidOf(11), values: { TlsCertificateName: oldName } },
  { cmdlet: 'Get-HybridConfiguration', identity: 'Hybrid Configuration', guid: guidOf(12), values: { TlsCertificateName: oldName } },
  {
    cmdlet: 'Get-InboundConnector',
    identity: 'Inbound from on-premises',
    guid: guidOf(13),
    values: { TlsSenderCertificateName: 'mail.contoso.com' },
  },
];

const thumbprint = 'B2';
const transport = 'MSExchangeTransport';

const connectorOnEdge: Connector = {
  cmdlet: 'Get-ReceiveConnector',
  identity: `${edge}\\Default internal receive connector ${edge}`,
  guid: guidOf(14),
  values: { TlsCertificateName: oldName },
  onEdge: true,
};

/** A certificate on two servers and the Edge server, and the transport service of each server, which runs on those two. */
export const objects: readonly DirectoryObject[] = [
  ...connectors,
  ...servers.slice(0, 2).map((server): DirectoryObject => ({
    cmdlet: 'Get-ExchangeCertificate',
    identity: `${server}\\${thumbprint}`,
    guid: '',
    values: { Installed: true, EnabledForSmtp: false },
  })),
  ...servers.map((server): DirectoryObject => ({
    cmdlet: 'Test-ServiceHealth',
    identity: `${server}\\${transport}`,
    guid: '',
    values: { Running: server !== 'EX03' },
  })),
  connectorOnEdge,
  {
    cmdlet: 'Get-ExchangeCertificate',
    identity: `${edge}\\${thumbprint}`,
    guid: '',
    values: { Installed: true, EnabledForSmtp: false },
    onEdge: true,
  },
  { cmdlet: 'Test-EdgeSynchronization', identity: `${edge}\\EdgeSync`, guid: '', values: { Synchronized: true } },
];

/** The HCW sets the name on all of them, to the new one when it does what Microsoft says. */
export const writtenByHcw = connectors.filter(({ cmdlet }) => cmdlet !== 'Get-InboundConnector');

export const objectKey = (cmdlet: ObservedCmdlet, identity: string): string => `${cmdlet} ${identity}`;
export const sendConnector = objectKey('Get-SendConnector', 'Outbound to Office 365');
export const edgeSync = objectKey('Test-EdgeSynchronization', `${edge}\\EdgeSync`);

/** The object that a call reads, sets or removes. */
export function keyOfCall({ cmdlet, parameters }: CmdletCall): string {
  const read = cmdlet.replace(/^(?:Set|Remove)-/, 'Get-');
  const isNamed = ({ cmdlet: by, identity }: DirectoryObject): boolean =>
    isFactCmdlet(by)
      ? identity.startsWith(`${String(parameters['Server'] ?? parameters['TargetServer'])}\\`)
      : identity === parameters['Identity'];
  const found = objects.find((one) => one.cmdlet === read && (one.cmdlet === 'Get-HybridConfiguration' || isNamed(one)));
  if (found === undefined) throw new Error(`outside of every plan: ${cmdlet} ${JSON.stringify(parameters)}`);
  return objectKey(found.cmdlet, found.identity);
}

/** The object that a step is on. */
export const keyOfStep = ({ read, object }: ObjectStep): string => `${read.cmdlet} ${object}`;

const placesOf = (server: string): readonly Place[] => [{ direction: 'toOnPremises', server }];

export function callStep(
  object: Pick<Connector, 'cmdlet' | 'identity' | 'guid'>,
  before: Values,
  after: Values,
  options: Pick<CallStep, 'id' | 'reason'> & { readonly weakens?: readonly Place[] },
): CallStep {
  return {
    kind: 'call',
    id: options.id,
    server: servers.find((name) => object.identity.startsWith(name)) ?? '',
    object: object.identity,
    forecast: { toOnPremises: 'unknown', toExchangeOnline: 'unknown' },
    weakens: [...(options.weakens ?? [])],
    reason: options.reason,
    guid: object.guid,
    read: readObject(object.cmdlet, object.identity),
    before,
    call: setObject(object.cmdlet, object.identity, after),
    after,
    undo: setObject(object.cmdlet, object.identity, before),
  };
}

/** Reads all that an object has. */
export function probeOf({ cmdlet, identity, guid, values, onEdge }: DirectoryObject): ObjectStep {
  if (isReadCmdlet(cmdlet) && onEdge === undefined)
    return callStep({ cmdlet, identity, guid }, values, values, { id: 'probe', reason: 'putBack' });
  const server = identity.slice(0, identity.indexOf('\\'));
  return {
    ...base(server),
    kind: 'person',
    id: 'probe',
    reason: 'putBack',
    object: identity,
    guid: null,
    read: isReadCmdlet(cmdlet) ? readObject(cmdlet, identity) : readFacts(cmdlet, server),
    before: values,
    after: values,
    commands: [],
    undo: null,
    ...(onEdge === true && { onEdge }),
  };
}

const base = (server: string, weakens: readonly Place[] = []): Pick<CallStep, 'server' | 'forecast' | 'weakens'> => ({
  server,
  forecast: { toOnPremises: 'unknown', toExchangeOnline: 'unknown' },
  weakens: [...weakens],
});

const objectOf = (cmdlet: ReadCmdlet, identity?: string): Connector => {
  const found = connectors.find((one) => one.cmdlet === cmdlet && (identity === undefined || one.identity === identity));
  if (found === undefined) throw new Error(`no ${cmdlet}`);
  return found;
};

const name = (value: string | null): Values => ({ TlsCertificateName: value });

const planOf = (id: string, purpose: Plan['purpose'], steps: Plan['steps'], options: Partial<Plan> = {}): Plan => ({
  format: 1,
  id,
  purpose,
  of: null,
  method: null,
  policy: { onFailure: 'stop', canary: null },
  steps,
  leftOut: [],
  ...options,
});

const reset = planOf(
  'reset',
  'apply',
  [
    ...servers.map((server) =>
      callStep(objectOf('Get-ReceiveConnector', receive(server)), name(oldName), name(null), {
        id: `reset ${server}`,
        reason: 'clearForHcw',
        weakens: placesOf(server),
      }),
    ),
    {
      kind: 'handover',
      id: 'hcw',
      server: '',
      object: '',
      forecast: { toOnPremises: 'unknown', toExchangeOnline: 'unknown' },
      weakens: [{ direction: 'toExchangeOnline', server: '' }],
      reason: 'hcwWrites',
      expects: writtenByHcw.map(({ cmdlet, identity }) => ({ cmdlet, object: identity, values: { TlsCertificateName: newName } })),
    },
  ],
  { method: 'reset' },
);

const direct = planOf(
  'direct',
  'apply',
  [
    callStep(objectOf('Get-SendConnector'), name(oldName), name(newName), {
      id: 'send',
      reason: 'nameOnSendConnector',
      weakens: [{ direction: 'toExchangeOnline', server: '' }],
    }),
    ...servers.map((server) =>
      callStep(objectOf('Get-ReceiveConnector', receive(server)), name(oldName), name(newName), {
        id: `receive ${server}`,
        reason: 'nameOnReceiveConnector',
        weakens: placesOf(server),
      }),
    ),
    callStep(objectOf('Get-HybridConfiguration'), name(oldName), name(newName), { id: 'hybrid', reason: 'nameInHybridConfiguration' }),
  ],
  { method: 'direct' },
);

const fix = planOf('fix', 'fix', [
  callStep(
    objectOf('Get-ReceiveConnector', receive('EX02')),
    { TlsCertificateName: oldName, TlsDomainCapabilities: ['mail.protection.outlook.com:AcceptCloudServicesMail'] },
    { TlsCertificateName: newName, TlsDomainCapabilities: [] },
    { id: 'fix EX02', reason: 'nameOnReceiveConnector', weakens: placesOf('EX02') },
  ),
  callStep(
    objectOf('Get-InboundConnector'),
    { TlsSenderCertificateName: 'mail.contoso.com' },
    { TlsSenderCertificateName: '*.contoso.com' },
    { id: 'sender', reason: 'senderName', weakens: [{ direction: 'toOnPremises', server: '' }] },
  ),
]);

/** Of a person's step, as the product makes it. */
function personStep({ planned }: DraftStep, weakens: readonly Place[] = []): PersonStep {
  if (planned.kind !== 'person') throw new Error('no step of a person');
  return { ...planned, ...base(planned.server, weakens) };
}

const waitsAt = (...names: readonly string[]): readonly Place[] =>
  names.flatMap((server): readonly Place[] => [
    { direction: 'toOnPremises', server },
    { direction: 'toExchangeOnline', server },
  ]);

const removed = (server: string): CallStep => ({
  ...base(server, waitsAt('EX01', 'EX02')),
  kind: 'call',
  id: `remove ${server}`,
  object: `${server}\\${thumbprint}`,
  guid: null,
  read: readFacts('Get-ExchangeCertificate', server),
  before: { Installed: true },
  call: { side: 'onPremises', cmdlet: 'Remove-ExchangeCertificate', parameters: { Server: server, Thumbprint: thumbprint } },
  after: { Installed: false },
  undo: null,
  reason: 'removeOldCertificate',
});

const removal = planOf('removal', 'removal', [
  personStep(serviceStep('EX01', transport, 'stop', 'stop EX01'), waitsAt('EX01')),
  personStep(serviceStep('EX02', transport, 'stop', 'stop EX02'), waitsAt('EX01', 'EX02')),
  callStep(objectOf('Get-SendConnector'), name(oldName), name(null), {
    id: 'clear',
    reason: 'nameOffSendConnector',
    weakens: waitsAt('EX01', 'EX02'),
  }),
  removed('EX01'),
  removed('EX02'),
  callStep(objectOf('Get-SendConnector'), name(null), name(oldName), {
    id: 'name',
    reason: 'nameBackOnSendConnector',
    weakens: waitsAt('EX01', 'EX02'),
  }),
  personStep(serviceStep('EX01', transport, 'start', 'start EX01'), waitsAt('EX02')),
  personStep(serviceStep('EX02', transport, 'start', 'start EX02')),
]);

const listing = planOf('listing', 'apply', [
  personStep(enableStep('EX01', thumbprint)),
  personStep(enableStep('EX02', thumbprint)),
  personStep(serviceStep('EX03', transport, 'start', 'start EX03')),
]);

/** The certificate first, the connectors, and EdgeSync behind them all. */
const onEdge = planOf(
  'edge',
  'apply',
  [
    personStep(enableOnEdgeStep(edge, thumbprint, [])),
    ...direct.steps.slice(0, 2),
    personStep(connectorOnEdgeStep(edge, { identity: connectorOnEdge.identity, before: name(oldName), after: name(newName) }, []), [
      { direction: 'toOnPremises', server: edge },
    ]),
    personStep(synchronizeStep(edge)),
  ],
  { method: 'direct' },
);

/** By name: each method, each policy, each kind of step. */
export const plans: Readonly<Record<string, Plan>> = {
  reset,
  direct,
  fix,
  canary: {
    ...direct,
    id: 'canary',
    policy: { onFailure: 'stop', canary: 'EX01' },
    steps: [...direct.steps.slice(1), ...direct.steps.slice(0, 1)],
  },
  removal,
  listing,
  edge: onEdge,
  goOn: { ...direct, id: 'go-on', policy: { onFailure: 'goOn', canary: null } },
};
