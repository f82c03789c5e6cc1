import { screen } from '@testing-library/svelte';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appError, fail } from '../../shared/model/error.ts';
import type { WizardView } from '../../shared/wizard/view.ts';
import { newCertificate, nextEvent, takePersonStep } from '../unit/wizard-main/administrator.ts';
import { collectOnEdge, edgeHandlers, goTo } from '../unit/wizard-main/edge-administrator.ts';
import { intercepted, newFolder, removeFolders, startProgram } from '../unit/wizard-main/program.ts';
import { textOf } from './dom.ts';
import { show } from './shown-change.ts';

let stops: readonly WizardView[];

/** The stops of a direct change of an organization with Edge servers, whose session does not have the cmdlet. */
beforeAll(async () => {
  const program = await startProgram(await newFolder(), {
    exchange: intercepted((call, send) =>
      call.cmdlet === 'Test-EdgeSynchronization' ? Promise.resolve(fail(appError('cmdlet.notAvailable', { message: '' }))) : send(),
    ),
  });
  await goTo(program, 'collect.done');
  await collectOnEdge(program, edgeHandlers(program));
  await goTo(program, 'certificate.ready');
  await program.controller.send({ type: 'SELECT_CERTIFICATE', thumbprint: newCertificate(program.view()) });
  await goTo(program, 'plan.ready');
  await program.controller.send({ type: 'CHOOSE_METHOD', method: 'direct' });
  await program.controller.send({ type: 'COMMIT', plan: program.view().context.plans.apply?.id ?? '' });
  const seen: WizardView[] = [];
  for (;;) {
    const view = await program.until(({ task }) => task === null);
    seen.push(view);
    if (view.phase !== 'stopped' || view.context.runs.apply?.stop?.why !== 'person') break;
    await takePersonStep(program);
    await program.controller.send(nextEvent(program.view()) ?? { type: 'NEXT' });
  }
  stops = seen;
  await program.controller.close();
});
afterAll(removeFolders);

describe('EdgeSync that cannot be tested', () => {
  it('is said, with the way on, and its commands are still shown', async () => {
    await show(stops.at(-1));
    expect(textOf(screen.getByTestId('open-synchronization'))).toContain('they name it as an open item');
    expect(document.body.textContent).toContain("Start-EdgeSynchronization -TargetServer 'EDGE01'");
  });

  it('is not said while another step is open', async () => {
    expect(stops.length).toBeGreaterThan(3);
    await show(stops.at(-2));
    expect(screen.queryByTestId('open-synchronization')).toBeNull();
  });
});
