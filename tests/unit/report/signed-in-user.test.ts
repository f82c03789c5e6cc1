import { expect, it } from 'vitest';
import { signedInUser } from '../../../src-main/report/signed-in-user.ts';

it.each([
  ['CONTOSO', 'admin', 'CONTOSO\\admin'],
  ['', 'admin', 'admin'],
  [undefined, 'admin', 'admin'],
  ['CONTOSO', '', ''],
])('the user of the domain %j with the name %j is %j', (domain, name, expected) => {
  // Without a domain of the environment, a default would be taken for `undefined`.
  expect(signedInUser(domain ?? '', () => name)).toBe(expected);
});

it('the user of this process has a name, or none where the system knows none', () => {
  expect(typeof signedInUser()).toBe('string');
});
