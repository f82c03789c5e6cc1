import { describe, expect, it } from 'vitest';
import { momentText } from '../../../shared/messages/dates.ts';
import { closeText } from '../../../src-main/window/close-text.ts';

const since = '2026-11-20T09:00:00.000Z';

describe('the question before the window closes', () => {
  it('is about the change while one is in flight', () => {
    const message = 'A change is in progress. Close the wizard now?';
    expect(closeText(null, 'connected', 'en')).toMatchObject({ message, rollBack: null });
    expect(closeText(null, 'rehearsal', 'en')).toMatchObject({ message: `Rehearsal: ${message}`, rollBack: null });
  });

  it.each([
    ['en', 'SHOW_ROLLBACK', 'Mail flow is worse than before the change', 'Roll back to the original values…'],
    ['en', 'RESUME', 'Mail flow is worse than before the change', 'Continue the saved session'],
    ['ja', 'SHOW_ROLLBACK', 'メール フローが変更前より悪化しています', '変更前の値に戻す…'],
    ['ja', null, 'メール フローが変更前より悪化しています', null],
  ] as const)('says since when mail flow is weaker, and offers the rollback (%s, %s)', (language, rollback, message, rollBack) => {
    const text = closeText({ kind: 'weaker', since, hasClock: true, mode: 'connected', rollback }, 'connected', language);
    expect(text).toMatchObject({ message, rollBack });
    expect(text.detail).toContain(momentText(since, language));
  });

  it.each([
    ['rehearsal', 'en', 'Rehearsal: Mail flow is worse than before the change'],
    ['practice', 'ja', '練習: メール フローが変更前より悪化しています'],
  ] as const)('says that it is about no real mail (%s, %s)', (mode, language, message) => {
    expect(closeText({ kind: 'weaker', since, hasClock: true, mode, rollback: null }, mode, language).message).toBe(message);
  });

  it('does not call mail flow weaker where that is not known', () => {
    const text = closeText({ kind: 'notKnown', since, hasClock: false, mode: null, rollback: null }, null, 'en');
    expect(text.message).toBe('Whether mail flow is as before the change is not known');
    expect(text.detail).toContain(momentText(since, 'en'));
  });
});
