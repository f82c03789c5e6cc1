/** Who may speak to the main process. That the page of the window alone does is proven in a real window. */
import { describe, expect, it } from 'vitest';
import { isTrustedSender } from '../../../src-main/ipc/sender.ts';

const page = { origin: 'app://wizard', parent: null };

describe('a sender', () => {
  it('is trusted where it is the top frame of the page', () => {
    expect(isTrustedSender(page, 'app://wizard')).toBe(true);
  });

  it.each([
    ['a frame that is gone', null],
    ['a frame in the page', { ...page, parent: page }],
    ['a page of another origin', { ...page, origin: 'https://wizard' }],
    ['the page of a report', { ...page, origin: 'app://report' }],
    ['a document without an origin', { ...page, origin: 'null' }],
  ])('is not trusted where it is %s', (_, sender) => {
    expect(isTrustedSender(sender, 'app://wizard')).toBe(false);
  });
});
