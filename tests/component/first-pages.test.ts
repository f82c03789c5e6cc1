/** Start, before you begin, and the two connections. */
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appError, ok } from '../../shared/model/error.ts';
import type { AppFacts, Handlers } from '../../shared/ipc/channels.ts';
import { practiceScenarios } from '../../shared/model/sample-organization.ts';
import { freshContext, type WizardContext } from '../../shared/wizard/context.ts';
import type { Resumable, WizardView } from '../../shared/wizard/view.ts';
import Before from '../../src-renderer/pages/before/Before.svelte';
import ExchangeOnline from '../../src-renderer/pages/exchangeOnline/ExchangeOnline.svelte';
import OnPremises from '../../src-renderer/pages/onPremises/OnPremises.svelte';
import Start from '../../src-renderer/pages/start/Start.svelte';
import { removeFolders } from '../unit/wizard-main/program.ts';
import { all, find, textOf, textsOf } from './dom.ts';
import { viewAt } from './journeys.ts';
import { eventually } from './patience.ts';
import { facts, openWindow, refused, type TestWindow } from './window.ts';

let start: WizardView;
beforeAll(async () => {
  start = await viewAt('start.ready');
});
afterAll(removeFolders);

const pages = { Start, Before, OnPremises, ExchangeOnline } as const;

interface Shown {
  readonly context?: Partial<WizardContext>;
  readonly connecting?: boolean;
  readonly resumable?: Resumable;
  readonly facts?: Partial<AppFacts>;
  readonly answers?: Partial<Handlers>;
}

async function show(page: keyof typeof pages, shown: Shown): Promise<TestWindow> {
  const view = {
    ...start,
    phase: shown.connecting === true ? 'connecting' : 'ready',
    resumable: shown.resumable ?? null,
    context: { ...freshContext('en'), ...shown.context },
  } as WizardView;
  const window = await openWindow(view, { 'app:facts': () => Promise.resolve(ok({ ...facts, ...shown.facts })), ...shown.answers });
  render(pages[page], { view });
  return window;
}

const press = (name: string): Promise<boolean> => fireEvent.click(screen.getByRole('button', { name }));
const choose = (name: string, value: string): Promise<boolean> =>
  fireEvent.change(screen.getByRole('combobox', { name }), { target: { value } });
const type = (name: string, value: string): Promise<boolean> =>
  fireEvent.input(screen.getByRole('textbox', { name }), { target: { value } });

