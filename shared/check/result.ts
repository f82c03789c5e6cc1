/** Results of a check without a window: the JSON of `--check` and `--examine`. docs/*.schema.json are generated from it. */
import * as v from 'valibot';
import { errorCodes } from '../model/error.ts';
import { installedFactsSchema } from '../model/certificate.ts';
import { knownSchema } from '../model/known.ts';
import { reasonsForNone, uncertainties } from '../rules/presented.ts';
import { impacts, references, ruleIds, severities, variants } from '../rules/rules.ts';

/** Raised when a file of this version would be misread by what reads it. */
export const resultFormat = 2;

const verdicts = ['nothingBlocks', 'warnings', 'blocks', 'couldNotJudge'] as const;
export type Verdict = (typeof verdicts)[number];

const text = v.string();
const texts = v.array(text);
/** ISO 8601, UTC */
const moment = v.pipe(v.string(), v.isoTimestamp());
const day = v.pipe(v.string(), v.isoDate());
const evidence = v.record(v.string(), v.string());

const checkFindingSchema = v.strictObject({
  rule: v.picklist(ruleIds),
  /** Which outcome of the rule */
  variant: v.picklist(variants),
  severity: v.picklist(severities),
  /** A server, a connector's identity, a thumbprint; '' for the whole organization */
  subject: text,
  evidence,
  /** `null` for a rule of the check itself */
  source: v.nullable(v.picklist(references)),
  /** In the language of the result */
  text,
  /** What it does to the exit code; `null`: nothing, it is information */
  impact: v.nullable(v.picklist(impacts)),
});
export type CheckFinding = v.InferOutput<typeof checkFindingSchema>;

/** A failure that kept the check from judging some or all of its input. */
const checkErrorSchema = v.strictObject({
  code: v.picklist(errorCodes),
  details: evidence,
  /** In the language of the result: what happened, and the safe next action */
  text,
  action: text,
});
export type CheckError = v.InferOutput<typeof checkErrorSchema>;

/** What every result begins with. */
const resultHead = {
  format: v.literal(resultFormat),
  program: v.strictObject({ name: text, version: text }),
  language: v.picklist(['en', 'ja']),
  checkedAt: moment,
  verdict: v.picklist(verdicts),
  exitCode: v.picklist([0, 1, 2, 3]),
  errors: v.array(checkErrorSchema),
} as const;

const presentedByName = [
  v.strictObject({
    kind: v.literal('certificate'),
    thumbprint: text,
    notBefore: text,
    notAfter: text,
    uncertainties: v.pipe(v.array(v.picklist(uncertainties)), v.readonly()),
    competing: v.nullable(text),
  }),
  v.strictObject({ kind: v.literal('none'), reason: v.picklist(reasonsForNone) }),
] as const;
const presentedByFqdn = [
  v.strictObject({ kind: v.literal('byFqdn'), fqdn: text, thumbprint: text, notBefore: text, notAfter: text }),
  v.strictObject({ kind: v.literal('noneByFqdn'), fqdn: text }),
] as const;

const presentedSchema = v.strictObject({
  direction: v.picklist(['receive', 'send']),
  /** '' when the source servers of a send connector are not known */
  server: text,
  /** '' when the connector is not known */
  connector: text,
  now: knownSchema(v.variant('kind', [...presentedByName, ...presentedByFqdn])),
  /** Once the connectors name the chosen certificate; `null` when none was chosen */
  after: v.nullable(knownSchema(v.variant('kind', [...presentedByName]))),
});

const checkedCertificateSchema = v.strictObject({
  thumbprint: text,
  /** `inUse`: a connector presents it now. `chosen`: named by `--certificate`, whether it is in use or not. */
  role: v.picklist(['chosen', 'inUse', 'other']),
  verdict: v.picklist(['qualifies', 'doesNotQualify', 'unknown']),
  certificateName: text,
  facts: installedFactsSchema,
  daysLeft: v.number(),
  servers: texts,
  missingOn: texts,
  services: knownSchema(texts),
  findings: v.array(checkFindingSchema),
});
export type CheckedCertificate = v.InferOutput<typeof checkedCertificateSchema>;

