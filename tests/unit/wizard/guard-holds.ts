/** A condition of the machine's transitions, asked by itself. */
import { freshContext, type WizardContext } from '../../../shared/wizard/context.ts';
import type { MachineEvent } from '../../../shared/wizard/events.ts';
import { guards } from '../../../shared/wizard/guards.ts';

/** Whether it holds in a fresh context with these changes. */
export const holds = (guard: keyof typeof guards, changes: Partial<WizardContext>, event: MachineEvent = { type: 'NEXT' }): boolean =>
  guards[guard]({ context: { ...freshContext('en'), ...changes }, event });
