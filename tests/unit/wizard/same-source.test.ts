import { describe, expect, it } from 'vitest';
import type { CollectedFile } from '../../../shared/collected/collected-file.ts';
import { freshContext, type WizardContext } from '../../../shared/wizard/context.ts';
import { addSource, isAlreadyOpened } from '../../../shared/wizard/transitions.ts';

const source = (kind: CollectedFile['kind'], digest: string, path = digest): CollectedFile => ({
  kind,
  path,
  digest,
  addedAt: '2026-11-20T09:00:00.000Z',
  parts: [],
  unused: [],
});
/** `a` and `b` were opened before the commands were shown, `c` after them. */
const context: WizardContext = {
  ...freshContext('en'),
  sources: [source('pasted', 'a'), source('file', 'b'), source('pasted', 'c')],
  freshFrom: 2,
};

describe('the same content again', () => {
  it.each([
    ['pasted', 'a', false],
    ['pasted', 'c', true],
    ['pasted', 'd', false],
    ['file', 'b', true],
    ['folder', 'd', false],
  ] as const)('%s %s is refused: %s', (kind, digest, refused) => {
    expect(isAlreadyOpened(context, source(kind, digest))).toBe(refused);
  });

  it('takes the place of the text that was copied before the change, and counts as copied after it', () => {
    const changed = addSource({ context, event: { type: 'SOURCE_ADDED', source: source('pasted', 'a', 'again') } });
    expect(changed.sources?.map(({ path }) => path)).toEqual(['b', 'c', 'again']);
    expect(changed.freshFrom).toBe(1);
  });
});
