import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyChange, changeOf, type NumberedView, viewOf } from '../../../shared/wizard/view.ts';
import { freshContext, type WizardContext } from '../../../shared/wizard/context.ts';

const outside = { resumable: null, banners: [] };
const view = (context: WizardContext, value: unknown = 'start') => viewOf({ value, context, tags: new Set(), can: () => false }, outside);
const first = freshContext('en');
const numbered: NumberedView = { revision: 7, view: view(first) };

describe('what of a view is new', () => {
  it('is only what is another object than before', () => {
    const next = view({ ...first, mode: 'practice' });
    const change = changeOf(numbered, next);
    expect(change.from).toBe(7);
    expect(change.context).toEqual({ mode: 'practice' });
    expect(Object.keys(change.view)).not.toContain('certificates');
    expect(Object.keys(change.view)).not.toContain('page');
  });

  it('makes the next view of the one before, whatever changed', () => {
    const contexts = fc.record({
      language: fc.constantFrom('en' as const, 'ja' as const),
      mode: fc.constantFrom(null, 'connected' as const, 'guided' as const, 'practice' as const),
      certificate: fc.option(fc.string()),
      run: fc.nat(),
      freshFrom: fc.nat(),
    });
    fc.assert(
      fc.property(contexts, fc.constantFrom('start', 'before', 'certificate', { collect: 'done' }), (changes, value) => {
        const next = view({ ...first, ...changes }, value);
        expect(applyChange(numbered, changeOf(numbered, next))).toEqual({ revision: 8, view: next });
      }),
    );
  });

  it('is not put on another view than the one that it changes', () => {
    const change = changeOf(numbered, view({ ...first, mode: 'practice' }));
    expect(applyChange({ ...numbered, revision: 6 }, change)).toBeUndefined();
  });
});
