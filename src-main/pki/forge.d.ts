/** The parts of node-forge that are used; its own types do not name these files. */
declare module 'node-forge/lib/util.js' {
  export interface ByteBuffer {
    /** One character for each byte */
    getBytes(): string;
  }
  const util: { createBuffer(bytes: string): ByteBuffer };
  export default util;
}

declare module 'node-forge/lib/rc2.js' {
  import type { ByteBuffer } from 'node-forge/lib/util.js';
  interface Decryption {
    readonly output: ByteBuffer;
    start(vector: string): void;
    update(input: ByteBuffer): void;
    /** `false` when the padding is wrong */
    finish(): boolean;
  }
  const rc2: { createDecryptionCipher(key: string, effectiveBits: number): Decryption };
  export default rc2;
}
