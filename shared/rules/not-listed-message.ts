/**
 * What the HCW says when it stops: recognized in the text that the administrator pastes, however mail programs and consoles
 * have wrapped, quoted or surrounded it. What is not in the table is not recognized, and nothing follows from it.
 */

interface Message {
  /** Words of the message in English; those of other languages were not found in any source */
  readonly phrase: string;
  /** The number after `HCW`; `null` where the message has none */
  readonly code: number | null;
}

/** docs/domain.md, "Not selected or not listed in the HCW". */
const table = {
  serviceHost: { phrase: 'No valid certificate exists for the Hub Transport server', code: null },
  smtp: { phrase: 'is not bound to the SMTP Service', code: null },
  prerequisites: { phrase: 'Subtask CheckPrereqs execution failed', code: null },
  staleServer: { phrase: "but it doesn't have the Client Access server role installed", code: 8008 },
  receiveConnector: { phrase: 'Default Receive Connector cannot be found on server', code: 8010 },
  sendConnectors: { phrase: 'multiple Send Connectors found for AddressSpace', code: 8011 },
  edgeServers: { phrase: 'Edge Transport servers cannot be specified with receiving Client Access', code: 8043 },
  oauth: { phrase: 'was not able to perform the OAuth portion of your Hybrid configuration', code: 8064 },
} as const satisfies Readonly<Record<string, Message>>;

export type HcwMessageId = keyof typeof table;
// Object.keys forgets which keys an object has.
export const hcwMessageIds = Object.keys(table) as readonly HcwMessageId[];

/** The known messages that the text contains, in the order of the table. */
export function recognizeHcwMessage(text: string): readonly HcwMessageId[] {
  const [words, lines] = [lettersOf(text), unquoted(text)];
  const found = hcwMessageIds.filter((id) => {
    const { phrase, code }: Message = table[id];
    return words.includes(lettersOf(phrase)) || (code !== null && hasCode(lines, code));
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
