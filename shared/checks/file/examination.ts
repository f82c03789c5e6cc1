/** What is shown of a certificate file before anything imports it. */
import type { CertificateFile } from '../../certificates/certificate-file.ts';
import type { Finding } from '../../model/finding.ts';
import { known, unknown, type Known } from '../../model/known.ts';
import type { Organization } from '../../model/organization.ts';
import { daysLeft } from '../certificate/dates.ts';
import { compareNames, type NameChange } from '../name-change.ts';
import type { NamePlace } from '../places/name-places.ts';
import type { FileCommand } from './commands.ts';
import { judgeFile, type FileJudgment } from './judge-file.ts';

/**
 * How the file gets onto a server. `pfx`: it is imported as it is. `pfxToMake`: it has its key, in a
 * form that Import-ExchangeCertificate does not take. `answer`: without its key it only completes a
 * request, on the server that made it.
 */
export type ImportWay = 'pfx' | 'pfxToMake' | 'answer';

export interface FileExamination {
  readonly path: string;
  readonly file: CertificateFile;
  readonly nameText: string;
  readonly verdict: FileJudgment['verdict'];
  /** Whole days from the moment of the examination; negative when it has expired */
  readonly daysLeft: number;
  /** Every reason, the most telling first, without those below */
  readonly checks: readonly Finding[];
  /** What only a server can say, once it is imported */
  readonly afterImport: readonly Finding[];
  /** What its name means for the connectors */
  readonly name: readonly Finding[];
  /** The question of Enable-ExchangeCertificate, and its answer */
  readonly enable: readonly Finding[];
  /** `null` without an organization */
  readonly nameChange: NameChange | null;
  /** Every place that carries a name of a certificate: which change, which stay; empty without an organization */
  readonly places: readonly NamePlace[];
  readonly importWay: ImportWay;
  readonly commands: readonly FileCommand[];
}

/** `path`: of the file as this computer sees it. `at`: ISO 8601, the moment against which expiry is judged. */
export function fileExamination(path: string, file: CertificateFile, organization: Organization | null, at: string): FileExamination {
  const { leaf } = file;
  const hasPrivateKey = keyOf(file);
  const importWay = importWayOf(file);
  const { nameText, name, verdict, findings, places, commands } = judgeFile(leaf, chainComplete(file), organization, {
    at,
    path: importWay === 'pfxToMake' ? null : path,
    hasPrivateKey,
  });
  const groupOf = ({ rule, evidence }: Finding): 'name' | 'enable' | 'afterImport' | 'checks' => {
    if (rule === 'file.name') return 'name';
    if (rule === 'file.enable') return 'enable';
    return evidence['variant'] === 'beforeImport' ? 'afterImport' : 'checks';
  };
  const of = (group: ReturnType<typeof groupOf>): Finding[] => findings.filter((finding) => groupOf(finding) === group);
  return {
    path,
    file,
    nameText,
    verdict,
    daysLeft: daysLeft(leaf, at),
    checks: of('checks'),
    afterImport: of('afterImport'),
    name: of('name'),
    enable: of('enable'),
    nameChange: organization === null ? null : compareNames(organization, name),
    places,
    importWay,
    commands,
  };
}

/** A key that belongs to another certificate is none of this one. */
function keyOf({ keyOfLeaf }: CertificateFile): Known<boolean> {
  return keyOfLeaf === 'notChecked' ? unknown('unreadable') : known(keyOfLeaf === 'matches');
}

/** Source: the formats that learn lists for Import-ExchangeCertificate (PKCS #7 and PKCS #12). */
function importWayOf({ format, keyOfLeaf }: CertificateFile): ImportWay {
  if (keyOfLeaf === null || keyOfLeaf === 'differs') return 'answer';
  return format === 'pkcs12' ? 'pfx' : 'pfxToMake';
}

/**
 * Without any issuer of the leaf an intermediate certificate is missing: public authorities issue by
 * one. Behind an intermediate the missing one may be the root, which no server has to send.
 */
function chainComplete({ chain, chainEnd, missingIssuer }: CertificateFile): Known<boolean> {
  if (chainEnd === 'issuerMissing' && chain.length > 0) return unknown('notReturned', missingIssuer ?? '');
  return known(chainEnd === 'root');
}
