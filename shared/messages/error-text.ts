/** Words of a coded failure. The list is complete by its type: a new code without words does not compile. */
import type { AppError, Effect, ErrorCode } from '../model/error.ts';
import type { Language } from '../wizard/pages.ts';
import { m } from './compiled/messages.js';

/** In the language that is given, else in that of the window. */
type Words = (parameters: Record<string, never>, options?: { readonly locale?: Language }) => string;

const effectWords: Readonly<Record<Effect, Words>> = { none: m.effect_none, unknown: m.effect_unknown, partial: m.effect_partial };

const errorTitles: Readonly<Record<ErrorCode, readonly [title: Words, action: Words]>> = {
  'ipc.malformed': [m.error_ipc_malformed_title, m.error_ipc_malformed_action],
  'ipc.senderRefused': [m.error_ipc_senderRefused_title, m.error_ipc_senderRefused_action],
  'ipc.notNow': [m.error_ipc_notNow_title, m.error_ipc_notNow_action],
  'ipc.failed': [m.error_ipc_failed_title, m.error_ipc_failed_action],
  'powershell.notFound': [m.error_powershell_notFound_title, m.error_powershell_notFound_action],
  'powershell.exited': [m.error_powershell_exited_title, m.error_powershell_exited_action],
  'powershell.timedOut': [m.error_powershell_timedOut_title, m.error_powershell_timedOut_action],
  'powershell.canceled': [m.error_powershell_canceled_title, m.error_powershell_canceled_action],
  'powershell.replyUnreadable': [m.error_powershell_replyUnreadable_title, m.error_powershell_replyUnreadable_action],
  'powershell.moduleNotLoaded': [m.error_powershell_moduleNotLoaded_title, m.error_powershell_moduleNotLoaded_action],
  'call.refused': [m.error_call_refused_title, m.error_call_refused_action],
  'session.wsmanMissing': [m.error_session_wsmanMissing_title, m.error_session_wsmanMissing_action],
  'session.connectFailed': [m.error_session_connectFailed_title, m.error_session_connectFailed_action],
  'session.lost': [m.error_session_lost_title, m.error_session_lost_action],
  'session.notConnected': [m.error_session_notConnected_title, m.error_session_notConnected_action],
  'cmdlet.notAvailable': [m.error_cmdlet_notAvailable_title, m.error_cmdlet_notAvailable_action],
  'cmdlet.failed': [m.error_cmdlet_failed_title, m.error_cmdlet_failed_action],
  'cmdlet.timedOut': [m.error_cmdlet_timedOut_title, m.error_cmdlet_timedOut_action],
  'cmdlet.objectNotFound': [m.error_cmdlet_objectNotFound_title, m.error_cmdlet_objectNotFound_action],
  'online.moduleMissing': [m.error_online_moduleMissing_title, m.error_online_moduleMissing_action],
  'online.moduleTooOld': [m.error_online_moduleTooOld_title, m.error_online_moduleTooOld_action],
  'online.signInFailed': [m.error_online_signInFailed_title, m.error_online_signInFailed_action],
  'organization.unreadable': [m.error_organization_unreadable_title, m.error_organization_unreadable_action],
  'organization.noHybridConfiguration': [
    m.error_organization_noHybridConfiguration_title,
    m.error_organization_noHybridConfiguration_action,
  ],
  'organization.noHybridServers': [m.error_organization_noHybridServers_title, m.error_organization_noHybridServers_action],
  'plan.stale': [m.error_plan_stale_title, m.error_plan_stale_action],
  'plan.empty': [m.error_plan_empty_title, m.error_plan_empty_action],
  'change.notVerified': [m.error_change_notVerified_title, m.error_change_notVerified_action],
  'file.notWritten': [m.error_file_notWritten_title, m.error_file_notWritten_action],
  'file.unreadable': [m.error_file_unreadable_title, m.error_file_unreadable_action],
  'file.damaged': [m.error_file_damaged_title, m.error_file_damaged_action],
  'certificateFile.notACertificate': [m.error_certificateFile_notACertificate_title, m.error_certificateFile_notACertificate_action],
  'certificateFile.passwordNeeded': [m.error_certificateFile_passwordNeeded_title, m.error_certificateFile_passwordNeeded_action],
  'certificateFile.wrongPassword': [m.error_certificateFile_wrongPassword_title, m.error_certificateFile_wrongPassword_action],
  'certificateFile.severalKeys': [m.error_certificateFile_severalKeys_title, m.error_certificateFile_severalKeys_action],
  'certificateFile.severalCertificates': [
    m.error_certificateFile_severalCertificates_title,
    m.error_certificateFile_severalCertificates_action,
  ],
  'certificateFile.notSupported': [m.error_certificateFile_notSupported_title, m.error_certificateFile_notSupported_action],
  'certificateFile.tooLarge': [m.error_certificateFile_tooLarge_title, m.error_certificateFile_tooLarge_action],
  'certificateFile.kdfLimitExceeded': [m.error_certificateFile_kdfLimitExceeded_title, m.error_certificateFile_kdfLimitExceeded_action],
  'certificateFile.damaged': [m.error_certificateFile_damaged_title, m.error_certificateFile_damaged_action],
  'collection.notClixml': [m.error_collection_notClixml_title, m.error_collection_notClixml_action],
  'collection.tooLarge': [m.error_collection_tooLarge_title, m.error_collection_tooLarge_action],
  'collection.encoding': [m.error_collection_encoding_title, m.error_collection_encoding_action],
  'collection.secret': [m.error_collection_secret_title, m.error_collection_secret_action],
  'collection.otherContent': [m.error_collection_otherContent_title, m.error_collection_otherContent_action],
  'collection.otherVersion': [m.error_collection_otherVersion_title, m.error_collection_otherVersion_action],
  'collection.nothingKnown': [m.error_collection_nothingKnown_title, m.error_collection_nothingKnown_action],
  'collection.sameAgain': [m.error_collection_sameAgain_title, m.error_collection_sameAgain_action],
  'collection.changed': [m.error_collection_changed_title, m.error_collection_changed_action],
  'guided.notCollected': [m.error_guided_notCollected_title, m.error_guided_notCollected_action],
  'guided.runByHand': [m.error_guided_runByHand_title, m.error_guided_runByHand_action],
};

/** What happened, what state things are in, the safe next action. */
export function errorText(
  { code, effect }: Pick<AppError, 'code' | 'effect'>,
  language?: Language,
): { readonly title: string; readonly state: string; readonly action: string } {
  const options = language === undefined ? {} : { locale: language };
  const [title, action] = errorTitles[code];
  return { title: title({}, options), state: effectWords[effect]({}, options), action: action({}, options) };
}
