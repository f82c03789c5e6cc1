/** A change as data: reviewed, carried out, proven and undone step by step. A rollback is a plan too. */
import * as v from 'valibot';
import { cmdletCallSchema, type CmdletCall, type ParameterValue } from '../commands/call.ts';
import { cmdletTable, type CmdletEntry, type CmdletName, type ParameterKind } from '../commands/table.ts';
import { directions, verdicts } from '../mail-flow/verdict.ts';
import { unknownReasons } from '../model/known.ts';
import { sendConnectorSnapshotProperties } from '../read/on-premises.ts';

/** `null` is empty; a list is in the order in which it was read. */
export const valueSchema = v.union([v.null(), v.boolean(), v.string(), v.pipe(v.array(v.string()), v.readonly())]);
export type Value = v.InferOutput<typeof valueSchema>;

/** Values of one object, by parameter name. */
export const valuesSchema = v.pipe(v.record(v.string(), valueSchema), v.readonly());
export type Values = v.InferOutput<typeof valuesSchema>;

/** Which cmdlet sets the values of an object that another one reads. */
const setters = {
  'Get-ReceiveConnector': 'Set-ReceiveConnector',
  'Get-SendConnector': 'Set-SendConnector',
  'Get-HybridConfiguration': 'Set-HybridConfiguration',
  'Get-InboundConnector': 'Set-InboundConnector',
  'Get-OutboundConnector': 'Set-OutboundConnector',
} as const satisfies Partial<Record<CmdletName, CmdletName>>;
export type ReadCmdlet = keyof typeof setters;
// Object.keys forgets which keys an object has.
export const readCmdlets = Object.keys(setters) as readonly ReadCmdlet[];
export const isReadCmdlet = (cmdlet: string): cmdlet is ReadCmdlet => Object.hasOwn(setters, cmdlet);

/**
 * What is read of objects that no Set cmdlet has: of a certificate on a server whether it is installed and enabled for SMTP, of a
 * service whether it runs, of an Edge server whether it has the send connectors of the organization. Their objects are called
 * `EX01\<thumbprint>`, as Exchange does, `EX01\<service>`, and `EDGE01\EdgeSync`.
 */
export const factsOf = {
  'Get-ExchangeCertificate': ['Installed', 'EnabledForSmtp'],
  'Test-ServiceHealth': ['Running'],
  'Test-EdgeSynchronization': ['Synchronized'],
} as const satisfies Partial<Record<CmdletName, readonly string[]>>;
export type FactCmdlet = keyof typeof factsOf;
export const factCmdlets = Object.keys(factsOf) as readonly FactCmdlet[];
export const isFactCmdlet = (cmdlet: string): cmdlet is FactCmdlet => Object.hasOwn(factsOf, cmdlet);

/** What reads the object of a step. */
export type ObservedCmdlet = ReadCmdlet | FactCmdlet;

/**
 * `certificateOnly`: the HCW's option Update Secure Mail Certificate for Connectors. `reset`: the receive connectors are cleared, then
 * the full HCW (KB 2989382). `direct`: each connector goes from the old name straight to the new one, without the HCW.
 */
export const methods = ['certificateOnly', 'reset', 'direct'] as const;
export type Method = (typeof methods)[number];

/** Where mail flow is weaker than before the plan: on one server, or, with an empty name, in the direction as a whole. */
export const placeSchema = v.object({ direction: v.picklist(directions), server: v.string() });

/** Why a step is taken. */
export const stepReasons = [
  'clearForHcw',
  'logSending',
  'hcwWrites',
  'nameOnSendConnector',
  'nameOnReceiveConnector',
  'nameInHybridConfiguration',
  'senderName',
  'tlsDomain',
  'enableForSmtp',
  'installOnServer',
  'enableOnEdge',
  'installOnEdge',
  'nameOnEdgeConnector',
  'synchronizeEdge',
  'stopService',
  'startService',
  'nameOffSendConnector',
  'nameBackOnSendConnector',
  'removeOldCertificate',
  'putBack',
] as const;
export type StepReason = (typeof stepReasons)[number];

const stepBase = {
  /** Unique in the plan, and the same for the same object in every plan of a method, e.g. `reset EX01` */
  id: v.string(),
  /** The server, or '' when the object belongs to the organization */
  server: v.string(),
  /** What is changed, e.g. `EX01\Default Frontend EX01` */
  object: v.string(),
  /** The verdict of each direction from the end of this step until the end of the next one */
  forecast: v.object({ toOnPremises: v.picklist(verdicts), toExchangeOnline: v.picklist(verdicts) }),
  /** Where mail flow is weaker after this step than before the plan */
  weakens: v.array(placeSchema),
  reason: v.picklist(stepReasons),
};