describe('the first page', () => {
  it('asks what to do, the renewal first, and has no way of working chosen for it', async () => {
    const { sent } = await show('Start', {});
    expect(textOf(screen.getByRole('heading', { level: 1 }))).toBe('What do you want to do?');
    expect(textsOf(screen.getAllByRole('radio', { checked: true })).map((text) => text.split('From')[0]?.trim())).toEqual([
      'Renew the certificate',
    ]);
    await fireEvent.click(screen.getByRole('radio', { name: /^Guided/ }));
    await fireEvent.click(screen.getByRole('radio', { name: /^Practice/ }));
    expect(sent).toEqual([
      { type: 'CHOOSE_MODE', mode: 'guided' },
      { type: 'CHOOSE_MODE', mode: 'practice' },
    ]);
  });

  it('says of a check where it ends, and asks for the same way of working', async () => {
    const { sent } = await show('Start', {});
    expect(document.body.textContent).not.toContain('stop there');
    await fireEvent.click(screen.getByRole('radio', { name: /^Check the organization/ }));
    expect(document.body.textContent).toContain('stop there');
    expect(screen.getByRole('radio', { name: /^Connected/ })).toBeDefined();
    expect(sent).toEqual([]);
  });

  it.each([
    [true, 'connected'],
    [false, 'guided'],
  ] as const)('where sessions can be opened (%s), a real organization after practice is first %s', async (canConnect, mode) => {
    const { sent } = await show('Start', { context: { mode: 'practice' }, facts: { canConnect } });
    expect(screen.queryByRole('radio', { name: /^Connected/ })).toBeNull();
    await fireEvent.click(screen.getByRole('radio', { name: /^Renew/ }));
    expect(sent).toEqual([{ type: 'CHOOSE_MODE', mode }]);
  });

  it('says by one drawing and two sentences what a transport certificate is, on what the time depends, and which version it is', async () => {
    await show('Start', {});
    expect(textsOf(all('figure .drawing > *'))).toEqual(['Exchange on-premises', 'Transport certificate', 'Exchange Online']);
    expect(textOf(find('figure figcaption')).match(/[^.]+\.(?: |$)/g)).toEqual([
      expect.stringMatching(/recognize each other/),
      expect.stringMatching(/a renewal can require changes to them/),
    ]);
    expect(document.body.textContent).toContain('How long it takes depends on the number of servers');
    expect(document.body.textContent).toContain(`Hybrid Certificate Wizard, version ${facts.version}`);
  });

  it('takes another language, whose name is in that language', async () => {
    const { sent } = await show('Start', {});
    expect(textsOf(screen.getByRole('combobox', { name: 'Language' }).querySelectorAll('option'))).toEqual(['English', '日本語']);
    await choose('Language', 'ja');
    expect(sent).toEqual([{ type: 'CHOOSE_LANGUAGE', language: 'ja' }]);
  });

  it('offers the samples only for practice', async () => {
    const { sent } = await show('Start', { context: { mode: 'practice' } });
    expect(screen.getByRole('combobox', { name: 'Sample organization' }).querySelectorAll('option')).toHaveLength(practiceScenarios.length);
    expect(screen.getByRole('combobox', { name: 'Sample organization' }).querySelectorAll('optgroup')).toHaveLength(5);
    expect(
      screen.getByRole('combobox', { name: 'Sample organization', description: /every connector .* still refer to the old one/ }),
    ).toBeDefined();
    await choose('Sample organization', 'denied');
    expect(sent).toEqual([{ type: 'CHOOSE_SCENARIO', scenario: 'denied' }]);
  });

  it('has no samples where one works with a real organization', async () => {
    await show('Start', { context: { mode: 'connected' } });
    expect(screen.queryByRole('combobox', { name: 'Sample organization' })).toBeNull();
  });

  it.each([
    [true, false],
    [false, true],
  ])('where sessions can be opened (%s) it says that they cannot: %s', async (canConnect, said) => {
    await show('Start', { facts: { canConnect } });
    expect(document.body.textContent.includes('Not available on this system')).toBe(said);
  });

  it('offers to go on where one left off, or to start over', async () => {
    const { sent } = await show('Start', {
      resumable: { page: 'plan', savedAt: '2026-11-20T09:00:00.000Z', mode: 'practice', changeInFlight: false, weakened: null },
    });
    expect(document.body.textContent).toContain('page “Method and plan”');
    expect(document.body.textContent).not.toContain('A change was in progress');
    await press('Continue');
    await press('Start over');
    expect(sent).toEqual([{ type: 'RESUME' }, { type: 'START_OVER' }]);
  });

  it('says what happens first after a change in flight, and that it connects again', async () => {
    await show('Start', {
      resumable: { page: 'change', savedAt: '2026-11-20T09:00:00.000Z', mode: 'connected', changeInFlight: true, weakened: null },
    });
    expect(document.body.textContent).toContain('first reads again what was being changed');
    expect(document.body.textContent).toContain('If you continue, the wizard connects to your organization again.');
  });
});

describe('before you begin', () => {
  it.each([
    ['practice', true],
    ['connected', false],
  ] as const)('in mode %s it is called practice: %s', async (mode, practice) => {
    await show('Before', { context: { mode } });
    expect(textsOf(screen.getAllByRole('note')).some((note) => note.includes('practice'))).toBe(practice);
  });
});

describe('the connection to the on-premises organization', () => {
  const connected: Partial<WizardContext> = { mode: 'connected' };

  it('asks for the server, and says the address that follows from it', async () => {
    const server = 'ex01.contoso.com';
    const { sent } = await show('OnPremises', { context: { ...connected, onPremises: { ...freshContext('en').onPremises, server } } });
    expect(document.body.textContent).toContain('http://ex01.contoso.com/PowerShell/');
    await type('Exchange server (fully qualified domain name)', 'ex02');
    await choose('Authentication', 'Negotiate');
    await choose('Account', 'ask');
    await choose('PowerShell', 'powershell7');
    const form = { ...freshContext('en').onPremises, server };
    expect(sent).toEqual([
      { type: 'EDIT_ON_PREMISES', form: { ...form, server: 'ex02' } },
      { type: 'EDIT_ON_PREMISES', form: { ...form, authentication: 'Negotiate' } },
      { type: 'EDIT_ON_PREMISES', form: { ...form, credential: 'ask' } },
      { type: 'EDIT_ON_PREMISES', form: { ...form, powershell: 'powershell7' } },
    ]);
  });

  it('asks for no password', async () => {
    await show('OnPremises', { context: connected });
    expect(all('input[type="password"]')).toEqual([]);
  });

  it('says at once where no session can be opened from here', async () => {
    await show('OnPremises', { context: connected, facts: { canConnect: false } });
    expect(textOf(screen.getByRole('note'))).toContain('cannot connect to a real organization');
  });

  it.each([
    ['signedIn', 'Opening a session with Exchange…'],
    ['ask', 'Opening a session with Exchange… Windows asks for the password in a dialog box that may be behind this window.'],
  ] as const)('says what is waited for (%s)', async (credential, words) => {
    const onPremises = { ...freshContext('en').onPremises, credential };
    await show('OnPremises', { context: { ...connected, onPremises }, connecting: true });
    expect(textOf(screen.getByRole('status'))).toBe(words);
    expect(screen.queryByRole('textbox')).toBeNull();
  });

  it('has the same form for a sample, filled, and says that nothing is connected to', async () => {
    await show('OnPremises', { context: connected });
    const labels = textsOf(all('label'));
    cleanup();
    const { sent } = await show('OnPremises', { context: { mode: 'practice', scenario: 'denied' } });
    expect(textsOf(all('label'))).toEqual(labels);
    expect(screen.getByRole<HTMLInputElement>('textbox').value).toBe('ex01.contoso.com');
    expect(textOf(screen.getByRole('note'))).toContain('Sample organization: A permission is missing');
    expect(textOf(screen.getByRole('note'))).toContain('nothing is connected to');
    await type('Exchange server (fully qualified domain name)', 'ex02');
    await choose('Account', 'ask');
    expect(document.body.textContent).toContain('the session would be opened to http://ex02/PowerShell/');
    expect(screen.getByRole<HTMLSelectElement>('combobox', { name: 'Account' }).value).toBe('ask');
    expect(sent).toEqual([]);
  });
});

