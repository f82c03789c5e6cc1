import { fireEvent, render, screen } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import type { Language } from '../../shared/messages/language.ts';
import Commands from '../../src-renderer/components/Commands.svelte';
import { textsOf } from './dom.ts';
import { eventually } from './patience.ts';
import { speak } from './window.ts';

const commands = ["Set-ReceiveConnector -Identity 'EX01\\Default Frontend EX01' -TlsCertificateName $null", 'Get-ExchangeServer'];
const text = commands.join('\n');

interface Answers {
  readonly copied?: boolean;
  readonly saved?: string | null | undefined;
  readonly language?: Language;
  readonly oneByOne?: boolean;
}

interface Shown {
  readonly copies: string[];
  readonly saves: string[];
  readonly answers: Answers;
  readonly rerender: (properties: { readonly commands: readonly string[] }) => Promise<void>;
}

function show(initial: Answers = {}): Shown & { answers: Answers } {
  speak(initial.language ?? 'en');
  const shown = { copies: new Array<string>(), saves: new Array<string>(), answers: initial };
  const { rerender } = render(Commands, {
    title: 'What runs',
    commands,
    oneByOne: initial.oneByOne ?? false,
    oncopy: (copied: string) => {
      shown.copies.push(copied);
      return Promise.resolve(shown.answers.copied ?? true);
    },
    onsave: (saved: string) => {
      shown.saves.push(saved);
      return Promise.resolve(shown.answers.saved);
    },
  });
  return Object.assign(shown, { rerender });
}

const press = (name: string): Promise<boolean> => fireEvent.click(screen.getByRole('button', { name }));
const said = (): readonly string[] => textsOf(screen.getAllByRole('status')).filter((words) => words !== '');

describe('the exact commands', () => {
  it('are shown letter by letter, one a line, in a region that the keyboard reaches', () => {
    show();
    const region = screen.getByRole('region', { name: 'What runs' });
    expect(region.textContent).toBe(text);
    expect(region.tabIndex).toBe(0);
  });

  it.each([
    ['en', 'Copy', 'Copied'],
    ['ja', 'コピー', 'コピーしました'],
  ] as const)('are copied whole, and that is said (%s)', async (language, button, words) => {
    const { copies } = show({ language });
    expect(said()).toEqual([]);
    await press(button);
    expect(copies).toEqual([text]);
    await eventually(said).toEqual([words]);
  });

  it('are not called copied when they were not, also not after they once were', async () => {
    const shown = show();
    await press('Copy');
    await eventually(said).toEqual(['Copied']);
    shown.answers = { copied: false };
    await press('Copy');
    await eventually(said).toEqual([]);
  });

  it('are not called copied when others have taken their place', async () => {
    const { rerender } = show({ saved: 'C:\\reset.ps1' });
    await press('Copy');
    await press('Save as .ps1');
    await eventually(said).toEqual(['Saved: C:\\reset.ps1', 'Copied']);
    await rerender({ commands: ['Get-SendConnector'] });
    expect(said()).toEqual([]);
  });

  it.each([
    ['en', 'Save as .ps1', 'Saved: C:\\reset.ps1'],
    ['ja', '.ps1 として保存', '保存先: C:\\reset.ps1'],
  ] as const)('are saved whole, and the path is said (%s)', async (language, button, words) => {
    const { saves } = show({ language, saved: 'C:\\reset.ps1' });
    await press(button);
    expect(saves).toEqual([text]);
    await eventually(said).toEqual([words]);
  });

  it.each([
    ['the dialog was closed', null],
    ['it failed', undefined],
  ])('are not called saved when %s', async (_, saved) => {
    const shown = show({ saved: 'C:\\reset.ps1' });
    await press('Save as .ps1');
    await eventually(said).toHaveLength(1);
    shown.answers = { saved };
    await press('Save as .ps1');
    await eventually(said).toEqual([]);
    expect(shown.saves).toHaveLength(2);
  });

  it('can only be copied where nothing saves them', () => {
    speak('en');
    render(Commands, { title: 'What runs', commands, oncopy: () => Promise.resolve(true) });
    expect(textsOf(screen.getAllByRole('button'))).toEqual(['Copy']);
  });
});

describe('commands of which each asks something', () => {
  it('are copied one by one only, letter by letter; all together can be saved', async () => {
    const { copies, saves } = show({ oneByOne: true });
    expect(textsOf(screen.getAllByRole('listitem')).map((line) => commands.filter((command) => line.includes(command)))).toEqual(
      commands.map((command) => [command]),
    );
    expect(screen.queryByRole('button', { name: 'Copy' })).toBeNull();
    await press('Copy command 2');
    await eventually(said).toEqual(['Copied']);
    await press('Copy command 1');
    await press('Save as .ps1');
    expect(copies).toEqual([commands[1], commands[0]]);
    expect(saves).toEqual([text]);
  });

  it('are copied alone with the comment that says where they run, which is no command of its own', async () => {
    const { copies, rerender } = show({ oneByOne: true });
    await rerender({ commands: ['# On a Mailbox server', '# Then copy the file', 'Get-ExchangeServer', '# On this server', 'Get-Queue'] });
    expect(screen.getAllByRole('listitem')).toHaveLength(2);
    await press('Copy command 1');
    await press('Copy command 2');
    expect(copies).toEqual(['# On a Mailbox server\n# Then copy the file\nGet-ExchangeServer', '# On this server\nGet-Queue']);
  });

  it('have the one ordinary copy when there is but one', async () => {
    const { copies, rerender } = show({ oneByOne: true });
    await rerender({ commands: ['Get-ExchangeServer'] });
    await press('Copy');
    expect(copies).toEqual(['Get-ExchangeServer']);
  });
});
