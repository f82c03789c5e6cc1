/**
 * Where the data come from, and who runs the commands: the wizard, the administrator, the wizard on a sample organization, or the wizard on
 * a copy of what was collected.
 */
export const modes = ['connected', 'guided', 'practice', 'rehearsal'] as const;
export type Mode = (typeof modes)[number];

/** Whether it works on what was collected by hand. */
export const opensCollected = (mode: Mode | null): boolean => mode === 'guided' || mode === 'rehearsal';
/** Whether everything stays in this program: nothing real is changed, and nothing is connected to. */
export const isPractice = (mode: Mode | null): boolean => mode === 'practice' || mode === 'rehearsal';
