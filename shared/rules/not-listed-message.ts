/**
 * What the HCW says when it stops: recognized in the text that the administrator pastes, however mail programs and consoles
 * have wrapped, quoted or surrounded it. What is not in the table is not recognized, and nothing follows from it.
 */

interface Message {
  /** Words of the message in English; those of other languages were not found in any source. `null` where only its number is public */
  readonly phrase: string | null;
  /** The numbers after `HCW` that mean the same; none where the message has no number */
  readonly codes: readonly number[];
}

/** docs/domain.md, "Not selected or not listed in the HCW". */
const table = {
  serviceHost: { phrase: 'No valid certificate exists for the Hub Transport server', codes: [] },
  smtp: { phrase: 'is not bound to the SMTP Service', codes: [] },
  prerequisites: { phrase: 'Subtask CheckPrereqs execution failed', codes: [] },
  staleServer: { phrase: "but it doesn't have the Client Access server role installed", codes: [8008] },
  receiveConnector: { phrase: 'Default Receive Connector cannot be found on server', codes: [8010] },
  sendConnectors: { phrase: 'multiple Send Connectors found for AddressSpace', codes: [8011] },
  edgeServers: { phrase: 'Edge Transport servers cannot be specified with receiving Client Access', codes: [8043] },
  acceptedDomain: { phrase: null, codes: [8004, 8009, 8016, 8017, 8029, 8030] },
  configure: { phrase: null, codes: [8006, 8012] },
  leftover: { phrase: null, codes: [8014, 8018, 8019, 8021, 8022, 8023] },
  addressSpace: { phrase: null, codes: [8039] },
  remotePowerShell: { phrase: null, codes: [8083, 8084, 8100] },
  winRm: { phrase: null, codes: [8091] },
  oauth: { phrase: 'was not able to perform the OAuth portion of your Hybrid configuration', codes: [8064] },
  autodiscover: { phrase: null, codes: [8034, 8057] },
  addressPolicy: { phrase: null, codes: [8055] },
  migrationEndpoint: { phrase: null, codes: [8078] },
  transfer: { phrase: null, codes: [8109, 8110, 8111] },
  hybridApp: { phrase: null, codes: [8126] },
} as const satisfies Readonly<Record<string, Message>>;

export type HcwMessageId = keyof typeof table;
// Object.keys forgets which keys an object has.
export const hcwMessageIds = Object.keys(table) as readonly HcwMessageId[];

/** About something else than mail flow (docs/domain.md: inferred). Every other message is taken for a stop. */
const unrelatedMessages = [
  'oauth',
  'autodiscover',
  'addressPolicy',
  'migrationEndpoint',
  'transfer',
  'hybridApp',
] as const satisfies readonly HcwMessageId[];
export type UnrelatedMessage = (typeof unrelatedMessages)[number];
export const isUnrelatedMessage = (id: HcwMessageId): id is UnrelatedMessage => unrelatedMessages.some((one) => one === id);

/** The known messages that the text contains, in the order of the table. */
export function recognizeHcwMessage(text: string): readonly HcwMessageId[] {
  const [words, lines] = [lettersOf(text), unquoted(text)];
  const found = hcwMessageIds.filter((id) => {
    const { phrase, codes }: Message = table[id];
    return (phrase !== null && words.includes(lettersOf(phrase))) || codes.some((code) => hasCode(lines, code));
  });
  // "Configure Mail Flow: … is not bound to the SMTP Service" is itself an error of CheckPrereqs, and says its cause.
  return found.filter((id) => id !== 'prerequisites' || !found.includes('smtp'));
}

/** Of these servers, those that the text names. */
export const serversNamedIn = (text: string, servers: readonly string[]): readonly string[] => {
  const words = new Set(
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}_-]+/gu),
  );
  return servers.filter((server) => words.has(server.toLowerCase()));
};

/** Letters and digits alone: line breaks inside of words, quotation marks and full-width letters do not matter. */
const lettersOf = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');

/** The lines without the marks of quoted mail, and without characters that cannot be seen. */
const unquoted = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/^[ \t>|]+/gm, '');

/** `HCW8010`, also where a line was broken in it; a number without HCW only when it is all that was pasted. */
function hasCode(lines: string, code: number): boolean {
  const digits = String(code).replaceAll(/(?!^)/g, '\\n?');
  return (
    new RegExp(`HCW[\\s:#-]*${digits}(?!\\d)`, 'i').test(lines) ||
    new RegExp(`^[^\\p{L}\\p{N}]*${digits}[^\\p{L}\\p{N}]*$`, 'u').test(lines)
  );
}