describe('the connection to Exchange Online', () => {
  it('asks who signs in, to which cloud, and where', async () => {
    const { sent } = await show('ExchangeOnline', { context: { mode: 'connected' } });
    await type('User name', 'admin@contoso.com');
    await choose('Cloud environment', 'O365China');
    await choose('Sign in with', 'browser');
    expect(sent).toEqual([
      { type: 'EDIT_EXCHANGE_ONLINE', form: { userPrincipalName: 'admin@contoso.com', environment: 'O365Default', signIn: 'windows' } },
      { type: 'EDIT_EXCHANGE_ONLINE', form: { userPrincipalName: '', environment: 'O365China', signIn: 'windows' } },
      { type: 'EDIT_EXCHANGE_ONLINE', form: { userPrincipalName: '', environment: 'O365Default', signIn: 'browser' } },
    ]);
  });

  it.each([
    [{ signature: 'microsoft', signer: 'CN=Microsoft Corporation, O=Microsoft Corporation' }, 'Signed by CN=Microsoft Corporation'],
    [{ signature: 'other', signer: 'CN=Somebody' }, 'the wizard will not load it. Signer: CN=Somebody'],
    [{ signature: 'other', signer: '' }, 'Not signed with a valid signature: the wizard will not load it.'],
    [{ signature: 'unknown', signer: '' }, 'only Windows can tell'],
  ] as const)('shows before the sign-in which module asks for the password, and who signed it: %o', async (signed, words) => {
    const module = { version: '99.0.0', path: 'D:\\Elsewhere\\ExchangeOnlineManagement.psd1', ...signed };
    await show('ExchangeOnline', { context: { mode: 'connected' }, answers: { 'online:module': () => Promise.resolve(ok(module)) } });
    const shown = screen.getByTestId('online-module');
    await eventually(() => shown.textContent).toContain(words);
    for (const part of [module.version, module.path]) expect(shown.textContent).toContain(part);
  });

  it('says why no module was found, and looks for none in practice', async () => {
    const answers = { 'online:module': refused(appError('online.moduleMissing')) };
    await show('ExchangeOnline', { context: { mode: 'connected' }, answers });
    await eventually(() => screen.getByTestId('online-module').textContent).toContain('Install-Module ExchangeOnlineManagement');
    cleanup();
    const { asked } = await show('ExchangeOnline', { context: { mode: 'practice' } });
    expect(asked).toEqual([]);
  });

  it('has the same form for a sample, filled, and says that nothing is connected to', async () => {
    await show('ExchangeOnline', { context: { mode: 'connected' } });
    const labels = textsOf(all('label'));
    cleanup();
    const { sent } = await show('ExchangeOnline', { context: { mode: 'practice' } });
    expect(textsOf(all('label'))).toEqual(labels);
    expect(screen.getByRole<HTMLInputElement>('textbox').value).toBe('admin@contoso.onmicrosoft.com');
    expect(textOf(screen.getByRole('note'))).toContain('nothing is connected to');
    expect(document.body.textContent).toContain('Practice loads no module');
    await type('User name', 'me@contoso.com');
    await choose('Sign in with', 'browser');
    expect(screen.getByRole<HTMLSelectElement>('combobox', { name: 'Sign in with' }).value).toBe('browser');
    expect(sent).toEqual([]);
  });

  it('says what is not checked when it is skipped', async () => {
    await show('ExchangeOnline', { context: { mode: 'connected' } });
    expect(textsOf(screen.getAllByRole('listitem')).every((item) => item.startsWith('Could not check: whether'))).toBe(true);
    expect(screen.getAllByRole('listitem')).toHaveLength(4);
  });

  it.each([
    ['connected', true],
    ['practice', false],
  ] as const)('in mode %s it points to a sign-in window: %s', async (mode, pointed) => {
    await show('ExchangeOnline', { context: { mode }, connecting: true });
    expect(textOf(screen.getByRole('status')).includes('sign-in window')).toBe(pointed);
  });
});
