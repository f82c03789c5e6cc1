/** The calendar entry as RFC 5545 wants it, read back by another reader than the one that wrote it. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InstalledFacts } from '../../../shared/model/certificate.ts';
import { textOf } from '../../../shared/messages/labels.ts';
import { languages } from '../../../shared/messages/language.ts';
import { known } from '../../../shared/model/known.ts';
import { emptyExchangeOnlineForm, emptyOnPremisesForm } from '../../../shared/model/sign-in.ts';
import type { Mode } from '../../../shared/model/mode.ts';
import { calendarText } from '../../../src-main/calendar/calendar-text.ts';
import { renewalEntry } from '../../../src-main/calendar/renewal-entry.ts';

/** The properties of the entry. Unfolds the octets, as a reader does that knows no characters. */
function read(text: string): ReadonlyMap<string, string> {
  const octets = Buffer.from(text);
  const unfolded: number[] = [];
  for (let at = 0; at < octets.length; at += 1) {
    if (octets[at] === 13 && octets[at + 1] === 10 && octets[at + 2] === 32) at += 2;
    else unfolded.push(octets[at] ?? 0);
  }
  const lines = Buffer.from(unfolded).toString('utf8').split('\r\n');
  return new Map(lines.filter((line) => line !== '').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]));
}
const unescaped = (text = ''): string => text.replaceAll(/\\([\\;,nN])/g, (_, one: string) => (/n/i.test(one) ? '\n' : one));

const entry = { uid: 'a@b', writtenAt: new Date('2026-11-20T09:00:00.123Z'), day: '2027-05-31', summary: 's', description: 'd' };

describe('a calendar file', () => {
  it('is exactly this', () => {
    expect(calendarText({ ...entry, summary: 'a; b, c\\d', description: 'x\ny' })).toBe(
      [
        'BEGIN:VCALENDAR',
        'VERSION:2.0',
        'PRODID:-//Hybrid Certificate Wizard//EN',
        'BEGIN:VEVENT',
        'UID:a@b',
        'DTSTAMP:20261120T090000Z',
        'DTSTART;VALUE=DATE:20270531',
        String.raw`SUMMARY:a\; b\, c\\d`,
        String.raw`DESCRIPTION:x\ny`,
        'TRANSP:TRANSPARENT',
        'END:VEVENT',
        'END:VCALENDAR',
        '',
      ].join('\r\n'),
    );
  });

  it('has lines of at most 75 octets, folded between characters, and gives every text back', () => {
    const text = fc.string({
      unit: fc.oneof(fc.constantFrom(';', ',', '\\', '\n', ' ', '日', '本', '😀', 'é', 'n'), fc.string({ unit: 'binary' })),
      maxLength: 300,
    });
    fc.assert(
      fc.property(text, text, (summary, description) => {
        const written = calendarText({ ...entry, summary, description });
        const lines = Buffer.from(written).toString('latin1').split('\r\n');
        expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(75);
        // A line that ends within a character would not decode.
        for (const line of lines) expect(() => new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(line, 'latin1'))).not.toThrow();
        expect(written.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
        const properties = read(written);
        // eslint-disable-next-line no-control-regex -- what no text of a calendar may contain
        const shown = (one: string): string => one.replaceAll(/\r\n?/g, '\n').replaceAll(/[\u0000-\u0008\u000B-\u001F\u007F]/g, '\uFFFD');
        expect(unescaped(properties.get('SUMMARY'))).toBe(shown(summary));
        expect(unescaped(properties.get('DESCRIPTION'))).toBe(shown(description));
        expect([...properties.keys()].filter((name) => name === 'UID' || name.startsWith('DTSTART'))).toEqual([
          'UID',
          'DTSTART;VALUE=DATE',
        ]);
      }),
    );
  });

  it('folds a line as late as it may, also where four octets do not fit any more', () => {
    const [, long = ''] = /(SUMMARY:[^\r]*)/.exec(calendarText({ ...entry, summary: `${'a'.repeat(64)}😀😀` })) ?? [];
    expect(Buffer.byteLength(long)).toBe(72);
    const [, full = ''] = /(SUMMARY:[^\r]*)/.exec(calendarText({ ...entry, summary: 'a'.repeat(100) })) ?? [];
    expect(Buffer.byteLength(full)).toBe(75);
  });
});

