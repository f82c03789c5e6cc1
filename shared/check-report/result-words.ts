/** Words of a result's own codes. Each list is complete by its type. */
import { m } from '../messages/compiled/messages.js';
import type { CheckedCertificate, CheckResult, Counts, Verdict } from '../model/check-result.ts';
import type { Language } from '../wizard/pages.ts';

type Word = (parameters: Record<string, never>, options: { readonly locale: Language }) => string;

const sentences: Readonly<Record<CheckResult['question'], Readonly<Record<Verdict, Word>>>> = {
  certificate: {
    nothingBlocks: m.check_certificate_nothingBlocks,
    warnings: m.check_certificate_warnings,
    blocks: m.check_certificate_blocks,
    couldNotJudge: m.check_certificate_couldNotJudge,
  },
  inUse: {
    nothingBlocks: m.check_now_nothingBlocks,
    warnings: m.check_now_warnings,
    blocks: m.check_now_blocks,
    couldNotJudge: m.check_now_couldNotJudge,
  },
};

/** The answer in one sentence. */
export const verdictSentence = ({ question, verdict }: Pick<CheckResult, 'question' | 'verdict'>, language: Language): string =>
  sentences[question][verdict]({}, { locale: language });

const roles: Readonly<Record<CheckedCertificate['role'], Word>> = {
  chosen: m.check_role_chosen,
  inUse: m.check_role_inUse,
  other: m.check_role_other,
};
export const roleWord = (role: CheckedCertificate['role'], language: Language): string => roles[role]({}, { locale: language });

const verdicts: Readonly<Record<CheckedCertificate['verdict'], Word>> = {
  qualifies: m.check_qualifies,
  doesNotQualify: m.check_doesNotQualify,
  unknown: m.check_verdictUnknown,
};
export const verdictWord = (verdict: CheckedCertificate['verdict'], language: Language): string =>
  verdicts[verdict]({}, { locale: language });

const counts: Readonly<Record<Counts, Word>> = {
  blocks: m.check_counts_blocks,
  couldNotJudge: m.check_counts_couldNotJudge,
  warns: m.check_counts_warns,
};
/** What a finding does to the exit code; '' when nothing. */
export const countsWord = (what: Counts | null, language: Language): string =>
  what === null ? '' : counts[what]({}, { locale: language });
