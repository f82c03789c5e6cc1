/**
 * What the headers of a test message can say, as data: what it means for the verdict, and how sure that is. The words for people
 * are in shared/messages/proof.*.json.
 */

/**
 * `refuses`: the message says nothing about mail flow now. `fault`: mail flow is not as it has to be. `open`: nothing is decided
 * while this stands. `shows`: a part of what has to be shown. `aside`: worth saying, without an effect on the verdict.
 */
export const effects = ['refuses', 'fault', 'open', 'shows', 'aside'] as const;
export type ReasonEffect = (typeof effects)[number];

/**
 * `documented`: by Microsoft. `seen`: in public messages, and not documented by Microsoft. `inferred`: follows from what is
 * documented or seen. `own`: a rule of the wizard.
 */
export const bases = ['documented', 'seen', 'inferred', 'own'] as const;
export type Basis = (typeof bases)[number];

interface ReasonRule {
  readonly effect: ReasonEffect;
  readonly basis: Basis;
}

/** Sources: docs/domain.md, "Headers of a test message", unless another one is named. */
export const proofReasons = {
  // Which message it is
  timeUnknown: { effect: 'refuses', basis: 'own' },
  messageOlder: { effect: 'refuses', basis: 'own' },
  subjectMissing: { effect: 'refuses', basis: 'own' },
  wordMissing: { effect: 'refuses', basis: 'own' },
  subjectBroken: { effect: 'refuses', basis: 'own' },

  // Which route it took
  hopsMissing: { effect: 'open', basis: 'own' },
  crossingMissing: { effect: 'open', basis: 'own' },
  severalCrossings: { effect: 'open', basis: 'own' },
  otherSideNotSeen: { effect: 'open', basis: 'own' },
  encrypted: { effect: 'shows', basis: 'seen' },
  encryptedUnnamed: { effect: 'shows', basis: 'seen' },
  notEncrypted: { effect: 'fault', basis: 'inferred' },
  tlsUnknown: { effect: 'open', basis: 'own' },
  hopsUnread: { effect: 'open', basis: 'own' },
  hopsOutOfOrder: { effect: 'aside', basis: 'own' },
  linesUnread: { effect: 'aside', basis: 'own' },
  valueBroken: { effect: 'open', basis: 'own' },

  // Whether the connectors trusted each other
  promoted: { effect: 'shows', basis: 'seen' },
  promotedByOther: { effect: 'aside', basis: 'own' },
  promotedElsewhere: { effect: 'open', basis: 'own' },
  promotionMissing: { effect: 'open', basis: 'own' },
  copiesLeft: { effect: 'fault', basis: 'inferred' },
  copiesBesidePromoted: { effect: 'open', basis: 'inferred' },
  filteredBeside: { effect: 'aside', basis: 'seen' },
  filteredAlone: { effect: 'open', basis: 'own' },
  // Support article "Mail flow with an Edge Transport server in a hybrid deployment"
  filteredBySendConnector: { effect: 'fault', basis: 'documented' },
  filteredElsewhere: { effect: 'open', basis: 'own' },
  arrivedAnonymous: { effect: 'fault', basis: 'inferred' },

  // Whether the sender was authenticated
  authenticated: { effect: 'shows', basis: 'documented' },
  anonymous: { effect: 'open', basis: 'documented' },
  authAsMissing: { effect: 'open', basis: 'documented' },
  authAsContradicts: { effect: 'open', basis: 'own' },
  authSourceMissing: { effect: 'open', basis: 'own' },
  authSourceReceiving: { effect: 'open', basis: 'seen' },
  authSourceOther: { effect: 'open', basis: 'own' },
  notDecidedByConnectors: { effect: 'open', basis: 'inferred' },
  entityHeader: { effect: 'aside', basis: 'seen' },
} as const satisfies Readonly<Record<string, ReasonRule>>;

export type ProofReasonId = keyof typeof proofReasons;
export const proofReasonIds = Object.keys(proofReasons) as readonly ProofReasonId[];

/** What a message leaves open, also one that shows everything that a message can. */
export const unprovenTopics = ['promotion', 'authentication', 'encryption', 'certificate', 'otherServers', 'otherDirection'] as const;
export type UnprovenTopic = (typeof unprovenTopics)[number];
