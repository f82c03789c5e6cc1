import { fireEvent, render, screen } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import Confirm from '../../src-renderer/components/Confirm.svelte';
import { eventually } from './patience.ts';

interface Shown {
  readonly answers: string[];
  readonly rerender: (properties: { readonly open: boolean }) => Promise<void>;
}

function show(open: boolean): Shown {
  const answers: string[] = [];
  const { rerender } = render(Confirm, {
    open,
    title: 'A change is in progress',
    text: 'It may still take effect.',
    stay: 'Keep waiting',
    go: 'Close anyway',
    onstay: () => answers.push('stay'),
    ongo: () => answers.push('go'),
  });
  return { answers, rerender };
}

const dialog = (): HTMLElement | null => screen.queryByRole('alertdialog');
const button = (name: string): HTMLElement => screen.getByRole('button', { name });

describe('the question before something that cannot be taken back', () => {
  it('is not there until it is asked', async () => {
    const { rerender } = show(false);
    expect(dialog()).toBeNull();
    await rerender({ open: true });
    await eventually(dialog).not.toBeNull();
  });

  it('is a modal alert with a name and a description', async () => {
    show(true);
    const asked = await screen.findByRole('alertdialog', { name: 'A change is in progress' });
    const description = document.getElementById(asked.getAttribute('aria-describedby') ?? '');
    expect(description?.textContent).toBe('It may still take effect.');
    expect(asked.getAttribute('aria-modal')).toBe('true');
  });

  it('has the focus on the safe answer', async () => {
    show(true);
    await eventually(() => document.activeElement?.textContent).toBe('Keep waiting');
  });

  it.each([
    ['the safe answer', () => fireEvent.click(button('Keep waiting')), 'stay'],
    ['Escape', () => fireEvent.keyDown(document.activeElement ?? document, { key: 'Escape' }), 'stay'],
    ['the other answer', () => fireEvent.click(button('Close anyway')), 'go'],
  ])('is answered by %s', async (_, act, answer) => {
    const { answers } = show(true);
    await eventually(() => document.activeElement?.textContent).toBe('Keep waiting');
    await act();
    await eventually(() => answers).toEqual([answer]);
  });

  it('is not answered by a click beside it', async () => {
    const { answers } = show(true);
    await screen.findByRole('alertdialog');
    await fireEvent.pointerDown(document.body);
    await fireEvent.click(document.body);
    expect(dialog()).not.toBeNull();
    expect(answers).toEqual([]);
  });
});