const objectStepBase = {
  ...stepBase,
  /** The object's Guid when it was reviewed; `null`: it was not returned. An object made anew has another one. */
  guid: v.nullable(v.string()),
  /** Reads the object back */
  read: cmdletCallSchema,
  before: valuesSchema,
  after: valuesSchema,
};

const callStepSchema = v.object({
  ...objectStepBase,
  kind: v.literal('call'),
  call: cmdletCallSchema,
  /** `null`: it cannot be undone, e.g. the removal of a certificate with its key */
  undo: v.nullable(cmdletCallSchema),
});
export type CallStep = v.InferOutput<typeof callStepSchema>;

/** A step that only a person can take: its commands are shown, never sent, and it is proven by reading. */
const personStepSchema = v.object({
  ...objectStepBase,
  kind: v.literal('person'),
  /** On an Edge server, which no session reaches: it is read from what was collected there, and from nothing else */
  onEdge: v.optional(v.literal(true)),
  /** PowerShell, to be run as it stands in the Exchange Management Shell of `server`; '' for any Mailbox server */
  commands: v.pipe(v.array(v.string()), v.minLength(1)),
  /** The commands that undo it; `null`: it cannot be undone */
  undo: v.nullable(v.array(v.string())),
});
export type PersonStep = v.InferOutput<typeof personStepSchema>;

/** A step on one object, whose values are read before and after it. */
export type ObjectStep = CallStep | PersonStep;

/** A step that somebody else takes: Microsoft's HCW. What it wrote is read afterwards, never assumed. */
const handoverStepSchema = v.object({
  ...stepBase,
  kind: v.literal('handover'),
  /** The values that it is expected to write, by Microsoft's description */
  expects: v.array(v.object({ cmdlet: v.picklist(readCmdlets), object: v.string(), values: valuesSchema })),
});
export type HandoverStep = v.InferOutput<typeof handoverStepSchema>;

export const planStepSchema = v.variant('kind', [callStepSchema, personStepSchema, handoverStepSchema]);
export type PlanStep = v.InferOutput<typeof planStepSchema>;

/** A server on which nothing will be done, since its connector is not known. Never left out in silence. */
const leftOutSchema = v.object({ server: v.string(), reason: v.picklist(unknownReasons), evidence: v.string() });
export type LeftOut = v.InferOutput<typeof leftOutSchema>;

/** Chosen before the first step. */
export const policySchema = v.object({
  /** What happens when a step fails without an effect: nothing more is sent, or the steps of the other objects go on */
  onFailure: v.picklist(['stop', 'goOn']),
  /** The server whose steps come first, with a pause for proof after them; `null`: no pause */
  canary: v.nullable(v.string()),
  /** Whether the protocol log of the send connectors to Exchange Online is switched on */
  logsSending: v.optional(v.literal(true)),
});
export type Policy = v.InferOutput<typeof policySchema>;

/** `apply`: the renewal. `fix`: what the HCW needs to show the certificate. `removal`: of the old certificate. `rollback`: of a run. */
export const purposes = ['apply', 'fix', 'removal', 'rollback'] as const;

export const planFormat = 1;

export const planSchema = v.object({
  format: v.literal(planFormat),
  /** A commit names the plan that was on the page; every new plan has a new id */
  id: v.pipe(v.string(), v.regex(/^[\da-z-]{1,64}$/)),
  purpose: v.picklist(purposes),
  /** The run that a rollback is of; `null` for every other purpose */
  of: v.nullable(v.string()),
  method: v.nullable(v.picklist(methods)),
  policy: policySchema,
  steps: v.array(planStepSchema),
  leftOut: v.array(leftOutSchema),
});
export type Plan = v.InferOutput<typeof planSchema>;

/** The steps on one object each. */
export const objectSteps = ({ steps }: Plan): readonly ObjectStep[] => steps.flatMap((step) => (step.kind === 'handover' ? [] : [step]));

/** Those of them that a command of the wizard carries out. */
export const callSteps = ({ steps }: Plan): readonly CallStep[] => steps.flatMap((step) => (step.kind === 'call' ? [step] : []));

/** Whether no session reaches the object of the step. */
export const isOnEdge = (step: PlanStep): step is PersonStep => step.kind === 'person' && step.onEdge === true;

/**
 * Whether the step brings what the steps before it wrote to an Edge server. It says nothing before all of them are done, and it is never
 * undone: a rollback puts the values back, and then brings these there, by the same step.
 */
export const isSynchronization = ({ read: { cmdlet } }: Pick<ObjectStep, 'read'>): boolean => cmdlet === 'Test-EdgeSynchronization';

