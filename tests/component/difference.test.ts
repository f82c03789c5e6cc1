import { render, screen } from '@testing-library/svelte';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import Difference from '../../src-renderer/components/Difference.svelte';
import { differingWords, type Part } from '../../src-renderer/state/difference.ts';
import { all, textOf } from './dom.ts';
import { speak } from './window.ts';

/** A row needs its table. */
function show(before: string | undefined, after: string): void {
  const target = document.createElement('tbody');
  const table = document.createElement('table');
  table.append(target);
  document.body.append(table);
  render(Difference, { target, props: { label: 'Issuer', before, after } });
}

const cells = (): readonly string[] => screen.getAllByRole('cell').map((cell) => cell.textContent.trim());
const marked = (selector: 'del' | 'ins'): readonly string[] => all(selector).map(({ textContent }) => textContent);

describe('two texts side by side', () => {
  it('are both shown whole, and only the words that differ are marked', () => {
    show('CN=Fabrikam CA 2025, O=Fabrikam Trust, C=US', 'CN=Fabrikam CA 2026, O=Fabrikam Trust, C=US');
    expect(screen.getByRole('rowheader', { name: 'Issuer' })).toBeDefined();
    expect(cells()).toEqual(['CN=Fabrikam CA 2025, O=Fabrikam Trust, C=US', 'CN=Fabrikam CA 2026, O=Fabrikam Trust, C=US']);
    expect([marked('del'), marked('ins')]).toEqual([['2025'], ['2026']]);
  });

  it('have no mark where they are the same', () => {
    show('CN=mail.contoso.com, O=Contoso', 'CN=mail.contoso.com, O=Contoso');
    expect([marked('del'), marked('ins')]).toEqual([[], []]);
  });

  it('mark what was added at the end, and not the word before it', () => {
    show('CN=mail.contoso.com', 'CN=mail.contoso.com, O=Contoso');
    expect([marked('del').join(''), marked('ins').join('')]).toEqual(['', ', O=Contoso']);
  });

  it.each([
    ['en', 'unknown'],
    ['ja', '不明'],
  ] as const)('say in words when there is nothing to compare with (%s)', (language, word) => {
    speak(language);
    show(undefined, 'CN=mail.contoso.com');
    expect(cells()).toEqual([word, 'CN=mail.contoso.com']);
    expect(marked('ins')).toEqual(['CN=mail.contoso.com']);
  });

  it('are text, never markup', () => {
    show('<b>O</b>', '<b>N</b>');
    expect(cells()).toEqual(['<b>O</b>', '<b>N</b>']);
    expect(textOf(document.querySelector('td b'))).toBe('');
  });
});

describe('the words that differ', () => {
  const text = fc.array(fc.constantFrom('CN=a', 'O=b', ',', ' ', ', ', '日本', '2025')).map((pieces) => pieces.join(''));
  const joined = (parts: readonly Part[]): string => parts.map((part) => part.text).join('');
  const common = (parts: readonly Part[]): string => joined(parts.filter(({ differs }) => !differs));

  it('and those that do not give both texts, letter by letter', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const parts = differingWords(before, after);
        expect([joined(parts.before), joined(parts.after)]).toEqual([before, after]);
        expect(common(parts.before)).toBe(common(parts.after));
      }),
    );
  });

  it('are none exactly when the texts are the same', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const { before: left, after: right } = differingWords(before, after);
        expect([...left, ...right].every(({ differs }) => !differs)).toBe(before === after);
      }),
    );
  });
});
