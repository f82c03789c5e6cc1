/**
 * Properties in the XML that a run leaves beside its log: fragments without one root element, whose properties are
 * `<property type="System.String" value="…" name="…"/>` on lines of their own. Nothing else is public about them.
 */

export interface PropertyLine {
  readonly name: string;
  readonly value: string;
}

const mostOfLine = 50;

/** Those of a line that name a certificate. */
export function certificateProperties(line: string): readonly PropertyLine[] {
  const found: PropertyLine[] = [];
  for (const { 0: element } of line.matchAll(/<property(?:\s{1,8}\w{1,40}="[^"]{0,4000}"){1,20}\s{0,8}\/?>/g)) {
    if (found.length === mostOfLine) break;
    const attributes = new Map(
      [...element.matchAll(/(\w{1,40})="([^"]*)"/g)].map(([, name = '', value = '']) => [name.toLowerCase(), value]),
    );
    const [name, value] = [attributes.get('name') ?? '', attributes.get('value') ?? ''];
    if (/tlscertificatename$/i.test(name)) found.push({ name: decoded(name), value: decoded(value) });
  }
  return found;
}

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const decoded = (text: string): string => text.replaceAll(/&(lt|gt|amp|quot|apos);/g, (whole, name: string) => named[name] ?? whole);
