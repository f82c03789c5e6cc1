import { fireEvent, render, screen } from '@testing-library/svelte';
import { createRawSnippet } from 'svelte';
import { describe, expect, it } from 'vitest';
import ChoiceCards from '../../src-renderer/components/ChoiceCards.svelte';
import { find } from './dom.ts';

const choices = ['red', 'green', 'blue'] as const;
type Color = (typeof choices)[number];

interface Shown {
  readonly chosen: Color[];
  readonly rerender: (properties: { readonly value: Color | null }) => Promise<void>;
}

function show(value: Color | null, columns = 1): Shown {
  const chosen: Color[] = [];
  const card = createRawSnippet<[Color]>((color) => ({ render: () => `<b>The color ${color()}</b>` }));
  const { rerender } = render(ChoiceCards<Color>, {
    label: 'Color',
    value,
    choices,
    columns,
    card,
    onchange: (color: Color) => chosen.push(color),
  });
  return { chosen, rerender };
}

const radio = (color: Color): HTMLElement => screen.getByRole('radio', { name: `The color ${color}` });
const press = (key: string): Promise<boolean> => fireEvent.keyDown(document.activeElement ?? document.body, { key });

describe('one of several cards', () => {
  it('is a group of radio buttons with a name, of which the chosen one is checked', () => {
    show('green');
    expect(screen.getByRole('radiogroup', { name: 'Color' }).contains(radio('red'))).toBe(true);
    expect(choices.map((color) => radio(color).getAttribute('aria-checked'))).toEqual(['false', 'true', 'false']);
  });

  it('has none checked before the first choice', () => {
    show(null);
    expect(screen.queryAllByRole('radio', { checked: true })).toEqual([]);
  });

  it('is one stop of the Tab key: at the chosen card', () => {
    show('green');
    expect(choices.map((color) => radio(color).tabIndex)).toEqual([-1, 0, -1]);
  });

  it('says what was clicked', async () => {
    const { chosen } = show(null);
    await fireEvent.click(radio('blue'));
    expect(chosen).toEqual(['blue']);
  });

  it.each([
    [1, 'ArrowDown', 'blue'],
    [1, 'ArrowUp', 'red'],
    [3, 'ArrowRight', 'blue'],
    [3, 'ArrowLeft', 'red'],
  ] as const)('in %i columns %s goes to the card beside and chooses it', async (columns, key, expected) => {
    const { chosen } = show('green', columns);
    radio('green').focus();
    await press(key);
    expect(document.activeElement).toBe(radio(expected));
    expect(chosen).toEqual([expected]);
  });

  it('before the first choice an arrow only looks, and Space chooses', async () => {
    const { chosen } = show(null);
    radio('red').focus();
    await press('ArrowDown');
    expect(document.activeElement).toBe(radio('green'));
    expect(chosen).toEqual([]);
    await press(' ');
    expect(chosen).toEqual(['green']);
  });

  it('follows what the wizard decided', async () => {
    const { rerender } = show('green');
    await rerender({ value: 'blue' });
    expect(radio('blue').getAttribute('aria-checked')).toBe('true');
    expect(radio('green').getAttribute('aria-checked')).toBe('false');
  });

  it('leaves its drawn circle out of what is read', () => {
    show('red');
    expect(find('.radio', radio('red')).getAttribute('aria-hidden')).toBe('true');
  });
});