const renewalSchema = v.strictObject({
  /** `due` from the day `by` on */
  state: v.picklist(['notDue', 'due', 'expired']),
  /** The certificate in use that expires first */
  thumbprint: text,
  notAfter: text,
  daysLeft: v.number(),
  by: day,
  /** Installed certificates that qualify and expire later */
  successors: texts,
});
export type Renewal = v.InferOutput<typeof renewalSchema>;

const collectedSchema = v.strictObject({
  /** Nothing in it is older; `null` when nothing was collected */
  since: v.nullable(moment),
  sides: v.array(v.picklist(['onPremises', 'exchangeOnline'])),
  files: v.array(v.strictObject({ path: text, kind: v.picklist(['script', 'exported', 'pasted']), takenAt: moment })),
  /** What was opened and is not used; `line` from 1, or 0 for a whole file */
  unused: v.array(v.strictObject({ path: text, line: v.number(), code: v.picklist(errorCodes), details: evidence })),
});
export type Collected = v.InferOutput<typeof collectedSchema>;

export const checkResultSchema = v.strictObject({
  ...resultHead,
  /** `certificate`: may the chosen one become the transport certificate? `inUse`: is that in use in order, and is its renewal due? */
  question: v.picklist(['certificate', 'inUse']),
  chosen: v.nullable(text),
  collected: collectedSchema,
  hybridServers: texts,
  /** `null` when it is not known which certificate is in use */
  renewal: v.nullable(renewalSchema),
  certificates: v.array(checkedCertificateSchema),
  presented: v.array(presentedSchema),
  /** About the collection, the connectors, the servers and the rights */
  findings: v.array(checkFindingSchema),
});
export type CheckResult = v.InferOutput<typeof checkResultSchema>;

const examinedCertificateSchema = v.strictObject({
  fileFormat: v.picklist(['der', 'pem', 'pkcs7', 'pkcs12']),
  thumbprint: text,
  subject: text,
  issuer: text,
  /** `<I>issuer<S>subject`, as Exchange writes it */
  certificateName: text,
  subjectAlternativeNames: v.strictObject({ dns: texts, other: texts }),
  serialNumber: text,
  /** ISO 8601, UTC */
  notBefore: text,
  notAfter: text,
  /** Whole days from `checkedAt`; negative when it has expired */
  daysLeft: v.number(),
  key: v.strictObject({
    algorithm: v.picklist(['RSA', 'ECDSA', 'other']),
    bits: v.number(),
    /** Private keys in the file */
    inFile: v.picklist(['no', 'yes', 'several']),
    /** Whether one of them belongs to the certificate; `null` without a key */
    ofCertificate: v.nullable(v.picklist(['matches', 'differs', 'notChecked'])),
    /** That the file names for it (PKCS #12); `null` when it names none */
    provider: v.nullable(text),
  }),
  /** OIDs; `null` when every use is allowed */
  extendedKeyUsage: v.nullable(texts),
  chain: v.strictObject({
    end: v.picklist(['root', 'issuerMissing', 'wrongSignature']),
    missingIssuer: v.nullable(text),
    certificates: v.array(v.strictObject({ subject: text, issuer: text, thumbprint: text, notAfter: text })),
  }),
});
export type ExaminedCertificate = v.InferOutput<typeof examinedCertificateSchema>;

export const examineResultSchema = v.strictObject({
  ...resultHead,
  file: text,
  /** `null` when the file could not be read */
  certificate: v.nullable(examinedCertificateSchema),
  findings: v.array(checkFindingSchema),
});
export type ExamineResult = v.InferOutput<typeof examineResultSchema>;
