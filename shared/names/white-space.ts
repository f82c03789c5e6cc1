/**
 * White space as Windows sees it in names: tab, line feed, vertical tab, form feed, carriage return
 * and space. All else, e.g. the ideographic space of Japanese, is part of a value
 * (dotnet/runtime, X500NameEncoder, which states what Windows does).
 */
export function trimWhiteSpace(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && isWhiteSpace(text.charCodeAt(start))) start += 1;
  while (start < end && isWhiteSpace(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

const isWhiteSpace = (code: number): boolean => code === 0x20 || (code >= 0x09 && code <= 0x0d);
