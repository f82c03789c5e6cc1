import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { knownErrorIds, knownErrors } from '../../../shared/decode/known-errors.ts';
import { encodingOfErrorFile, longestErrorText, readPastedError } from '../../../shared/decode/pasted-error.ts';
import { decodeError, longestMatchedText, verdictOfError } from '../../../shared/decode/recognize.ts';
import { runs } from '../../properties/seed.ts';
import { knownTexts } from './known-texts.ts';
import { doubtfulTexts, otherTexts } from './other-texts.ts';

const idsOf = (text: string): readonly string[] => decodeError(text).matches.map(({ id }) => id);

describe.each(knownErrorIds)('%s', (id) => {
  const texts = knownTexts[id];

  it('is written in at least two forms', () => {
    expect(new Set(texts).size).toBeGreaterThanOrEqual(2);
  });

  it.each(texts.map((text) => [text]))('is the first that is recognized in %j', (text) => {
    expect(idsOf(text)[0]).toBe(id);
  });
});

describe('other texts', () => {
  it('are at least fifty', () => {
    expect(new Set(otherTexts).size).toBeGreaterThanOrEqual(50);
  });

  it.each(otherTexts.map((text) => [text]))('are not known: %j', (text) => {
    expect(idsOf(text)).toEqual([]);
    expect(verdictOfError(decodeError(text))).toBe('notKnown');
  });

  it.each(doubtfulTexts.map((text) => [text]))('are likely, and not more: %j', (text) => {
    expect(verdictOfError(decodeError(text))).toBe('likely');
  });
});

describe('several answers in one', () => {
  const nested = `450 4.4.101 Proxy session setup failed on Frontend with '451 4.4.0 Primary target IP address responded with: "451 5.7.3 STARTTLS is required to send mail." Attempted failover to alternate host.'`;

  it('the innermost is first, and what carries it last', () => {
    expect(idsOf(nested)).toEqual(['startTlsNotOffered', 'proxySetup']);
    expect(decodeError(nested).matches[0]).toMatchObject({ by: 'text', depth: 2 });
    expect(
      idsOf(
        '550 5.4.317 Message expired, cannot connect to remote server(450 4.4.316 Connection refused [Message=Socket error code 10061])',
      ),
    ).toEqual(['connectionRefused', 'expiredCannotConnect']);
  });

  it('two queues have an error each, and neither is taken for a part of the other', () => {
    const two =
      'LastError : 450 4.4.317 Cannot connect to remote server [Message=SubjectMismatch]\nLastError : 451 5.7.3 Must issue a STARTTLS command first';
    expect(idsOf(two)).toEqual(['subjectMismatch', 'startTlsRequired']);
  });

  it('each last error of a list begins anew', () => {
    expect(idsOf('{LED=450 4.4.317 Cannot connect to remote server}\n{LED=451 5.7.3 STARTTLS is required to send mail}')).toEqual([
      'startTlsRequired',
    ]);
  });

  it('the text decides between the meanings of one code', () => {
    const first = (text: string): string | undefined => idsOf(text)[0];
    expect(first('454 4.7.5 The certificate specified in TlsCertificateName of the SendConnector could not be found.')).toBe(
      'sendConnectorCertificate',
    );
    expect(first('454 4.7.5 Remote certificate failed MTA-STS validation. Reason: x')).toBe('mtaSts');
    expect(first('451 5.7.3 STARTTLS is required to send mail')).toBe('startTlsRequired');
    expect(first('450 4.4.317 x [Message=451 5.7.3 STARTTLS is required to send mail]')).toBe('startTlsNotOffered');
  });
});

describe('what was recognized', () => {
  it('says by what an error was recognized: its words, an event, or a code alone', () => {
    const by = (text: string): string | undefined => decodeError(text).matches[0]?.by;
    expect(by('550 5.7.51 TenantInboundAttribution; x')).toBe('text');
    expect(by('550 5.7.51 Abgelehnt')).toBe('code');
    expect(by('Event 12014, MSExchangeTransport')).toBe('event');
    expect(by('Event 12014')).toBe('code');
  });

  it('has the part of the text as evidence', () => {
    const { matches } = decodeError(
      '… Reason: [{LED=450 4.4.317 Cannot connect to\nremote server [Message=Subject\nMismatch Expected Subject: a',
    );
    expect(matches[0]?.evidence).toBe('450 4.4.317 Cannot connect to remote server [Message=Subject Mismatch Expected Subject');
  });

  it('names codes with several meanings, certificates, servers and addresses, also where the error is not known', () => {
    const { matches, facts } = decodeError(
      'Reason: [{LED=450 4.4.317 Cannot connect to remote server [Message=Other. Presented Subject: CN=EX01, O=A B. Thumbprint: D0AC2FC63B9C5798828B45D849BE8D33.] [LastAttemptedServerName=mail.contoso.com] [LastAttemptedIP=192.0.2.70:25]',
    );
    expect(matches).toEqual([]);
    expect(facts.map(({ kind, value }) => ({ kind, value }))).toEqual([
      { kind: 'form', value: 'trace' },
      { kind: 'ambiguousCode', value: '4.4.317' },
      { kind: 'thumbprint', value: 'D0AC2FC63B9C5798828B45D849BE8D33' },
      { kind: 'presentedSubject', value: 'CN=EX01, O=A B' },
      { kind: 'host', value: 'mail.contoso.com' },
      { kind: 'address', value: '192.0.2.70' },
    ]);
  });

  it('names certificate and connector of an event', () => {
    const { facts } = decodeError(knownTexts.event12014[0] ?? '');
    expect(facts).toContainEqual({
      kind: 'certificateName',
      value: "<I>CN=R10, O=Let's Encrypt, C=US<S>CN=mail.contoso.com",
      isWhole: true,
    });
    expect(facts.filter(({ kind }) => kind === 'certificateName')).toHaveLength(1);
    expect(facts).toContainEqual({ kind: 'connector', value: 'Default Frontend EX01', isWhole: true });
  });

  it('leaves messages of the HCW to what knows them', () => {
    expect(decodeError('HCW8010 Default Receive Connector cannot be found on server EX01').hcw).toEqual(['receiveConnector']);
    expect(decodeError('HCW8999 Something else').hcw).toEqual([]);
    expect(decodeError('HCW8999 Something else').facts).toContainEqual({ kind: 'hcwCode', value: 'HCW8999', isWhole: true });
  });
});

