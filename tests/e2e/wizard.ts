/** Fixtures of every end-to-end test: windows, organizations, and folders that are cleaned up afterward. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import { folderForUser, giveTo } from '../../scripts/runtime/ordinary-user.ts';
import { openWizard, type WindowOptions, type WizardWindow } from '../../scripts/tour/window.ts';
import type { OrganizationFile } from '../../shared/model/sample-organization.ts';
import { createExchange, type ExchangeEnvironment } from '../powershell/environment/create-exchange.ts';
import { windowContext } from './global-setup.ts';

export type OpenOptions = Pick<WindowOptions, 'data' | 'language' | 'env'>;

interface Fixtures {
  /** Opens the wizard; it is closed at the end of the test. */
  readonly open: (options?: OpenOptions) => Promise<WizardWindow>;
  /** A simulated organization behind real remoting, reachable by the window's user. */
  readonly reach: (organization: OrganizationFile) => Promise<ExchangeEnvironment>;
  /** A folder to which the window may write. */
  readonly folder: string;
}

export const test = base.extend<Fixtures>({
  // Playwright reads the fixture names from the first parameter, which must be a destructuring pattern.
  // eslint-disable-next-line no-empty-pattern
  folder: async ({}, use) => {
    await use(folderForUser('hcw-files-'));
  },
  // eslint-disable-next-line no-empty-pattern -- as above
  open: async ({}, use) => {
    const windows: WizardWindow[] = [];
    await use(async (options = {}) => {
      const { electron, app, env } = windowContext();
      const window = await openWizard({ electron, app, ...options, env: { ...env, ...options.env } });
      windows.push(window);
      return window;
    });
    for (const window of windows) await window.end();
  },
  // eslint-disable-next-line no-empty-pattern -- as above
  reach: async ({}, use, info) => {
    info.skip(process.platform === 'win32', 'The server is a shell script in the place of ssh.');
    const made: ExchangeEnvironment[] = [];
    await use(async (organization) => {
      const exchange = await createExchange(organization);
      made.push(exchange);
      giveTo(exchange.folder);
      return exchange;
    });
    for (const exchange of made) await exchange.dispose();
  },
});

/** Environment variables with which the wizard's process reaches the organization. */
export const reachedBy = (exchange: ExchangeEnvironment): NodeJS.ProcessEnv => ({
  ...exchange.env,
  HCW_PWSH: exchange.powershell,
  HCW_TEST_CONNECTION: JSON.stringify(exchange.onPremisesConnection),
});

/** A data folder that contains a state file as an earlier run left it. */
export function dataWith(name: string, text: string): string {
  const data = folderForUser('hcw-data-');
  mkdirSync(data, { recursive: true });
  writeFileSync(join(data, name), text);
  giveTo(data);
  return data;
}
