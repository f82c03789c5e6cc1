/** Mail flow counts as weaker until a reading has shown that it is as good as before. What was not read shows nothing. */
import { afterEach, expect, it } from 'vitest';
import { appError, fail } from '../../../shared/model/error.ts';
import { openPlaces } from '../../../shared/run/exposure.ts';
import type { WizardView } from '../../../shared/wizard/view.ts';
import { goTo } from './administrator.ts';
import { intercepted, newFolder, removeFolders, startProgram } from './program.ts';
import { realOrganization } from './real-organization.ts';

afterEach(removeFolders);

const openServers = ({ context }: WizardView): readonly string[] =>
  openPlaces(context.runs.apply?.exposure ?? []).map(({ place }) => place.server);

it.each(['Get-HybridConfiguration', 'Get-ReceiveConnector', 'Get-OutboundConnector'])(
  'is weaker on every server while %s cannot be read after the HCW',
  async (cmdlet) => {
    let fails = false;
    const program = await startProgram(await newFolder(), {
      real: realOrganization(),
      exchange: intercepted((call, send) =>
        fails && call.cmdlet === cmdlet ? Promise.resolve(fail(appError('cmdlet.timedOut'))) : send(),
      ),
    });
    expect(openServers(await goTo(program, 'change.done', 'connected'))).toEqual(['EX01', 'EX02', 'EX03']);
    await goTo(program, 'hcw.ready', 'connected');
    fails = true;
    expect(openServers(await goTo(program, 'postChecks.done', 'connected'))).toEqual(['EX01', 'EX02', 'EX03']);
    await program.controller.close();
  },
);
