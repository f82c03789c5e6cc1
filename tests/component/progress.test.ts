import { render, screen } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import Progress from '../../src-renderer/components/Progress.svelte';
import { textOf } from './dom.ts';

describe('progress', () => {
  it('says how far it is and what is being done, each to everybody', async () => {
    const { rerender } = render(Progress, { text: 'Certificates on EX01', done: 3, total: 12 });
    const bar = screen.getByRole('progressbar', { name: 'Certificates on EX01' });
    expect([bar.getAttribute('value'), bar.getAttribute('max')]).toEqual(['3', '12']);
    expect(textOf(screen.getByRole('status'))).toBe('Certificates on EX01');

    await rerender({ text: 'Certificates on EX02', done: 4 });
    expect(screen.getByRole('progressbar', { name: 'Certificates on EX02' }).getAttribute('value')).toBe('4');
    expect(textOf(screen.getByRole('status'))).toBe('Certificates on EX02');
  });

  it('shows a beginning as a bar that is empty', () => {
    render(Progress, { text: 'Exchange servers', done: 0, total: 12 });
    expect(screen.getByRole('progressbar').getAttribute('value')).toBe('0');
  });

  it('has no bar where nobody knows how far it is: words only', () => {
    render(Progress, { text: 'Opening the session' });
    expect(screen.queryByRole('progressbar')).toBeNull();
    expect(textOf(screen.getByRole('status'))).toBe('Opening the session');
  });
});
