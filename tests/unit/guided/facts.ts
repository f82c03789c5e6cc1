/** What the readers of the product make of a collected object: which of its values are known, which are not and why. */
import { createHash } from 'node:crypto';
import type { PsValue } from '../../../shared/clixml/value.ts';
import type { CmdletName } from '../../../shared/commands/table.ts';
import { appError, fail, ok, type Result } from '../../../shared/model/error.ts';
import { known, type Known } from '../../../shared/model/known.ts';
import {
  readAcceptedDomain,
  readAuthConfig,
  readExchangeServer,
  readHybridConfiguration,
  readReceiveConnector,
  readSendConnector,
  readTransportService,
} from '../../../shared/read/on-premises.ts';
import { accountOfRow } from '../../../shared/read/certificate-evidence.ts';
import { readInboundConnector, readOutboundConnector } from '../../../shared/read/exchange-online.ts';
import { readText } from '../../../shared/read/property.ts';
import { readServerCertificates } from '../../../shared/read/certificate.ts';
import { hasCertificate } from '../../../shared/collected/unattributed-objects.ts';

/** Values by name: those that are known, and `?reason evidence` for those that are not. */
export type Facts = Readonly<Record<string, unknown>>;

const readers: Partial<Record<CmdletName, (object: PsValue) => Result<object>>> = {
  'Get-HybridConfiguration': readHybridConfiguration,
  'Get-ExchangeServer': readExchangeServer,
  'Get-SendConnector': readSendConnector,
  'Get-ReceiveConnector': readReceiveConnector,
  'Get-AuthConfig': (object) => ok(readAuthConfig(object)),
  'Get-AcceptedDomain': readAcceptedDomain,
  'Get-InboundConnector': readInboundConnector,
  'Get-OutboundConnector': readOutboundConnector,
  'Get-TransportService': (object) => ok(readTransportService(object)),
  'Get-ExchangeCertificate': (object) =>
    ok({ thumbprint: readText(object, 'Thumbprint'), subject: readText(object, 'Subject'), ...accountOfRow(object).told }),
};

export function factsOf(cmdlet: CmdletName, object: PsValue): Facts {
  const read = cmdlet === 'Get-ExchangeCertificate' && hasCertificate(object) ? certificate(object) : readers[cmdlet]?.(object);
  if (read === undefined) return {};
  if (!read.ok) return { unreadable: read.error.details['property'] };
  const value = read.value;
  return Object.fromEntries(Object.entries(value).map(([name, one]: [string, unknown]) => [name, isKnown(one) ? shown(one) : one]));
}

/** An exported certificate is read as the one of a session: from its own bytes and what the server attached. */
function certificate(object: PsValue): Result<object> {
  const read = readServerCertificates([object], { rows: [] }, (bytes) => createHash('sha1').update(bytes).digest('hex').toUpperCase());
  const [first] = read.ok ? read.value : [];
  if (first === undefined) return fail(appError('organization.unreadable', { property: 'RawData' }));
  const { facts, sources, disagreements, ...told } = first;
  return ok({
    thumbprint: known(facts.thumbprint),
    subject: known(facts.subject),
    ...told,
    sources: known(sources),
    disagreements: known(disagreements),
  });
}

const isKnown = (value: unknown): value is Known<unknown> => typeof value === 'object' && value !== null && 'known' in value;
const shown = (value: Known<unknown>): unknown => (value.known ? value.value : `?${value.reason} ${value.evidence}`.trim());

/** Names of the values that are known, and of those that are not. */
export const readAndUnknown = (facts: Facts): { readonly read: readonly string[]; readonly unknown: readonly string[] } => {
  const names = Object.keys(facts);
  const isUnknown = (name: string): boolean => typeof facts[name] === 'string' && facts[name].startsWith('?');
  return { read: names.filter((name) => !isUnknown(name)), unknown: names.filter(isUnknown) };
};
