/** What is the same in every organization, and so says nothing of this one: it stays, whatever a server is called. */

/** Connectors with the names that setup and the HCW give; what follows is the name of a server, a GUID or an organization. */
export const ownConnector =
  /^(?:(?:Default Frontend|Default internal receive connector|Client Frontend|Client Proxy|Outbound Proxy Frontend|Default) (?<server>\S+)|EdgeSync - .+|(?:Inbound from|Outbound to) (?:Office 365|[\da-f]{8}-[\da-f-]{27}|[\w-]+(?:\.[\w-]+)+)(?: - [\da-f-]{36})?|Hybrid Configuration)$/i;

/** Domains of Microsoft's cloud, the longer ones first. What stands before them is the organization's. */
export const publicDomains = [
  'mail.protection.outlook.com',
  'mail.protection.partner.outlook.cn',
  'mail.protection.office365.us',
  'protection.partner.outlook.cn',
  'protection.outlook.com',
  'protection.office365.us',
  'outlook.office365.com',
  'prod.exchangelabs.com',
  'prod.outlook.com',
  'mail.onmicrosoft.com',
  'onmicrosoft.com',
  'exchangelabs.com',
  'office365.com',
  'office365.us',
  'outlook.com',
  'partner.outlook.cn',
  'microsoftonline.com',
  'microsoft.com',
  'windows.net',
] as const;

/** Words of Exchange, in any case, as the source of an expression. */
const ownWords = [
  String.raw`Default Frontend|Default internal receive connector|Client Frontend|Client Proxy|Outbound Proxy Frontend|EdgeSync`,
  String.raw`Inbound from|Outbound to Office 365|Outbound to|Hybrid Configuration|Office 365|Exchange Online`,
  String.raw`X-(?:MS|CrossPremises|OriginatorOrg|Forefront|Microsoft)[\w-]*`,
  String.raw`Microsoft (?:SMTP Server|Exchange)`,
].join('|');

/** Services of Exchange, e.g. `MSExchangeTransport` */
export const ownService = String.raw`MSExchange[A-Z]\w+`;

/** Services, cmdlets and types, as the source of an expression. In another case it is more often a host, e.g. `TEST-EXCHANGE`, `new-york`. */
const ownIdentifiers = [
  ownService,
  String.raw`(?:Get|Set|New|Remove|Enable|Disable|Test|Start|Stop|Restart|Import|Export|Update)-[A-Z]+[a-z][A-Za-z]*`,
  String.raw`Microsoft\.Exchange(?:\.[A-Z]\w*)*|System(?:\.[A-Z]\w+)+`,
].join('|');

/** What looks like either, in any case, as the source of an expression */
export const ownSource = `${ownWords}|${ownIdentifiers}`;
const wholeWords = new RegExp(`^(?:${ownWords})$`, 'iu');
const wholeIdentifier = new RegExp(`^(?:${ownIdentifiers})$`, 'u');
/** The rest of a label, and a further one */
const hostGoesOn = /^[\p{sc=Latin}\p{N}_-]*\.\p{L}/u;

/**
 * Whether what `ownSource` has matched in `text` is that: not in the case of a host, not a part of a host name, and neither a
 * name of the organization nor a part of one. `names`: a global expression of these; `undefined`: there are none.
 */
export function isOwn(text: string, { 0: found, index }: RegExpExecArray, names: RegExp | undefined): boolean {
  const until = index + found.length;
  if (!(wholeWords.test(found) || wholeIdentifier.test(found)) || hostGoesOn.test(text.slice(until))) return false;
  if (names === undefined) return true;
  for (let name = execAt(names, text, index); name !== null && name.index < until; name = names.exec(text)) {
    const nameUntil = name.index + name[0].length;
    // `System.Contoso.Com` is a host, although it is written as a type is.
    const isDomain = name[0].includes('.') && nameUntil === until;
    if (nameUntil > until || (nameUntil === until && name.index === index) || isDomain) return false;
  }
  return true;
}

/** The first match at `from` or behind it, of a global expression */
export function execAt(expression: RegExp, text: string, from: number): RegExpExecArray | null {
  expression.lastIndex = from;
  return expression.exec(text);
}
