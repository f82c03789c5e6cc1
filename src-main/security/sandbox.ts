/** "Enable process sandboxing": for every renderer, whatever its window asks for. */
import { app } from 'electron';

/**
 * Before `ready`. Root cannot use Chromium's sandbox: with the switch that says so, enforcing it would
 * only end every child process.
 */
export function enforceSandbox(): void {
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
}
