/** Everything that can go wrong in the simulation, by the operation that it happens at. */

/** At every operation, before it: of the program, of the machine, of people, of the network. */
export const anywhere = ['kill', 'power', 'foreign', 'anew', 'clockBack', 'clockForward', 'down', 'stop'] as const;

export const faultsOf = {
  change: [
    'errorBefore',
    'errorAfter',
    'timeoutBefore',
    'timeoutAfter',
    'timeoutLate',
    'twice',
    'twiceLate',
    'otherValue',
    'garbageBefore',
    'garbageAfter',
    'lostBefore',
    'lostAfter',
    'lostLate',
    'killSent',
    'killDone',
    'killUnsent',
  ],
  read: ['two', 'missing', 'garbage', 'error', 'lost'],
  append: ['full', 'torn', 'notFlushed', 'killTorn', 'killUnflushed', 'killWritten', 'powerTorn'],
  open: ['refused'],
  endStray: ['runs'],
  wait: [],
  // What the administrator does with the commands of a step that were shown
  person: ['personLate', 'personNever', 'personTwice'],
  // The collection on an Edge server: forgotten, or made before the commands were run
  collect: ['notCollected', 'collectedEarly'],
  // Of what was collected there
  readCollected: ['unreadable', 'nothing'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type Operation = keyof typeof faultsOf;
export const operations = Object.keys(faultsOf) as readonly Operation[];

export type Anywhere = (typeof anywhere)[number];
export type Fault = Anywhere | (typeof faultsOf)[Operation][number];

/** Happens once, at the first operation from that number on that it can happen at. */
export interface Incident {
  readonly from: number;
  readonly fault: Fault;
  /** 0 to 1: how long it takes, when the late effect lands, how much is left */
  readonly amount: number;
  /** Which object somebody else touches; `null`: the one that the operation is about */
  readonly object: number | null;
}

export const isAnywhere = (fault: Fault): fault is Anywhere => (anywhere as readonly string[]).includes(fault);
export const canHappenAt = (fault: Fault, operation: Operation): boolean =>
  isAnywhere(fault) || (faultsOf[operation] as readonly string[]).includes(fault);
