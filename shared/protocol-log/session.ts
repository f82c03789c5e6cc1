/** One SMTP session, as the lines of the log tell of it one after the other. */
import { headingOf, nothingSaid, valueNameOf, withValue, type LoggedCertificate, type ValueName } from './certificate.ts';
import type { Entry, LogKind } from './entries.ts';

const longestEvidence = 300;
const mostErrors = 4;
const longestText = 500;

/** A line of the log as it stands there, as far as it is kept. */
const evidenceOf = (line: string): string => line.slice(0, longestEvidence);

export interface ShownCertificate {
  readonly certificate: LoggedCertificate;
  /** When its first line was written */
  readonly at: string;
  /** The line that begins it, and the line of the thumbprint */
  readonly evidence: readonly string[];
}

/**
 * What the server made of the certificate of the other side: `TlsDomainCapabilities='None'; Status='NoRemoteCertificate'`.
 * Only this line has been seen in a log. That it says `AcceptCloudServicesMail` where the connector trusts the other side is
 * deduced from the names that public readers of these logs look for, so every value is kept as it stands there.
 */
export interface Capabilities {
  readonly capabilities: string;
  readonly status: string;
  readonly domain: string;
  readonly form: 'captured' | 'notConfirmed';
}

export interface Tls {
  readonly outcome: 'succeeded' | 'failed';
  /** e.g. `SP_PROT_TLS1_2` and `CALG_AES_128`; '' where it is not said */
  readonly protocol: string;
  readonly cipher: string;
  readonly evidence: string;
}

export interface Session {
  readonly id: string;
  readonly connectorId: string;
  /** As the person who opened the file says; `null` when that is not known */
  readonly server: string | null;
  /** `null` while neither the header nor the conversation has told */
  readonly kind: LogKind | null;
  readonly kindBy: 'logType' | 'conversation';
  readonly first: string;
  readonly last: string;
  readonly localEndpoint: string;
  readonly remoteEndpoint: string;
  /** The name that the other side says of itself, at its latest */
  readonly remoteName: string | null;
  /** The command that began TLS. With X-ANONYMOUSTLS servers show each other their internal transport certificates. */
  readonly command: 'STARTTLS' | 'X-ANONYMOUSTLS' | null;
  /** Whether the answer to EHLO, before TLS, had STARTTLS in it */
  readonly offer: 'offered' | 'notOffered' | null;
  readonly sent: ShownCertificate | null;
  readonly received: ShownCertificate | null;
  /** The certificate whose lines are being read, and the number of the next line of it */
  readonly open: { readonly by: 'sent' | 'received'; readonly next: number | null } | null;
  readonly tls: Tls | null;
  readonly capabilities: Capabilities | null;
  /** e.g. `EmptyCertificate` */
  readonly chainStatus: string | null;
  /** XOORG in an answer to EHLO inside of TLS, and in a MAIL FROM */
  readonly offersXoorg: boolean;
  readonly usesXoorg: boolean;
  /** Messages that were accepted */
  readonly accepted: number;
  /** Texts of errors, and the lines that they stand in */
  readonly errors: readonly { readonly at: string; readonly text: string; readonly evidence: string }[];
}

export const beginSession = (entry: Entry, server: string | null): Session => ({
  id: entry.sessionId,
  connectorId: entry.connectorId,
  server,
  kind: null,
  kindBy: 'conversation',
  first: entry.at,
  last: entry.at,
  localEndpoint: '',
  remoteEndpoint: '',
  remoteName: null,
  command: null,
  offer: null,
  sent: null,
  received: null,
  open: null,
  tls: null,
  capabilities: null,
  chainStatus: null,
  offersXoorg: false,
  usesXoorg: false,
  accepted: 0,
  errors: [],
});

/** The session with one more of its lines. */
export function sessionWith(before: Session, entry: Entry, line: string): Session {
  const session: Session = {
    ...before,
    first: entry.at < before.first ? entry.at : before.first,
    last: entry.at > before.last ? entry.at : before.last,
    localEndpoint: entry.localEndpoint === '' ? before.localEndpoint : entry.localEndpoint,
    remoteEndpoint: entry.remoteEndpoint === '' ? before.remoteEndpoint : entry.remoteEndpoint,
  };
  const { event } = entry;
  if (event === '>' || event === '<') return { ...conversation(session, entry, line), open: null };
  if (event === '+' || event === '-') return { ...session, open: null };
  return information(session, entry, line);
}

function information(session: Session, entry: Entry, line: string): Session {
  const { context, data } = entry;
  const value = valueNameOf(context);
  if (value !== undefined) return certificateLine(session, entry, value, line);
  const heading = headingOf(context, data);
  if (heading !== undefined) {
    const { by, certificate } = heading;
    const shown = { certificate: certificate ?? nothingSaid, at: entry.at, evidence: [evidenceOf(line)] };
    const open = certificate === null ? { by, next: entry.sequence === null ? null : entry.sequence + 1 } : null;
    return { ...session, [by]: shown, open };
  }
  return { ...status(session, entry, line), open: null };
}

/** Only a line right behind the others belongs to them: where lines were lost, it may be of the certificate of the other side. */
function certificateLine(session: Session, { sequence, data }: Entry, name: ValueName, line: string): Session {
  const { open } = session;
  const shown = open === null ? null : session[open.by];
  if (open === null || shown === null || open.next !== sequence) return { ...session, open: null };
  return {
    ...session,
    open: { by: open.by, next: sequence === null ? null : sequence + 1 },
    [open.by]: {
      ...shown,
      certificate: withValue(shown.certificate, name, data),
      evidence: name === 'thumbprint' ? [...shown.evidence, evidenceOf(line)].slice(0, 2) : shown.evidence,
    },
  };
}

