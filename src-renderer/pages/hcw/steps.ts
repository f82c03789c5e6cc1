/** What is to be done in the HCW at each step, for the page and for the small window beside the HCW. */
import { m } from '../../../shared/messages/compiled/messages.js';
import { serverSetText } from '../../../shared/model/server-set.ts';
import { hcwSteps, type HcwStep } from '../../../shared/wizard/pages.ts';
import type { WizardView } from '../../../shared/wizard/view.ts';

/** The first step that is not checked off; the last one when all are. */
export const currentStep = ({ context }: WizardView): HcwStep => hcwSteps.find((step) => !context.hcw.ticked.includes(step)) ?? '2-6';

/** Names the servers that can be the reference server and have the certificate. */
export function instructionOf(step: HcwStep, { chosen, hcwHelp, context }: WizardView): string {
  const references = serverSetText((chosen?.servers ?? []).filter((server) => hcwHelp?.referenceServers.includes(server) === true));
  const texts: Readonly<Record<HcwStep, () => string>> = {
    '2-1': m.hcw_step_1,
    '2-2': m.hcw_step_2,
    '2-3': context.method === 'reset' ? m.hcw_step_3 : m.hcw_step_3_only,
    '2-4': () => m.hcw_step_4({ servers: references === '' ? m.hcw_reference_none() : references }),
    '2-5': m.hcw_step_5,
    '2-6': m.hcw_step_6,
  };
  return texts[step]();
}