describe('reading', () => {
  it('quoted-printable, entities and quotation marks become what Exchange wrote; a `=` in the text stays', () => {
    expect(readPastedError('LED=3D450 4.=\r\n4.317').text).toBe('LED=450 4.4.317');
    expect(readPastedError('LED=450 &amp;lt;I&amp;gt; „x“ ‘y’ ４．４').text).toBe('LED=450 <I> "x" \'y\' 4.4');
  });

  it('knows the encoding of a file from its beginning', () => {
    expect(encodingOfErrorFile(Buffer.from('\ufeffError', 'utf16le'))).toBe('utf-16le');
    expect(encodingOfErrorFile(Buffer.from('Error', 'utf16le'))).toBe('utf-16le');
    expect(encodingOfErrorFile(Buffer.from('\ufeffError', 'utf16le').swap16())).toBe('utf-16be');
    expect(encodingOfErrorFile(Buffer.from('エラー'))).toBe('utf-8');
    expect(encodingOfErrorFile(new Uint8Array())).toBe('utf-8');
  });

  it('reads the beginning of what is too long, and says so', () => {
    const long = 'x '.repeat(longestErrorText / 2);
    expect(decodeError(long).isCut).toBe(false);
    const cut = decodeError(`${long}550 5.7.51 TenantInboundAttribution`);
    expect([cut.isCut, cut.matches]).toEqual([true, []]);
    // A character that stands for eighteen
    const { lines, isCut } = readPastedError('\ufdfa'.repeat(longestErrorText / 8));
    expect([lines.length <= longestErrorText, isCut]).toEqual([true, true]);
  });
});

describe('any text', () => {
  const pieces = [
    ...Object.values(knownTexts).flat(),
    ...otherTexts,
    '450 4.4.317 [',
    'LED=',
    '<I>',
    '&amp;',
    '=3D',
    '\u001b[31m',
    '\ud800',
    'HCW',
    '>',
  ];
  const anyText = fc
    .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary' })), { maxLength: 12 })
    .map((some) => some.join(''));

  it('is decoded without an exception, with bounded results whose evidence stands in the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { matches, facts } = decodeError(text);
        expect(matches.length).toBeLessThanOrEqual(8);
        const { text: line, joined } = readPastedError(text);
        for (const { by, evidence } of matches) {
          expect(evidence.length).toBeLessThanOrEqual(longestMatchedText);
          if (by === 'text') expect(line.includes(evidence) || joined.includes(evidence)).toBe(true);
        }
        for (const { value } of facts) expect(value.length).toBeLessThanOrEqual(300);
      }),
      { numRuns: runs(300) },
    );
  });

  // No time is measured: what rescans a text of a megabyte does not end before the limit of a test.
  it.each([
    '450 4.4.317 [',
    'LED=450 ',
    '<I>a<S>b',
    '<p ',
    '&amp;',
    'Event ID: ',
    'Source: ',
    'SubjectMismatch ',
    '(\'"[{',
    '> ',
    ' ',
    '1.2.3.4 ',
    'Thumbprint: ',
    'Presented Subject: ',
    'HCW ',
    'HCW1234 ',
    '\ufdfa',
    '450 4.4.317 [SubjectMismatch ',
    'LastAttemptedIP=1:',
  ])('of a megabyte of %j ends', (piece) => {
    const { matches } = decodeError(piece.repeat(Math.ceil(longestErrorText / piece.length)));
    expect(matches.length).toBeLessThanOrEqual(8);
  });

  it('of a megabyte of one known code after the other ends', () => {
    const codes = ['5.7.64', '5.7.51', '5.7.57', '4.4.316', '4.4.318', '4.4.312', '5.4.317', '5.4.300'];
    const many = (code: string): string => `450 ${code} `.repeat(longestErrorText / 128);
    expect(idsOf(codes.map(many).join(''))).toHaveLength(8);
  });
});

it('what is not documented names no source that would say so', () => {
  for (const { certainty, sources } of Object.values(knownErrors)) expect(sources.length > 0).toBe(certainty !== 'notConfirmed');
});