function status(session: Session, { at, context }: Entry, line: string): Session {
  const succeeded = /^TLS protocol (\S{1,60}) negotiation succeeded(?: using bulk encryption algorithm (\S{1,60}))?/i.exec(context);
  if (succeeded !== null) {
    const [, name = '', cipher = ''] = succeeded;
    const side = /_(SERVER|CLIENT)$/i.exec(name)?.[1]?.toLowerCase();
    const kind = side === 'server' ? 'receive' : side === 'client' ? 'send' : null;
    const tls: Tls = { outcome: 'succeeded', protocol: name.replace(/_(?:SERVER|CLIENT)$/i, ''), cipher, evidence: evidenceOf(line) };
    return { ...session, kind: session.kind ?? kind, tls: session.tls?.outcome === 'failed' ? session.tls : tls };
  }
  if (/^TLS negotiation failed\b/i.test(context)) {
    const tls: Tls = { outcome: 'failed', protocol: '', cipher: '', evidence: evidenceOf(line) };
    return withError({ ...session, tls }, at, context, line);
  }
  const capabilities = capabilitiesOf(context);
  if (capabilities !== null) return { ...session, capabilities };
  const [, chainStatus] = /certificate chain validation status: '([^']{0,100})'/i.exec(context) ?? [];
  if (chainStatus !== undefined) return { ...session, chainStatus };
  return /\b(?:failed|error)\b/i.test(context) ? withError(session, at, context, line) : session;
}

function capabilitiesOf(context: string): Capabilities | null {
  if (!/^TlsDomainCapabilities=/i.test(context)) return null;
  const value = (name: string): string => new RegExp(`(?:^|; ?)${name}='([^']{0,300})'`, 'i').exec(context)?.[1] ?? '';
  const said = { capabilities: value('TlsDomainCapabilities'), status: value('Status'), domain: value('Domain') };
  const isCaptured = said.capabilities === 'None' && said.status === 'NoRemoteCertificate' && said.domain === '';
  return { ...said, form: isCaptured ? 'captured' : 'notConfirmed' };
}

const withError = (session: Session, at: string, text: string, line: string): Session =>
  session.errors.length >= mostErrors
    ? session
    : { ...session, errors: [...session.errors, { at, text: text.slice(0, longestText), evidence: evidenceOf(line) }] };

/** A command of the client or an answer of the server. Who answers tells which log it is, where no header does. */
function conversation(session: Session, entry: Entry, line: string): Session {
  const { event, data } = entry;
  const [, code, more = ' ', text = ''] = /^([2-5]\d\d)([ -])\s{0,4}(.*)$/.exec(data) ?? [];
  const [, verb, rest = ''] = /^(EHLO|HELO|STARTTLS|X-ANONYMOUSTLS|MAIL FROM:)\s{0,4}(.{0,300})/i.exec(data) ?? [];
  if (code === undefined && verb === undefined) return session;
  const isServerHere = (event === '>') === (code !== undefined);
  const kind = session.kind ?? (isServerHere ? 'receive' : 'send');
  // Whatever the other side has sent, it is no answer of this server, and no command of this client.
  if ((kind === 'receive') !== isServerHere) return session;
  const said = { ...session, kind };
  return code === undefined ? command(said, verb ?? '', rest) : answer(said, entry, { code, isLast: more === ' ', text }, line);
}

function command(session: Session, verb: string, rest: string): Session {
  switch (verb.toUpperCase()) {
    case 'EHLO':
    case 'HELO':
      return session.kind === 'receive' ? { ...session, remoteName: nameOf(rest) ?? session.remoteName } : session;
    case 'STARTTLS':
      return { ...session, command: 'STARTTLS' };
    case 'X-ANONYMOUSTLS':
      return { ...session, command: 'X-ANONYMOUSTLS' };
    default:
      return { ...session, usesXoorg: session.usesXoorg || /\sXOORG=/i.test(rest) };
  }
}

interface Answer {
  readonly code: string;
  readonly isLast: boolean;
  readonly text: string;
}

function answer(session: Session, { at, data }: Entry, { code, isLast, text }: Answer, line: string): Session {
  if (/^[45]/.test(code)) return withError(session, at, data, line);
  // The banner; the answer to STARTTLS has the same code.
  if (code === '220' && session.kind === 'send' && session.command === null) {
    return { ...session, remoteName: nameOf(text) ?? session.remoteName };
  }
  if (code !== '250') return session;
  if (/^2\.6\.0\b.*\bQueued mail for delivery/i.test(text)) return { ...session, accepted: session.accepted + 1 };
  return { ...session, ...offers(session, text, isLast) };
}

/** Exchange writes its own answer to EHLO on one line, and that of the other side on one line for each word. */
function offers({ command: begun, offer, offersXoorg }: Session, text: string, isLast: boolean): Partial<Session> {
  const has = (word: string): boolean => new RegExp(`(?:^|\\s)${word}(?:\\s|$)`, 'i').test(text);
  if (begun !== null) return { offersXoorg: offersXoorg || has('XOORG') };
  if (has('STARTTLS')) return { offer: 'offered' };
  // The last line of the answer to EHLO; `250 2.1.0 Sender OK` answers another command.
  return offer === null && isLast && !/^\d\.\d\.\d/.test(text) ? { offer: 'notOffered' } : {};
}

/** The first word, where it can be a name or an address: what is behind it is an explanation. */
const nameOf = (text: string): string | null => /^[\w.:[\]-]{1,255}(?=\s|$)/.exec(text)?.[0] ?? null;
