/** The keys of the whole window. */
import { fireEvent, render } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import Keys from '../../src-renderer/components/Keys.svelte';

let pressed: string[];
const html = `
  <main>
    <h1 tabindex="-1">Title</h1>
    <button role="radio" id="one">one</button><button role="radio" id="two">two</button><button role="checkbox" id="tick">tick</button>
    <input id="field" /><textarea id="area"></textarea><select id="list"></select><a href="#" id="link">link</a>
    <div id="find" data-enter><input id="search" /></div>
    <button id="plain">plain</button>
  </main>
  <button id="back" data-press="back" data-access="B"></button>
  <button id="next" data-press="default" data-access="N"></button>
  <button id="cancel" data-press="cancel" data-access="C"></button>`;
const element = (id: string): HTMLElement => {
  const found = document.getElementById(id);
  if (found === null) throw new Error(id);
  return found;
};
let place: HTMLElement;

beforeEach(() => {
  pressed = [];
  render(Keys, { onfind: () => pressed.push('find'), onhelp: () => pressed.push('help') });
  place = document.createElement('div');
  place.innerHTML = html;
  document.body.append(place);
  for (const button of place.querySelectorAll('button')) button.addEventListener('click', () => pressed.push(button.id));
});
afterEach(() => {
  place.remove();
});

const key = (target: string | Element, init: KeyboardEventInit): Promise<boolean> =>
  fireEvent.keyDown(typeof target === 'string' ? element(target) : target, { bubbles: true, cancelable: true, ...init });

describe('Enter', () => {
  it.each(['one', 'tick', 'field', 'list'])('presses the default button from %s', async (from) => {
    expect(await key(from, { key: 'Enter' })).toBe(false);
    expect(pressed).toEqual(['next']);
  });

  it.each(['area', 'link', 'plain', 'search'])('belongs to %s', async (from) => {
    expect(await key(from, { key: 'Enter' })).toBe(true);
    expect(pressed).toEqual([]);
  });

  it('presses nothing while it is held, with another key, or when it ends a conversion', async () => {
    await key('field', { key: 'Enter', repeat: true });
    await key('field', { key: 'Enter', ctrlKey: true });
    await key('field', { key: 'Enter', shiftKey: true });
    await key('field', { key: 'Enter', isComposing: true });
    expect(pressed).toEqual([]);
  });

  it('moves to a button that changes something, instead of pressing it', async () => {
    element('next').dataset['press'] = 'careful';
    await key('field', { key: 'Enter' });
    expect(pressed).toEqual([]);
    expect(document.activeElement).toBe(element('next'));
    expect(await key('next', { key: 'Enter' })).toBe(true);
  });
});

describe('Alt', () => {
  it('with a letter presses the button that has it', async () => {
    await key('field', { key: 'n', code: 'KeyN', altKey: true });
    await key('field', { key: 'q', code: 'KeyQ', altKey: true });
    await key('field', { key: 'n', code: 'KeyN', altKey: true, ctrlKey: true });
    await key('field', { key: 'n', code: 'KeyN', altKey: true, repeat: true });
    expect(pressed).toEqual(['next']);
  });

  it('with a digit chooses, and shows the digits while it is held', async () => {
    await key('field', { key: 'Alt', altKey: true });
    expect(['one', 'two', 'tick'].map((id) => element(id).dataset['digit'])).toEqual(['1', '2', '3']);
    await key('field', { key: '2', code: 'Digit2', altKey: true });
    await key('field', { key: '9', code: 'Digit9', altKey: true });
    expect([pressed, document.activeElement]).toEqual([['two'], element('two')]);
    await fireEvent.keyUp(element('field'), { key: 'Alt' });
    expect(element('two').dataset['digit']).toBeUndefined();
  });

  it('with the left arrow goes back, and moves no choice', async () => {
    let moved = 0;
    element('one').addEventListener('keydown', () => (moved += 1));
    expect(await key('one', { key: 'ArrowLeft', altKey: true })).toBe(false);
    await key('one', { key: 'ArrowRight', altKey: true });
    await key('one', { key: 'ArrowLeft', altKey: true, repeat: true });
    expect([pressed, moved]).toEqual([['back'], 0]);
  });
});

describe('the others', () => {
  it('Esc closes what is open, and then cancels', async () => {
    const close = document.createElement('button');
    close.dataset['press'] = 'close';
    close.addEventListener('click', () => {
      pressed.push('close');
      close.remove();
    });
    place.append(close);
    for (let times = 0; times < 2; times += 1) await key('field', { key: 'Escape' });
    await key('field', { key: 'Escape', repeat: true });
    expect(pressed).toEqual(['close', 'cancel']);
  });

  it('F1 opens the help, and Ctrl+F finds', async () => {
    await key('field', { key: 'F1' });
    await key('field', { key: 'f', ctrlKey: true });
    expect(pressed).toEqual(['help', 'find']);
  });

  it('the mouse goes back with its own button', async () => {
    await fireEvent.mouseUp(element('field'), { button: 3 });
    await fireEvent.mouseUp(element('field'), { button: 0 });
    expect(pressed).toEqual(['back']);
  });

  it('nothing of it reaches the page behind a question', async () => {
    const dialog = document.createElement('div');
    dialog.setAttribute('role', 'alertdialog');
    place.append(dialog);
    for (const init of [
      { key: 'Enter' },
      { key: 'Escape' },
      { key: 'n', code: 'KeyN', altKey: true },
      { key: 'ArrowLeft', altKey: true },
      { key: 'F1' },
    ])
      expect(await key(dialog, init)).toBe(true);
    await fireEvent.mouseUp(dialog, { button: 3 });
    expect(pressed).toEqual([]);
  });
});
