/** Which texts are an address for a test message. */
import { expect, it } from 'vitest';
import { isMailAddress } from '../../../shared/proof/mail-address.ts';

it.each(['taro.yamada@contoso.com', 'test+1@mail.contoso.com', "o'neil@contoso.co.uk", `${'a'.repeat(64)}@contoso.com`])(
  '%s is one',
  (text) => {
    expect(isMailAddress(text)).toBe(true);
  },
);

it.each([
  '',
  'contoso.com',
  'taro@contoso',
  'taro@@contoso.com',
  'taro yamada@contoso.com',
  'taro@contoso.com?cc=other@fabrikam.com',
  'taro%40contoso.com',
  'taro@contoso.com,other@fabrikam.com',
  '山田@contoso.com',
  'taro@contoso.com\nother@fabrikam.com',
  `${'a'.repeat(65)}@contoso.com`,
  `a@${'b'.repeat(250)}.com`,
])('%j is none', (text) => {
  expect(isMailAddress(text)).toBe(false);
});
