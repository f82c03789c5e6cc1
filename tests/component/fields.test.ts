import { fireEvent, render, screen } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import Choice from '../../src-renderer/components/Choice.svelte';
import Field from '../../src-renderer/components/Field.svelte';
import { textsOf } from './dom.ts';

const field = (): HTMLInputElement => screen.getByRole('textbox');
const type = (value: string): Promise<boolean> => fireEvent.input(field(), { target: { value } });

describe('a line of text', () => {
  it('has its label as its name and its hint as its description', () => {
    render(Field, { label: 'User name', value: 'admin', hint: 'As in Windows', oninput: () => undefined });
    const input = screen.getByRole('textbox', { name: 'User name' });
    expect(document.getElementById(input.getAttribute('aria-describedby') ?? '')?.textContent).toBe('As in Windows');
    expect(field().value).toBe('admin');
  });

  it('has no description where there is no hint', () => {
    render(Field, { label: 'User name', value: '', oninput: () => undefined });
    expect(field().hasAttribute('aria-describedby')).toBe(false);
  });

  it('says each text that is typed', async () => {
    const typed: string[] = [];
    render(Field, { label: 'User name', value: '', oninput: (value: string) => typed.push(value) });
    await type('a');
    await type('ab');
    expect(typed).toEqual(['a', 'ab']);
  });

  it('is not overwritten by the answer to what was typed before', async () => {
    const { rerender } = render(Field, { label: 'User name', value: '', oninput: () => undefined });
    await type('a');
    await type('ab');
    await rerender({ value: 'a' });
    expect(field().value).toBe('ab');
    await rerender({ value: 'ab' });
    await fireEvent.blur(field());
    expect(field().value).toBe('ab');
  });

  it('shows what the wizard has once nobody types', async () => {
    const { rerender } = render(Field, { label: 'User name', value: '', oninput: () => undefined });
    await type('a');
    await fireEvent.blur(field());
    await rerender({ value: 'admin@contoso.com' });
    expect(field().value).toBe('admin@contoso.com');
  });

  it('does not offer to correct or remember a name', () => {
    render(Field, { label: 'User name', value: '', oninput: () => undefined });
    expect([field().getAttribute('spellcheck'), field().getAttribute('autocomplete')]).toEqual(['false', 'off']);
  });
});

describe('one of a few words', () => {
  const choices = ['Kerberos', 'Negotiate'] as const;
  const show = (value: (typeof choices)[number]): string[] => {
    const chosen: string[] = [];
    render(Choice<(typeof choices)[number]>, {
      label: 'Authentication',
      value,
      choices,
      labelOf: (choice: string) => `by ${choice}`,
      onchange: (choice: string) => chosen.push(choice),
    });
    return chosen;
  };
  const list = (): HTMLSelectElement => screen.getByRole('combobox', { name: 'Authentication' });

  it('shows the words of each, and the chosen one', () => {
    show('Negotiate');
    expect(textsOf(list().options)).toEqual(['by Kerberos', 'by Negotiate']);
    expect(list().value).toBe('Negotiate');
  });

  it('says the choice', async () => {
    const chosen = show('Kerberos');
    await fireEvent.change(list(), { target: { value: 'Negotiate' } });
    expect(chosen).toEqual(['Negotiate']);
  });
});
