/**
 * What the keys of the whole window do, as in every Windows dialog. They press the buttons that are seen, so a key does nothing that
 * a click would not do. `data-press` says what a button is to the keys.
 */

/** `careful`: the default button, whose action changes something: Enter moves to it, and the next Enter presses it. */
export type Press = 'default' | 'careful' | 'back' | 'cancel' | 'close';

export interface KeyActions {
  readonly find: () => void;
  readonly help: () => void;
}

const buttonOf = (press: Press): HTMLElement | undefined =>
  [...document.querySelectorAll<HTMLElement>(`[data-press="${press}"]`)].findLast((button) => button.checkVisibility());

const isAsking = (): boolean => document.querySelector('[role="dialog"], [role="alertdialog"]') !== null;

/** Whether the control does something of its own with Enter. A choice takes Space, and a field only text. */
const needsEnter = (target: Element): boolean =>
  target.closest('a[href], summary, textarea, input[type="file"], [data-enter], button:not([role="radio"], [role="checkbox"])') !== null;

/** What Alt and a digit choose, in the order of the page */
const choices = (): readonly HTMLElement[] =>
  [...document.querySelectorAll<HTMLElement>('main :is([role="radio"], [role="checkbox"])')]
    .filter((choice) => choice.checkVisibility())
    .slice(0, 9);

/** Shows the digits while Alt is held. */
export function showDigits(isShown: boolean): void {
  for (const choice of document.querySelectorAll('[data-digit]')) choice.removeAttribute('data-digit');
  if (isShown && !isAsking()) for (const [index, choice] of choices().entries()) choice.dataset['digit'] = String(index + 1);
}

function press(button: HTMLElement | undefined): boolean {
  button?.click();
  return button !== undefined;
}

function pressDefault(): boolean {
  const careful = buttonOf('careful');
  careful?.focus();
  return careful !== undefined || press(buttonOf('default'));
}

function withAlt(event: KeyboardEvent): boolean {
  // The arrows move the choice in a group: with Alt they must not.
  if (event.key === 'ArrowLeft') {
    press(buttonOf('back'));
    return true;
  }
  if (event.key === 'ArrowRight') return true;
  const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
  if (digit !== undefined) {
    const choice = choices()[Number(digit) - 1];
    choice?.focus();
    return press(choice);
  }
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1] ?? event.key.toUpperCase();
  return press(document.querySelector<HTMLElement>(`[data-access="${CSS.escape(letter)}"]`) ?? undefined);
}

function alone(event: KeyboardEvent, target: Element, { help }: KeyActions): boolean {
  switch (event.key) {
    case 'Enter':
      return !needsEnter(target) && pressDefault();
    case 'Escape':
      return press(buttonOf('close') ?? buttonOf('cancel'));
    case 'F1':
      help();
      return true;
    default:
      return false;
  }
}

/**
 * Answers a key before the page does. A key that is held down counts once: otherwise Enter would go through several pages. One that
 * ends the conversion of Japanese input is not ours.
 */
export function answerKey(event: KeyboardEvent, actions: KeyActions): void {
  if (event.key === 'Alt') showDigits(true);
  if (event.isComposing || isAsking()) return;
  const target = event.target instanceof Element ? event.target : document.body;
  const { altKey, ctrlKey, metaKey, shiftKey } = event;
  const isCtrlF = ctrlKey && !altKey && !metaKey && !shiftKey && event.key.toLowerCase() === 'f';
  const isOurs = altKey && !ctrlKey && !metaKey && !shiftKey;
  const isAlone = !altKey && !ctrlKey && !metaKey && !shiftKey;
  const isHeld = event.repeat && (isOurs || (isAlone && ['Enter', 'Escape'].includes(event.key)));
  if (isCtrlF) actions.find();
  if (isHeld || isCtrlF || (isOurs && withAlt(event)) || (isAlone && alone(event, target, actions))) {
    event.preventDefault();
    event.stopPropagation();
  }
}

/** The button of a mouse that goes back in every browser. */
export function backByMouse({ button }: MouseEvent): void {
  if (button === 3 && !isAsking()) press(buttonOf('back'));
}
