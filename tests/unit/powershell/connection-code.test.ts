import { describe, expect, it } from 'vitest';
import { errorText } from '../../../shared/messages/labels.ts';
import { appError, type ErrorCode } from '../../../shared/model/error.ts';
import { connectionCode } from '../../../src-main/powershell/connection-code.ts';

/** wsmerror.h and winerror.h, as the 32 bits that PowerShell shows as a negative number */
const mark = (hresult: number): string => String(hresult | 0);
const kerberos = (number: string): string =>
  `要求を処理できません。Kerberos 認証の使用中にエラー コード ${number} の次のエラーが発生しました: 不明なセキュリティ エラーが発生しました。`;

describe('a session that was not opened', () => {
  it.each<readonly [string, string, string, ErrorCode, readonly string[]]>([
    ['PowerShell without WSMan', 'noClient', '', 'session.wsmanClientMissing', ['Windows PowerShell 5.1']],
    ['nothing that listens', mark(0x80338012), '', 'session.notReached', ['WinRM', 'W3SVC', '80']],
    ['a service that is stopped', mark(0x80338112), '', 'session.notReached', ['WinRM', 'W3SVC', '80']],
    ['a firewall', mark(0x80338126), '', 'session.notReached', ['WinRM', 'W3SVC', '80']],
    ['a name without SPN', mark(0x80090303), '', 'session.nameWithoutSpn', ['setspn -Q HTTP/']],
    ['a name with the SPN of another', mark(0x80090322), '', 'session.nameWithoutSpn', ['setspn -Q HTTP/']],
    ['the same, in the words of WSMan', mark(0x8033809d), kerberos('0x80090322'), 'session.nameWithoutSpn', ['setspn -Q HTTP/']],
    ['an address instead of a name', mark(0x803381bb), '', 'session.nameWithoutSpn', ['setspn -Q HTTP/']],
    ['a proxy', mark(0x8033810f), 'HTTP 407', 'session.otherAnswered', ['netsh winhttp show proxy']],
    ['a server of the web that is no Exchange', mark(0x80338113), '', 'session.otherAnswered', ['netsh winhttp show proxy']],
  ])('by %s has its own action, in both languages', (_, transport, message, code, words) => {
    expect(connectionCode('session.connectFailed', { transport, message })).toBe(code);
    for (const language of ['en', 'ja'] as const)
      for (const word of words) expect(errorText(appError(code), language).action).toContain(word);
  });

  it.each([
    ['a password that is wrong', '1326', ''],
    ['no domain controller', mark(0x8033809d), kerberos('0x80090311')],
    ['a number that only begins alike', mark(0x8033809d), kerberos('0x800903220')],
    ['words without a number', '', 'Verify that the service on the destination is running. 0x80090322'],
  ])('by %s stays what it is', (_, transport, message) => {
    expect(connectionCode('session.connectFailed', { transport, message })).toBe('session.connectFailed');
  });

  it('is the only thing that is told by these marks', () => {
    expect(connectionCode('session.lost', { transport: mark(0x80338012), message: '' })).toBe('session.lost');
  });
});
