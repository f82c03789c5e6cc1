/** What is being gathered, for the determinate progress of the page. */
import * as v from 'valibot';

const gatherTopics = [
  'servers',
  'hybridConfiguration',
  'sendConnectors',
  'acceptedDomains',
  'rights',
  'receiveConnectors',
  'certificates',
  'certificateDetails',
  'transportService',
  'transportServices',
  'inboundConnectors',
  'outboundConnectors',
  'onlineAcceptedDomains',
] as const;
export type GatherTopic = (typeof gatherTopics)[number];

/**
 * `done` of `total` calls have ended; `what` about `subject` (a server, or '') is running now. Of
 * several it is the one that has run longest: what is waited for, whatever else begins and ends.
 */
export const gatherProgressSchema = v.object({
  done: v.number(),
  total: v.number(),
  what: v.picklist(gatherTopics),
  subject: v.string(),
  /** How many more are running at the same time */
  others: v.optional(v.number(), 0),
});
export type GatherProgress = v.InferOutput<typeof gatherProgressSchema>;
