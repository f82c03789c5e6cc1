/** Words for the closed codes of the product. Each list is complete by its type: a new code without words does not compile. */
import { m } from '../../shared/messages/compiled/messages.js';
import { errorText } from '../../shared/messages/error-text.ts';
import { unknownText } from '../../shared/messages/unknown-text.ts';
import type { AppError } from '../../shared/model/error.ts';
import type { Reference, Severity } from '../../shared/rules/rules.ts';
import type { GatherProgress, GatherTopic } from '../../shared/model/organization.ts';
import type { Known } from '../../shared/model/known.ts';
import type { SavedValues, StepState } from '../../shared/plan/plan.ts';
import type { PracticeScenario } from '../../shared/model/sample-organization.ts';
import type { ValidationCode, Page } from '../../shared/wizard/pages.ts';

type Words<K extends string> = Readonly<Record<K, () => string>>;

const pageWords: Words<Page> = {
  start: m.page_start,
  before: m.page_before,
  onPremises: m.page_onPremises,
  exchangeOnline: m.page_exchangeOnline,
  collect: m.page_collect,
  certificate: m.page_certificate,
  preChecks: m.page_preChecks,
  plan: m.page_plan,
  change: m.page_change,
  hcw: m.page_hcw,
  fix: m.page_fix,
  postChecks: m.page_postChecks,
  finish: m.page_finish,
};
export const pageWord = (page: Page): string => pageWords[page]();

const severityWords: Words<Severity> = {
  ok: m.severity_ok,
  info: m.severity_info,
  warn: m.severity_warn,
  block: m.severity_block,
  unknown: m.severity_unknown,
};
export const severityWord = (severity: Severity): string => severityWords[severity]();

const validationWords: Words<ValidationCode> = {
  'start.modeMissing': m.validation_start_modeMissing,
  'onPremises.serverMissing': m.validation_onPremises_serverMissing,
  'onPremises.sourceMissing': m.validation_onPremises_sourceMissing,
  'exchangeOnline.userMissing': m.validation_exchangeOnline_userMissing,
  'exchangeOnline.sourceMissing': m.validation_exchangeOnline_sourceMissing,
  'collect.noHybridConfiguration': m.validation_collect_noHybridConfiguration,
  'collect.noHybridServers': m.validation_collect_noHybridServers,
  'certificate.noneSelected': m.validation_certificate_noneSelected,
  'certificate.doesNotQualify': m.validation_certificate_doesNotQualify,
  'preChecks.blocked': m.validation_preChecks_blocked,
  'plan.stale': m.validation_plan_stale,
  'change.resultMissing': m.validation_change_resultMissing,
  'hcw.stepsOpen': m.validation_hcw_stepsOpen,
  'hcw.answerOpen': m.validation_hcw_answerOpen,
  'fix.open': m.validation_fix_open,
  'fix.notPlanned': m.validation_fix_notPlanned,
  'postChecks.sourceMissing': m.validation_postChecks_sourceMissing,
};
export const validationWord = (validation: ValidationCode): string => validationWords[validation]();

const stepWords: Words<StepState> = {
  waiting: m.state_waiting,
  running: m.state_running,
  done: m.state_done,
  unchanged: m.state_unchanged,
  failed: m.state_failed,
  unknown: m.state_unknown,
  rollingBack: m.state_rollingBack,
  rolledBack: m.state_rolledBack,
  rollbackFailed: m.state_rollbackFailed,
};
export const stepWord = (state: StepState): string => stepWords[state]();

const scenarioWords: Words<PracticeScenario> = {
  renewal: m.scenario_renewal,
  sameName: m.scenario_sameName,
  sessionLost: m.scenario_sessionLost,
  noHybrid: m.scenario_noHybrid,
  serverDown: m.scenario_serverDown,
  denied: m.scenario_denied,
  difficultNames: m.scenario_difficultNames,
  empty: m.scenario_empty,
};
export const scenarioWord = (scenario: PracticeScenario): string => scenarioWords[scenario]();

const topicWords: Readonly<Record<GatherTopic, (parameters: { subject: string }) => string>> = {
  servers: m.topic_servers,
  hybridConfiguration: m.topic_hybridConfiguration,
  sendConnectors: m.topic_sendConnectors,
  acceptedDomains: m.topic_acceptedDomains,
  rights: m.topic_rights,
  receiveConnectors: m.topic_receiveConnectors,
  certificates: m.topic_certificates,
  certificateDetails: m.topic_certificateDetails,
  transportService: m.topic_transportService,
  transportServices: m.topic_transportServices,
  inboundConnectors: m.topic_inboundConnectors,
  outboundConnectors: m.topic_outboundConnectors,
  onlineAcceptedDomains: m.topic_onlineAcceptedDomains,
};
export function progressWord({ what, subject, others }: GatherProgress): string {
  const topic = topicWords[what]({ subject });
  return others === 0 ? m.collect_running({ what: topic }) : m.collect_running_several({ what: topic, count: String(others) });
}

/** What happened, what state things are in, the safe next action. */
export const errorWords = (error: AppError): ReturnType<typeof errorText> => errorText(error);

const sourceWords: Words<Reference> = {
  article: m.source_article,
  'blog-4420592': m.source_blog_4420592,
  requirements: m.source_requirements,
  KB2879262: m.source_KB2879262,
  KB2964920: m.source_KB2964920,
  KB2988229: m.source_KB2988229,
  KB2989382: m.source_KB2989382,
  KB3058190: m.source_KB3058190,
  KB3064938: m.source_KB3064938,
  KB3087159: m.source_KB3087159,
  KB3087161: m.source_KB3087161,
  KB4019940: m.source_KB4019940,
  KB4052493: m.source_KB4052493,
  healthChecker: m.source_healthChecker,
  support: m.source_support,
  'SC-081v3': m.source_SC_081v3,
  chromeRootProgram: m.source_chromeRootProgram,
  digiCert: m.source_digiCert,
  letsEncrypt: m.source_letsEncrypt,
};
export const sourceWord = (source: Reference): string => sourceWords[source]();

/** A saved value as people read it. */
export const shownValue = (value: SavedValues[string] | undefined): string =>
  value === undefined
    ? m.value_unknown()
    : value === null || value.length === 0
      ? m.value_empty()
      : typeof value === 'string'
        ? value
        : value.join(', ');

/** A value that may be unknown, with the reason. */
export const shownKnown = <T>(value: Known<T>, show: (value: T) => string): string =>
  value.known ? show(value.value) : `${m.value_unknown()} (${unknownText(value.reason, '')})`;
