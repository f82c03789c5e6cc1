/** Every format whose reader is fuzzed. A new reader of external bytes belongs here. */
import type { FuzzFormat } from './format.ts';
import { certData } from './formats/cert-data.ts';
import { certificateFiles } from './formats/certificate-files.ts';
import { clixml } from './formats/clixml.ts';
import { collection } from './formats/collection.ts';
import { der } from './formats/der.ts';
import { messageHeaders } from './formats/message-headers.ts';
import { hcwLog } from './formats/hcw-log.ts';
import { nrbf } from './formats/nrbf.ts';
import { pasted } from './formats/pasted.ts';
import { pastedError } from './formats/pasted-error.ts';
import { protocolLog } from './formats/protocol-log.ts';
import { crl, ocsp } from './formats/revocation.ts';
import { serializationData } from './formats/serialization-data.ts';

export const fuzzFormats: readonly FuzzFormat[] = [
  nrbf,
  certData,
  serializationData,
  clixml,
  collection,
  der,
  pasted,
  pastedError,
  messageHeaders,
  hcwLog,
  protocolLog,
  ocsp,
  crl,
  ...certificateFiles,
];
