/** What every end-to-end test begins with: windows that are closed, and organizations that are removed. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import { folderForUser, giveTo } from '../../scripts/runtime/ordinary-user.ts';
import { openWizard, type WindowOptions, type WizardWindow } from '../../scripts/tour/window.ts';
import type { OrganizationFile } from '../../shared/model/sample-organization.ts';
import { createExchange, type ExchangeEnvironment } from '../powershell/environment/create-exchange.ts';
import { ground } from './ground.ts';

export type OpenOptions = Pick<WindowOptions, 'data' | 'language' | 'env'>;

interface Fixtures {
  /** Opens the wizard; what is still open at the end is closed. */
  readonly open: (options?: OpenOptions) => Promise<WizardWindow>;
  /** An organization behind real remoting, in reach of the user that the window runs as. */
  readonly reach: (organization: OrganizationFile) => Promise<ExchangeEnvironment>;
  /** A folder that the window may write to. */
  readonly folder: string;
}

export const test = base.extend<Fixtures>({
  // Playwright reads the names of the fixtures out of the first parameter, which must be a pattern.
  // eslint-disable-next-line no-empty-pattern
  folder: async ({}, use) => {
    await use(folderForUser('hcw-files-'));
  },
  // eslint-disable-next-line no-empty-pattern -- as above
  open: async ({}, use) => {
    const windows: WizardWindow[] = [];
    await use(async (options = {}) => {
      const { electron, app, env } = ground();
      const window = await openWizard({ electron, app, ...options, env: { ...env, ...options.env } });
      windows.push(window);
      return window;
    });
    for (const window of windows) await window.end();
  },
  // eslint-disable-next-line no-empty-pattern -- as above
  reach: async ({}, use) => {
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

/** What the process of the wizard must find to reach that organization. */
export const reachedBy = (exchange: ExchangeEnvironment): NodeJS.ProcessEnv => ({
  ...exchange.env,
  HCW_PWSH: exchange.powershell,
  HCW_TEST_CONNECTION: JSON.stringify(exchange.onPremisesConnection),
});

/** A folder of the wizard's data in which a file stands as an earlier start has left it. */
export function dataWith(name: string, text: string): string {
  const data = folderForUser('hcw-data-');
  mkdirSync(data, { recursive: true });
  writeFileSync(join(data, name), text);
  giveTo(data);
  return data;
}