describe('the entry for the next renewal', () => {
  const facts = {
    notBefore: '2026-11-01T00:00:00.000Z',
    notAfter: '2027-11-01T00:00:00.000Z',
    subject: 'CN=mail.contoso.com, O="Contoso, Ltd."',
  } as InstalledFacts;
  const certificate = {
    thumbprint: 'AB'.repeat(20),
    facts,
    name: { issuer: 'CN=R11, O=Let’s Encrypt', subject: facts.subject },
    servers: ['EX01', 'EX02', 'EX03'],
  };
  const at = new Date('2026-11-20T09:00:00Z');

  it.each(languages)('begins on the day from which it is due, and names certificate and servers (%s)', (language) => {
    const properties = read(renewalEntry({ certificate, mode: 'connected', profile: null, at }, language));
    // 30 days before the end
    expect(properties.get('DTSTART;VALUE=DATE')).toBe('20271002');
    const description = unescaped(properties.get('DESCRIPTION'));
    for (const part of [facts.subject, `<I>CN=R11, O=Let’s Encrypt<S>${facts.subject}`, certificate.thumbprint, 'EX01–EX03'])
      expect(description).toContain(part);
    expect(unescaped(properties.get('SUMMARY'))).toContain(facts.subject);
  });

  it('has one identity for one certificate, whenever and in whatever language it is saved', () => {
    const uid = (...[changes, language]: readonly [object, 'en' | 'ja']): string | undefined =>
      read(
        renewalEntry(
          { certificate: { ...certificate, ...changes }, mode: 'connected', profile: null, at: new Date(at.getTime() + 1000) },
          language,
        ),
      ).get('UID');
    expect(uid({}, 'ja')).toBe(read(renewalEntry({ certificate, mode: 'connected', profile: null, at }, 'en')).get('UID'));
    expect(uid({ thumbprint: 'CD'.repeat(20) }, 'en')).not.toBe(uid({}, 'en'));
  });

  it.each(languages)('names the renewal with which the next one begins, and who signs in (%s)', (language) => {
    const entered = {
      onPremises: { ...emptyOnPremisesForm, server: 'ex01.contoso.com' },
      exchangeOnline: { ...emptyExchangeOnlineForm, userPrincipalName: 'admin@contoso.com' },
    };
    const profile = {
      id: '0003 20261120T090000Z apply',
      openedAt: '2026-11-20T09:00:00.000Z',
      method: 'direct',
      policy: { onFailure: 'stop', canary: 'EX01' },
      profile: {
        scenario: 'renewal',
        ...entered,
        onlineSkipped: false,
        certificate: { thumbprint: certificate.thumbprint, ...certificate.name, notAfter: facts.notAfter },
        replaced: [],
        servers: ['EX01', 'EX02', 'EX03'].map((name) => ({ name, build: known('15.2.1748.53') })),
        objects: [],
      },
    } as const;
    const described = (mode: Mode): string =>
      unescaped(read(renewalEntry({ certificate, mode, at, profile }, language)).get('DESCRIPTION'));
    const offer = { en: 'Renew again as on Nov 20, 2026', ja: '2026/11/20 と同じ方法で更新' }[language];
    for (const part of [profile.id, offer, 'EX01', 'ex01.contoso.com', 'admin@contoso.com', textOf('report_method_direct', language)])
      expect(described('connected')).toContain(part);
    // Nobody signs in to a sample.
    expect(described('practice')).not.toContain('admin@contoso.com');
  });

  it('says of practice that it is practice, where a calendar shows it', () => {
    expect(read(renewalEntry({ certificate, mode: 'practice', profile: null, at }, 'en')).get('SUMMARY')).toMatch(/^Practice: /);
    expect(read(renewalEntry({ certificate, mode: 'guided', profile: null, at }, 'en')).get('SUMMARY')).not.toMatch(/Practice/);
  });
});