/** Whether all that a plan does is to prove that the Edge servers have what is there already. */
export const onlySynchronizes = (plan: Plan | null): boolean =>
  plan !== null && plan.steps.length > 0 && plan.steps.every((step) => step.kind !== 'handover' && isSynchronization(step));

/** Whether the HCW, to which a plan hands over, was begun, and whether the administrator says that it has ended. */
export const handoverStates = ['none', 'begun', 'returned'] as const;
export type HandoverState = (typeof handoverStates)[number];

/** The steps on one object each that can be taken now: those before the handover until it is begun, and those behind it once it returned. */
export function stepsInTurn(plan: Plan, handover: HandoverState): readonly ObjectStep[] {
  const at = plan.steps.findIndex(({ kind }) => kind === 'handover');
  if (at === -1) return objectSteps(plan);
  if (handover === 'begun') return [];
  return objectSteps({ ...plan, steps: handover === 'none' ? plan.steps.slice(0, at) : plan.steps.slice(at + 1) });
}

/** Names the object of a step: of two steps on the same one the later decides what it is to have. */
export const objectKey = ({ read: { cmdlet }, object }: Pick<ObjectStep, 'read' | 'object'>): string => `${cmdlet} ${object}`;

// Comparing values: exactly as they are, lists element by element in their order.

export const sameValue = (a: Value | undefined, b: Value | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);

export function sameValues(a: Values, b: Values): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && sameValue(a[name], b[name]));
}

/**
 * The steps in turn that are not done, in order, up to one that takes back what an earlier one did to its object, or brings what they
 * wrote to an Edge server: what is open before it has to be proven first. Only such steps on several objects are shown together, never
 * two on one.
 */
export function openSteps(plan: Plan, handover: HandoverState, isDone: (step: ObjectStep) => boolean): readonly ObjectStep[] {
  const seen = new Set<string>();
  const open: ObjectStep[] = [];
  let isBeforeOpen = false;
  for (const step of stepsInTurn(plan, handover)) {
    const takesBack = seen.has(objectKey(step));
    seen.add(objectKey(step));
    if (isDone(step)) continue;
    if (isSynchronization(step) && open.some((one) => !isSynchronization(one))) break;
    if (takesBack && (isBeforeOpen || open.some((one) => objectKey(one) === objectKey(step)))) break;
    isBeforeOpen ||= !takesBack;
    open.push(step);
  }
  return open;
}

/** Whether the object had the wanted values when it was reviewed, so that nothing has to be sent. */
export const isUnchanged = ({ before, after }: Pick<ObjectStep, 'before' | 'after'>): boolean => sameValues(before, after);

// Calls that set values.

/** What says of which object the values are, and where they are written. */
const addressing: ReadonlySet<string> = new Set(['Identity', 'DomainController']);

/** What the parameter takes that sets the value of the same name of what `cmdlet` reads; `undefined` where nothing sets it. */
export function parameterKind(cmdlet: CmdletName, parameter: string): ParameterKind | undefined {
  if (!isReadCmdlet(cmdlet) || addressing.has(parameter)) return undefined;
  const { parameters }: CmdletEntry = cmdletTable[setters[cmdlet]];
  return Object.hasOwn(parameters, parameter) ? parameters[parameter] : undefined;
}

/** The call that reads one object: the hybrid configuration has no identity. */
export const readObject = (cmdlet: ReadCmdlet, identity: string): CmdletCall => ({
  ...readObjects(cmdlet),
  parameters: cmdlet === 'Get-HybridConfiguration' ? {} : { Identity: identity },
});

/** The call that reads all objects of that kind. A whole send connector may carry a password, which must not leave the server. */
export const readObjects = (cmdlet: ReadCmdlet): CmdletCall => ({
  side: cmdletTable[cmdlet].sides[0],
  cmdlet,
  parameters: {},
  ...(cmdlet === 'Get-SendConnector' && { select: sendConnectorSnapshotProperties }),
});

/** The call that gives the object these values. An empty list is `$null` where the parameter takes it. */
export function setObject(cmdlet: ReadCmdlet, identity: string, values: Values): CmdletCall {
  const setter = setters[cmdlet];
  const entry: CmdletEntry = cmdletTable[setter];
  const written = Object.entries(values).map(([name, value]): [string, ParameterValue] => [
    name,
    Array.isArray(value) && value.length === 0 && entry.parameters[name] === 'nullableStrings' ? null : value,
  ]);
  return {
    side: entry.sides[0] ?? 'onPremises',
    cmdlet: setter,
    parameters: { ...readObject(cmdlet, identity).parameters, ...Object.fromEntries(written) },
  };
}
