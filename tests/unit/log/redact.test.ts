import { describe, expect, it } from 'vitest';
import { languages } from '../../../shared/messages/language.ts';
import {
  redactAuthorization,
  redactNamedSecrets,
  redactPowerShellSecrets,
  redactPrivateKeys,
  redactText,
  redactUriCredentials,
  redactValue,
  redactWebTokens,
} from '../../../src-main/log/log.ts';
import { allMessages } from '../messages/topics.ts';

const secret = 'S3cr3t-of-Contoso';
const key = '-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n';

describe('a secret is removed', () => {
  it.each([
    [redactUriCredentials, `https://admin:${secret}@ex01.contoso.com/PowerShell/`, 'https://[redacted]@ex01.contoso.com/PowerShell/'],
    [redactUriCredentials, `smtp://${secret}@mail.contoso.com`, 'smtp://[redacted]@mail.contoso.com'],
    [redactUriCredentials, `https://a@contoso.com:${secret}@proxy.contoso.com:8080`, 'https://[redacted]@proxy.contoso.com:8080'],
    [redactAuthorization, `Authorization: Basic ${secret}=`, 'Authorization: [redacted]'],
    [redactAuthorization, `"authorization":"${secret}"`, '"authorization":"[redacted]"'],
    [redactAuthorization, `sent Bearer ${secret} to`, 'sent Bearer [redacted] to'],
    [redactWebTokens, 'got eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.c2ln.', 'got [redacted].'],
    [redactNamedSecrets, `user=a&password=${secret}&x=1`, 'user=a&password=[redacted]&x=1'],
    [redactNamedSecrets, `{"client_secret": "${secret} with \\" quote"}`, '{"client_secret": [redacted]}'],
    [redactNamedSecrets, `Access_Token: ${secret}`, 'Access_Token: [redacted]'],
    [
      redactPowerShellSecrets,
      `Import-PfxCertificate -Password '${secret} it''s' -Exportable`,
      'Import-PfxCertificate -Password [redacted] -Exportable',
    ],
    [redactPowerShellSecrets, `-AdminPassword:"${secret} \`"x"`, '-AdminPassword:[redacted]'],
    [redactPowerShellSecrets, `ConvertTo-SecureString ${secret} -AsPlainText`, 'ConvertTo-SecureString [redacted] -AsPlainText'],
    [redactPrivateKeys, `before ${key}-----END RSA PRIVATE KEY----- after`, 'before -----BEGIN RSA PRIVATE KEY----- [redacted] after'],
    [redactPrivateKeys, `cut off: ${key}`, 'cut off: -----BEGIN RSA PRIVATE KEY----- [redacted]'],
  ])('%o %s', (redact, text, expected) => {
    expect(redact(text)).toBe(expected);
    expect(redactText(text)).not.toMatch(/S3cr3t|MIIE|eyJ/);
  });
});

describe('what only looks like a secret stays', () => {
  it.each([
    'https://ex01.contoso.com/owa/?mailbox=admin@contoso.com',
    'mail from admin@contoso.com through mail.contoso.com',
    'Basic authentication is off, Negotiate authentication is on',
    'the bearer of bad news',
    'Set-Mailbox -PasswordNeverExpires $true',
    'PasswordExpired=False; passwordless: yes',
    'tokens: 3',
    'secretary: Contoso',
    '<I>CN=Contoso CA, O=Contoso<S>CN=mail.contoso.com',
    'ABCDEF0123456789ABCDEF0123456789ABCDEF01',
    'eyJ is how it begins',
    '-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----',
    '-----BEGIN PUBLIC KEY-----',
  ])('%s', (text) => {
    expect(redactText(text)).toBe(text);
  });
});

it.each(languages)('the wizard’s own sentences are in the log as they were written (%s)', (language) => {
  const changed = Object.entries(allMessages[language]).filter(([, message]) => redactText(message) !== message);
  expect(changed).toEqual([]);
});

describe('a value', () => {
  it('loses what stands under the name of a secret, at any depth, and keeps the rest', () => {
    expect(
      redactValue({ user: 'admin', password: secret, list: [{ clientSecret: secret, Credential: { x: secret } }], count: 3, none: null }),
    ).toEqual({
      user: 'admin',
      password: '[redacted]',
      list: [{ clientSecret: '[redacted]', Credential: '[redacted]' }],
      count: 3,
      none: null,
    });
  });

  it('keeps names that only resemble', () => {
    const facts = { credentialKind: 'ask', passwordExpired: false, tokenCount: 2, thumbprint: 'AB' };
    expect(redactValue(facts)).toEqual(facts);
  });

  it('counts bytes and does not show them', () => {
    expect(redactValue({ raw: new Uint8Array(3), node: Buffer.from(secret) })).toEqual({ raw: '[3 bytes]', node: '[17 bytes]' });
  });

  it('goes through an error, its own facts and its cause', () => {
    const error = new Error(`password=${secret}`, { cause: new Error(`https://a:${secret}@contoso.com`) });
    const shown = JSON.stringify(redactValue({ error: Object.assign(error, { clientSecret: secret, code: 'EPIPE' }) }));
    expect(shown).not.toContain(secret);
    expect(shown).toContain('EPIPE');
    expect(shown).toContain('https://[redacted]@contoso.com');
  });

  it('ends in a ring', () => {
    const ring: Record<string, unknown> = {};
    ring['self'] = ring;
    expect(JSON.stringify(redactValue(ring))).toContain('[deeper]');
  });
});

it('takes no longer for hostile text than for any other', () => {
  // Quadratic behavior would need minutes here, and the test would run into its time limit.
  for (const part of ['a', 'password', 'a://', '-password ', 'eyJaaaaaaaaa.', "'", 'authorization: ', '-----BEGIN PRIVATE KEY-----']) {
    const text = part.repeat(Math.ceil(200_000 / part.length));
    expect(redactText(text).length).toBeGreaterThan(0);
  }
});
