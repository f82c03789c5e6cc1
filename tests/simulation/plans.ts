/** Three servers, what they have, and a plan of each method and purpose, made by hand. */
import type { CmdletCall } from '../../shared/commands/call.ts';
import type { Place } from '../../shared/mail-flow/forecast.ts';
import {
  setObject,
  readObject,
  type CallStep,
  type ObjectStep,
  type ObservedCmdlet,
  type Plan,
  type ReadCmdlet,
  type Values,
} from '../../shared/plan/plan.ts';

export interface DirectoryObject {
  readonly cmdlet: ReadCmdlet;
  readonly identity: string;
  readonly guid: string;
  readonly values: Values;
}

const servers = ['EX01', 'EX02', 'EX03'] as const;
export const oldName = '<I>CN=Contoso CA<S>CN=mail.contoso.com, O=Old';
export const newName = '<I>CN=Contoso CA<S>CN=mail.contoso.com, O=New';

const receive = (server: string): string => `${server}\\Default Frontend ${server}`;
const guidOf = (index: number): string => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;

export const objects: readonly DirectoryObject[] = [
  ...servers.map((server, index): DirectoryObject => ({
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

/** The HCW sets the name on all of them, to the new one when it does what Microsoft says. */
export const writtenByHcw = objects.filter(({ cmdlet }) => cmdlet !== 'Get-InboundConnector');

export const objectKey = (cmdlet: ObservedCmdlet, identity: string): string => `${cmdlet} ${identity}`;

/** The object that a call reads or sets. */
export function keyOfCall({ cmdlet, parameters }: CmdletCall): string {
  const read = cmdlet.replace(/^Set-/, 'Get-');
  const found = objects.find(
    (one) => one.cmdlet === read && (one.cmdlet === 'Get-HybridConfiguration' || one.identity === parameters['Identity']),
  );
  if (found === undefined) throw new Error(`outside of every plan: ${cmdlet} ${JSON.stringify(parameters)}`);
  return objectKey(found.cmdlet, found.identity);
}

/** The object that a step is on. */
export const keyOfStep = ({ read, object }: ObjectStep): string => `${read.cmdlet} ${object}`;

const placesOf = (server: string): readonly Place[] => [{ direction: 'toOnPremises', server }];

export function callStep(
  object: Pick<DirectoryObject, 'cmdlet' | 'identity' | 'guid'>,
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

const objectOf = (cmdlet: ReadCmdlet, identity?: string): DirectoryObject => {
  const found = objects.find((one) => one.cmdlet === cmdlet && (identity === undefined || one.identity === identity));
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

/** By name: each method, each policy. */
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
  goOn: { ...direct, id: 'go-on', policy: { onFailure: 'goOn', canary: null } },
};
