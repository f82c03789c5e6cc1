/** The short path: where the first page offers it, what has changed since, and the new certificate, which is never guessed. */
import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { known, unknown } from '../../shared/model/known.ts';
import { lastRenewals } from '../../shared/wizard/run-list.ts';
import type { RenewAgainView } from '../../shared/wizard/renew-again.ts';
import type { WizardView } from '../../shared/wizard/view.ts';
import PlanPage from '../../src-renderer/pages/plan/PlanPage.svelte';
import RenewAgain from '../../src-renderer/pages/renewAgain/RenewAgain.svelte';
import Start from '../../src-renderer/pages/start/Start.svelte';
import { removeFolders } from '../unit/wizard-main/program.ts';
import { lastRenewal } from '../unit/wizard/last-renewal.ts';
import { textOf } from './dom.ts';
import { renewedAgain, viewAt } from './journeys.ts';
import { openWindow, type TestWindow } from './window.ts';

let start: WizardView;
let ready: WizardView;
let plan: WizardView;
beforeAll(async () => {
  const views = await renewedAgain();
  const at = (page: string, phase: string): WizardView => {
    const found = views.findLast((view) => view.page === page && view.phase === phase);
    if (found === undefined) throw new Error(page);
    return found;
  };
  start = await viewAt('start.ready');
  ready = at('renewAgain', 'ready');
  plan = at('plan', 'ready');
});
afterAll(removeFolders);

async function show(changes: Partial<RenewAgainView>, view: Partial<WizardView> = {}): Promise<TestWindow> {
  if (ready.renewAgain === null) throw new Error('nothing is shown');
  const shown = { ...ready, ...view, renewAgain: { ...ready.renewAgain, ...changes } } as WizardView;
  const window = await openWindow(shown);
  render(RenewAgain, { view: shown });
  return window;
}

describe('the first page', () => {
  const showRuns = async (...runs: readonly ReturnType<typeof lastRenewal>[]): Promise<TestWindow> => {
    const view = { ...start, runList: { runs, unread: [] } };
    const window = await openWindow(view);
    render(Start, { view });
    return window;
  };

  it('offers nothing before a renewal is finished', async () => {
    await showRuns();
    expect(screen.queryByRole('button', { name: /^Renew again/ })).toBeNull();
  });

  it('offers the last renewal of each organization, a rehearsal beside that of the real one', async () => {
    const runs = [
      lastRenewal('connected', { id: '0001 20251120T090000Z apply' }),
      lastRenewal('connected', { id: '0003 20251122T090000Z apply' }),
      lastRenewal('practice', { id: '0004 20251123T090000Z apply' }),
    ];
    expect(lastRenewals(runs).map(({ id }) => id.slice(0, 4))).toEqual(['0004', '0003']);
    const { sent } = await showRuns(...runs);
    const buttons = screen.getAllByRole('button', { name: /^Renew again as on Nov 20, 2025/ });
    expect(buttons.map((button) => button.getAttribute('aria-label'))).toEqual([
      'Renew again as on Nov 20, 2025: contoso.com (Practice)',
      'Renew again as on Nov 20, 2025: contoso.com (Connected mode)',
    ]);
    for (const button of buttons.slice(1)) await fireEvent.click(button);
    expect(sent).toEqual([{ type: 'RENEW_AGAIN', id: '0003 20251122T090000Z apply' }]);
  });
});

describe('an open change on the first page', () => {
  it.each([
    ['open', true],
    ['finished', false],
  ] as const)('that is %s comes before the next renewal: %s', async (state, isBefore) => {
    const last = lastRenewal('connected');
    const other = { ...lastRenewal('connected', { id: '0005 20261120T090000Z apply', state }), profile: null };
    const view = { ...start, runList: { runs: [other, last], unread: [] } };
    await openWindow(view);
    render(Start, { view });
    const again = screen.getByRole('button', { name: /^Renew again as on/ });
    const row = document.querySelector(`tr[data-run="${other.id}"]`);
    expect(again.compareDocumentPosition(row ?? again) & Node.DOCUMENT_POSITION_PRECEDING).toBe(
      isBefore ? Node.DOCUMENT_POSITION_PRECEDING : 0,
    );
    expect(again.classList.contains('primary')).toBe(!isBefore);
  });
});

