/** The sign-off by a second person, on the page of the plan: off unless it is chosen. */
import { fireEvent, render, screen } from '@testing-library/svelte';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ok } from '../../shared/model/error.ts';
import type { WizardContext } from '../../shared/wizard/context.ts';
import type { WizardView } from '../../shared/wizard/view.ts';
import SignOff from '../../src-renderer/pages/plan/SignOff.svelte';
import { removeFolders } from '../unit/wizard-main/program.ts';
import { textOf } from './dom.ts';
import { viewAt } from './journeys.ts';
import { openWindow, type TestWindow } from './window.ts';

let plan: WizardView;
beforeAll(async () => {
  plan = await viewAt('plan.ready');
});
afterAll(removeFolders);

const digest = 'ab'.repeat(32);

async function show(changes: Partial<WizardContext> = {}): Promise<TestWindow> {
  const view = { ...plan, context: { ...plan.context, ...changes } };
  const window = await openWindow(view, {
    'plan:save': () => Promise.resolve(ok({ path: '/tickets/plan.txt', digest })),
    'plan:openSignedOff': () => Promise.resolve(ok(null)),
  });
  render(SignOff, { view });
  return window;
}

describe('the sign-off', () => {
  it('is folded, and saves the plan with its digest', async () => {
    const { asked } = await show();
    expect(screen.getByTestId('save-plan').closest('details')?.open).toBe(false);
    await fireEvent.click(screen.getByTestId('save-plan'));
    expect(asked).toEqual([['plan:save', undefined]]);
    expect((await screen.findByText(/plan\.txt/)).textContent).toContain(digest);
  });

  it('takes a digest as it is copied, and no other text', async () => {
    const { sent } = await show();
    const field = screen.getByTestId('sign-off-digest');
    await fireEvent.input(field, { target: { value: 'abc' } });
    await fireEvent.click(screen.getByTestId('require-sign-off'));
    expect(sent).toEqual([]);
    expect(screen.getByText(/This is not a digest/)).toBeTruthy();
    await fireEvent.input(field, { target: { value: ` ${digest.toUpperCase().replaceAll(/(.{8})/g, '$1 ')}` } });
    await fireEvent.click(screen.getByTestId('require-sign-off'));
    expect(sent).toEqual([{ type: 'REQUIRE_SIGN_OFF', digest }]);
  });

  it('is in sight where it is required, with what differs, and can be given up', async () => {
    const { sent } = await show({
      signedOff: { digest, plan: null },
      signOffDifferences: [
        { kind: 'policy', object: '' },
        { kind: 'changed', object: 'EX01\\Default Frontend EX01' },
      ],
    });
    expect(textOf(screen.getByTestId('signed-off'))).toContain(digest);
    expect(textOf(screen.getByRole('alert'))).toMatch(/EX01\\Default Frontend EX01: another command, value or forecast/);
    await fireEvent.click(screen.getByTestId('no-sign-off'));
    expect(sent).toEqual([{ type: 'REQUIRE_SIGN_OFF', digest: null }]);
  });
});
