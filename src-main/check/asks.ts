/** Whether the program was started to check something without a window. Small, since every start asks it. */

/** Electron's own switches, and the folder of the application in development, stand before it. */
export const asksForCheck = (argv: readonly string[]): boolean => argv.slice(1).some((argument) => isCommand(argument));

export const isCommand = (argument: string): argument is '--check' | '--examine' => argument === '--check' || argument === '--examine';