describe('what has changed since', () => {
  it('is said of all servers at once, with what was and what is', async () => {
    await show({});
    const rows = within(screen.getByTestId('changes')).getAllByRole('row').slice(1);
    expect(rows.map(textOf)).toEqual([expect.stringMatching(/^Build of EX01–EX03\s*15\.2\.1748\.53\s*15\.2\.2562\.41$/)]);
  });

  it('says of what could not be read that it is unknown, and why; and of what is gone that it is not there', async () => {
    if (ready.renewAgain === null) throw new Error('nothing is shown');
    const object = { kind: 'sendConnector', server: '', object: 'Outbound', property: 'TlsCertificateName' } as const;
    const { changes } = ready.renewAgain;
    await show({
      changes: {
        ...changes,
        builds: [],
        gone: ['EX02'],
        objects: [
          [{ ...object, from: known('<I>CN=A<S>CN=B'), to: unknown('failed', 'RPC') }],
          [{ ...object, from: known(null), to: null }],
        ],
      },
    });
    const rows = within(screen.getByTestId('changes')).getAllByRole('row').slice(1).map(textOf);
    expect(rows[0]).toMatch(/EX02.*there.*not there/);
    expect(rows[1]).toMatch(/Outbound.*TlsCertificateName.*<I>CN=A<S>CN=B.*unknown \(reading failed\)/);
    expect(rows[2]).toMatch(/\(empty\).*not there/);
  });

  it('has a button beside each certificate that copies its thumbprint', async () => {
    const { asked } = await show({});
    const inUse = ready.renewAgain?.changes.inUse.map(({ certificate }) => certificate.thumbprint) ?? [];
    expect(inUse.length).toBeGreaterThan(0);
    for (const thumbprint of inUse) await fireEvent.click(screen.getByRole('button', { name: `Copy: ${thumbprint}` }));
    expect(asked).toEqual(inUse.map((thumbprint) => ['clipboard:write', thumbprint]));
  });

  it('does not say that nothing has changed of more than what is compared', async () => {
    if (ready.renewAgain === null) throw new Error('nothing is shown');
    await show({ changes: { ...ready.renewAgain.changes, builds: [] }, next: 'plan' });
    expect(textOf(screen.getByRole('heading', { level: 1 }))).toMatch(/^Nothing that is compared here has changed/);
    expect(screen.queryByTestId('changes')).toBeNull();
    expect(textOf(document.querySelector('[data-next="plan"]'))).toContain('the plan comes next');
  });
});

describe('the new certificate', () => {
  it('is the only one that it can be', async () => {
    await show({});
    expect(textOf(screen.getByTestId('new-certificate'))).toContain(ready.chosen?.thumbprint);
  });

  it('is chosen among several', async () => {
    const [one] = ready.renewAgain?.candidates ?? [];
    if (one === undefined) throw new Error('there is no candidate');
    const other = { ...one, thumbprint: 'D1'.repeat(20), verdict: 'unknown' as const };
    const { sent } = await show({ candidates: [one, other], next: 'choose' }, { chosen: null });
    const radios = screen.getAllByRole('radio');
    expect(radios.map((radio) => radio.getAttribute('aria-checked'))).toEqual(['false', 'false']);
    expect(textOf(radios[1] ?? null)).toContain('could not be made');
    for (const radio of radios.slice(1)) await fireEvent.click(radio);
    expect(sent).toEqual([{ type: 'SELECT_CERTIFICATE', thumbprint: other.thumbprint }]);
  });

  it('is none where none can be it, and the page of the certificates says why', async () => {
    await show({ candidates: [], next: 'certificate' }, { chosen: null });
    expect(screen.getByText(/No installed certificate can be the new one/)).toBeTruthy();
  });
});

describe('the plan', () => {
  const lineOf = (view: WizardView): string => {
    render(PlanPage, { view });
    return textOf(screen.getByTestId('as-last'));
  };

  it('says that method and policy are those of the last renewal', async () => {
    await openWindow(plan);
    expect(lineOf(plan)).toMatch(/^Method and policy are those of the renewal on/);
  });

  it('says how that was done where they are others', async () => {
    const again = plan.context.again;
    if (again === null) throw new Error('it is not done again');
    const other = { ...plan, context: { ...plan.context, again: { ...again, policy: { onFailure: 'goOn' as const, canary: 'EX09' } } } };
    await openWindow(other);
    expect(lineOf(other)).toContain('EX09');
  });
});
