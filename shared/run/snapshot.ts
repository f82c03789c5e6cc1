/** The values of everything that a step or the HCW may write, as they were before the first step. */
import * as v from 'valibot';
import type { PsValue } from '../clixml/value.ts';
import { writeClixml } from '../clixml/write.ts';
import { knownSchema } from '../model/known.ts';
import {
  factCmdlets,
  factsOf,
  isFactCmdlet,
  isReadCmdlet,
  parameterKind,
  readCmdlets,
  valuesSchema,
  type FactCmdlet,
  type ObservedCmdlet,
  type ReadCmdlet,
  type Value,
} from '../plan/plan.ts';
import { readFact } from '../read/facts.ts';
import { readObjectFacts, readPlanValue } from '../read/plan-value.ts';

/**
 * What is kept of each kind of object, as parameters of the cmdlet that sets it: all that the HCW writes (docs/domain.md, "What the
 * HCW writes") and all that a plan of the wizard can set.
 */
export const trackedParameters = {
  'Get-ReceiveConnector': [
    'TlsCertificateName',
    'TlsDomainCapabilities',
    'Fqdn',
    'Bindings',
    'RemoteIPRanges',
    'AuthMechanism',
    'PermissionGroups',
    'RequireTLS',
  ],
  'Get-SendConnector': [
    'TlsCertificateName',
    'AddressSpaces',
    'SmartHosts',
    'SourceTransportServers',
    'Fqdn',
    'RequireTLS',
    'TlsAuthLevel',
    'TlsDomain',
    'CloudServicesMailEnabled',
    'DNSRoutingEnabled',
    'ProtocolLoggingLevel',
  ],
  'Get-HybridConfiguration': ['TlsCertificateName'],
  'Get-InboundConnector': [
    'TlsSenderCertificateName',
    'ConnectorType',
    'SenderDomains',
    'RequireTls',
    'RestrictDomainsToCertificate',
    'RestrictDomainsToIPAddresses',
    'CloudServicesMailEnabled',
  ],
  'Get-OutboundConnector': [
    'ConnectorType',
    'RecipientDomains',
    'SmartHosts',
    'UseMXRecord',
    'TlsSettings',
    'TlsDomain',
    'CloudServicesMailEnabled',
    'RouteAllMessagesViaOnPremises',
  ],
} as const satisfies Readonly<Record<ReadCmdlet, readonly string[]>>;

/** Only a server itself says it of its certificates. */
const keyFact = 'HasPrivateKey';

/** Empty for what has only facts, which the steps of a plan name. */
export const trackedOf = (cmdlet: ObservedCmdlet): readonly string[] => (isReadCmdlet(cmdlet) ? trackedParameters[cmdlet] : []);

const valueNames = (cmdlet: ObservedCmdlet): readonly string[] =>
  isFactCmdlet(cmdlet) ? [...factsOf[cmdlet], ...(cmdlet === 'Get-ExchangeCertificate' ? [keyFact] : [])] : trackedParameters[cmdlet];

const snapshotObjectSchema = v.pipe(
  v.object({
    cmdlet: v.picklist([...readCmdlets, ...factCmdlets]),
    identity: v.string(),
    guid: v.nullable(v.string()),
    /** As Exchange says it; `null` when it was not returned */
    whenChanged: v.nullable(v.string()),
    controller: v.nullable(v.string()),
    /** The tracked parameters, or the facts, that were returned in a form that is understood */
    values: valuesSchema,
    /** The whole object as CLIXML, also with what the product does not understand; of facts, all that they were read from */
    raw: v.string(),
  }),
  // A rollback makes parameters of the names.
  v.check(({ cmdlet, values }) => Object.keys(values).every((name) => valueNames(cmdlet).includes(name))),
);
export type SnapshotObject = v.InferOutput<typeof snapshotObjectSchema>;

/** The internal transport certificate of a server: no step changes it, and the post-checks compare it (docs/domain.md, "Methods of changing"). */
const savedThumbprintSchema = v.object({ server: v.string(), thumbprint: knownSchema(v.nullable(v.string())) });
export type SavedThumbprint = v.InferOutput<typeof savedThumbprintSchema>;

export const snapshotFormat = 1;

export const snapshotSchema = v.object({
  format: v.literal(snapshotFormat),
  /** ISO 8601, UTC */
  takenAt: v.string(),
  objects: v.array(snapshotObjectSchema),
  /** Calls that failed: of what they would have returned nothing is known */
  unread: v.array(v.object({ cmdlet: v.picklist([...readCmdlets, ...factCmdlets]), server: v.string(), message: v.string() })),
  /** Absent where the snapshot did not read them */
  internalTransport: v.optional(v.pipe(v.array(savedThumbprintSchema), v.readonly())),
});
export type Snapshot = v.InferOutput<typeof snapshotSchema>;

/** What `cmdlet` returned. A tracked value in a form that is not understood is left out; the identity of an object that has none is empty. */
export function snapshotObject(object: PsValue, cmdlet: ReadCmdlet): SnapshotObject {
  const { identity, ...facts } = readObjectFacts(object);
  const values = trackedParameters[cmdlet].flatMap((parameter): [string, Value][] => {
    const kind = parameterKind(cmdlet, parameter);
    const value = kind === undefined ? undefined : readPlanValue(object, parameter, kind);
    return value === undefined ? [] : [[parameter, value]];
  });
  return { cmdlet, identity: identity ?? '', ...facts, values: Object.fromEntries(values), raw: writeClixml([object]) };
}

/** The facts about `object` by all that `cmdlet` returned; `undefined` while one of them is not known. */
export function snapshotFacts(objects: readonly PsValue[], cmdlet: FactCmdlet, object: string): SnapshotObject | undefined {
  const values: [string, Value][] = [];
  for (const name of factsOf[cmdlet]) {
    const value = readFact(objects, object, name);
    if (value === undefined) return undefined;
    values.push([name, value]);
  }
  // It is kept where it is known.
  // Stryker disable next-line ConditionalExpression: what is no certificate says nothing of a key
  const key = cmdlet === 'Get-ExchangeCertificate' ? readFact(objects, object, keyFact) : undefined;
  if (key !== undefined) values.push([keyFact, key]);
  const raw = writeClixml([...objects]);
  return { cmdlet, identity: object, guid: null, whenChanged: null, controller: null, values: Object.fromEntries(values), raw };
}
