/** What the program is started to do without a window. It is asked at every start, so that it needs nothing else. */

const commandNames = ['--check', '--examine', '--decode', '--hcw-log', '--pack', '--verify-pack'] as const;
export type CommandName = (typeof commandNames)[number];
export const isCommand = (argument: string | undefined): argument is CommandName => commandNames.some((name) => name === argument);

/**
 * Whether the program was started to check something without a window. Electron's own switches, and the folder of the
 * application in development, come first.
 */
export const asksForCheck = (argv: readonly string[]): boolean => argv.slice(1).some((argument) => isCommand(argument));
