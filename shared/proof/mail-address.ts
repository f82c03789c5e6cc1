/** The address of a test message: page and main process ask the same question. */

/** One address of plain characters: it goes into a draft's link and into a command. At most 254 characters (RFC 5321, section 4.5.3.1.3). */
export const isMailAddress = (text: string): boolean =>
  text.length <= 254 && /^[\w.!#$'*+/=^`{|}~-]{1,64}@[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)+$/.test(text);
