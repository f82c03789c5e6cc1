/** What is an account of the organization in a text, and what comes close and is none. */
import { describe, expect, it } from 'vitest';
import { accountsIn } from '../../../shared/redaction/accounts.ts';
import { nameCollector } from '../../../shared/redaction/names.ts';

const namesIn = (text: string): readonly string[] => accountsIn(text, ['contoso', 'contoso.com', 'corp']).map(({ name }) => name);

describe('accounts', () => {
  it.each([
    ['The user CONTOSO\\taro.yamada is not assigned', ['taro.yamada']],
    ["'contoso\\o'brien', contoso.com\\hanako. Corp\\jiro-2", ["o'brien", 'hanako', 'jiro-2']],
    ['user:CONTOSO\\taro', ['taro']],
    ['“CONTOSO\\Taro Yamada” and "CONTOSO\\\\taro"', ['Taro Yamada', 'taro']],
    ['ユーザーCONTOSO\\taroが CONTOSO\\山田 に', ['taro', '山田']],
    ['CONTOSO\\EX09$', ['EX09']],
  ])('are found: %s', (text, wanted) => {
    expect(namesIn(text)).toEqual(wanted);
  });

  it.each([
    'C:\\Program Files\\Contoso\\tool',
    'C:\\contoso\\run C:contoso\\run',
    '\\\\contoso\\share \\\\contoso.com\\dfs\\x',
    'HKLM\\Software HKLM\\SOFTWARE\\Contoso\\Setup HKEY_LOCAL_MACHINE\\contoso\\x',
    'contoso\\share\\file contoso\\ta.ro\\x contoso\\a/b',
    'notcontoso\\taro corp.fabrikam\\taro ad.contoso\\taro',
    'NT AUTHORITY\\SYSTEM BUILTIN\\Administrators EX01\\Default Frontend EX01 FABRIKAM\\taro',
    'CONTOSO\\Administrator, CONTOSO\\Domain Admins; "CONTOSO\\Exchange Trusted Subsystem" CONTOSO\\Organization Management.',
  ])('are none: %s', (text) => {
    expect(namesIn(text)).toEqual([]);
  });
});

describe('the users of a run', () => {
  const collected = (...texts: readonly (readonly [text: string, key: string])[]): readonly string[] => {
    const { visit, names } = nameCollector();
    for (const [text, key] of texts) visit(text, key);
    return [...names().people];
  };
  it('are those who signed in, recipients, and accounts of its domains, wherever the domain is named', () => {
    expect(
      collected(
        ['AD\\saburo CORP\\jiro.sato', 'message'],
        ['dc01.corp.contoso.com', 'controller'],
        ['hanako.sato@contoso.com', 'userPrincipalName'],
        ['yamada@contoso.com', 'recipient'],
        ['administrator@contoso.com', 'recipient'],
      ),
    ).toEqual(['hanako.sato', 'yamada', 'jiro.sato']);
  });

  it('of few letters are replaced with their domain alone, and a server is no domain', () => {
    expect(collected(['contoso.com', 'organization'], ['CONTOSO\\rin', 'message'])).toEqual(['CONTOSO\\rin']);
    expect(collected(['contoso.com', 'organization'], ['contoso', 'server'], ['contoso\\taro', 'message'])).toEqual([]);
  });
});
