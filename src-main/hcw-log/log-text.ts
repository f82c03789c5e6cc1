/** The bytes of a log as text, piece by piece. */
import { encodingOfErrorFile } from '../../shared/decode/pasted-error.ts';

export interface LogText {
  /** What can be decoded now; a character that is cut waits for its rest. */
  readonly add: (bytes: Uint8Array) => string;
  readonly end: () => string;
}

/** So many bytes show how a file is encoded. */
const enough = 4;

/** UTF-8 or UTF-16, with or without a byte order mark. A byte that is neither becomes U+FFFD. */
export function logText(): LogText {
  let beginning = Buffer.alloc(0);
  let decoder: TextDecoder | undefined;
  const decode = (bytes: Uint8Array, stream: boolean): string => {
    if (decoder !== undefined) return decoder.decode(bytes, { stream });
    beginning = Buffer.concat([beginning, bytes]);
    if (stream && beginning.length < enough) return '';
    decoder = new TextDecoder(encodingOfErrorFile(beginning));
    return decoder.decode(beginning, { stream });
  };
  return { add: (bytes) => decode(bytes, true), end: () => decode(new Uint8Array(), false) };
}
