import { describe, expect, it } from 'vitest';
import { m } from '../../../shared/messages/compiled/messages.js';
import { languages } from '../../../shared/messages/language.ts';
import { allMessages, everyMessage, everyWording, parametersOf, readTopic, topicNames, type Messages } from './topics.ts';

describe.each(topicNames)('%s', (topic) => {
  const [en, ja] = [readTopic(topic, 'en'), readTopic(topic, 'ja')];

  it('has the same keys in both languages', () => {
    expect(Object.keys(ja).sort()).toEqual(Object.keys(en).sort());
  });

  it('has the same parameters in both languages', () => {
    const parameters = (messages: Messages) => Object.fromEntries(Object.entries(messages).map(([key, text]) => [key, parametersOf(text)]));
    expect(parameters(ja)).toEqual(parameters(en));
  });
});

it('a key stands in one topic only', () => {
  const keys = topicNames.flatMap((topic) => Object.keys(readTopic(topic, 'en')));
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});

const filled = (text: string, parameters: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (_, name: string) => parameters[name] ?? '');

it('every message is compiled, each wording with its parameters filled in and nothing else changed', () => {
  const compiled: Readonly<Record<string, unknown>> = m;
  for (const [language, key, wordings] of everyWording) {
    const message = compiled[key];
    if (typeof message !== 'function') throw new Error(`${key} is not compiled`);
    const names = parametersOf(wordings.join(' '));
    // One and many of everything that can be counted; without plural forms any text will do.
    const numbers = names.reduce<Record<string, string>[]>(
      (all, name) =>
        all.flatMap((one) => [
          { ...one, [name]: '1' },
          { ...one, [name]: '12' },
        ]),
      [{}],
    );
    const values = wordings.length > 1 ? numbers : [Object.fromEntries(names.map((name) => [name, `«${name}»`]))];
    const unsaid = new Set(wordings);
    for (const parameters of values) {
      const said: unknown = Reflect.apply(message, undefined, [parameters, { locale: language }]);
      const found = wordings.filter((wording) => filled(wording, parameters) === said);
      expect(found, `${language} ${key}: ${String(said)}`).toHaveLength(1);
      for (const wording of found) unsaid.delete(wording);
    }
    expect([...unsaid], `${language} ${key}`).toEqual([]);
  }
});

describe('every text', () => {
  const offending = (is: (text: string, key: string) => boolean): readonly string[] =>
    everyMessage.filter(([, key, text]) => is(text, key)).map(([language, key]) => `${language} ${key}`);

  it('is there, and has no space at its ends or twice', () => {
    expect(offending((text) => text.trim() === '' || text !== text.trim() || /[ \u3000]{2}/.test(text))).toEqual([]);
  });

  it('has braces around parameters alone', () => {
    expect(offending((text) => /[{}]/.test(text.replaceAll(/\{[a-z][A-Za-z0-9]*\}/g, '')))).toEqual([]);
  });

  it('is text, not markup', () => {
    expect(
      offending((text) => /<\/?[a-z]+[^>]*>|&[a-z]+;/.test(text.replaceAll(/<(?:thumbprint|シリアル番号|serial number|I|S)>/g, ''))),
    ).toEqual([]);
  });

  it('is not a note to oneself', () => {
    expect(offending((text) => /\b(?:TODO|FIXME|TBD|XXX|lorem|undefined|null|NaN)\b/i.test(text.replaceAll('$null', '')))).toEqual([]);
  });

  it('is well-formed Unicode in its composed form, without controls but the line break', () => {
    expect(
      offending((text) => !text.isWellFormed() || text !== text.normalize('NFC') || /[\p{Cc}\p{Cf}]/u.test(text.replaceAll('\n', ''))),
    ).toEqual([]);
  });
});

describe('Japanese', () => {
  // In Outlook the subject of a message is 件名; that of a certificate is サブジェクト.
  const ofMessage =
    /^(?:pack_redacted_left_out|proof_(?:subjectMissing|subjectBroken|wordMissing)|seal_(?:draft_lead|find_lead|word|reason_messageAwaited))$/;
  const messages = Object.entries(allMessages.ja).filter(([key]) => !ofMessage.test(key));
  const offending = (pattern: RegExp): readonly string[] =>
    messages.filter(([, text]) => pattern.test(text)).map(([key, text]) => `${key}: ${text}`);

  it.each([
    ['コネクタ', /コネクター/],
    ['ハイブリッド構成ウィザード', /ハイブリッド(?:の)?構成(?:の| )ウィザード|ハイブリッド コンフィギュレーション|ウイザード/],
    ['受信コネクタ', /受信用? ?(?:コネクト|connector)|レシーブ/i],
    ['送信コネクタ', /送信用? ?(?:コネクト|connector)|センド/i],
    ['サーバー', /サーバ(?!ー)/],
    ['ユーザー', /ユーザ(?!ー)/],
    ['フォルダー', /フォルダ(?!ー)/],
    ['コンピューター', /コンピュータ(?!ー)/],
    ['エクスポート', /エキスポート/],
    ['拇印', /サムプリント|指紋/],
    ['サブジェクト', /主題|件名/],
    ['証明機関', /認証局/],
    ['秘密キー', /秘密鍵|プライベート ?キー/],
    ['受信 / 送信コネクタ', /(?:Receive|Send|Inbound|Outbound) [Cc]onnector/],
  ])('says %s as Microsoft does', (_, other) => {
    expect(offending(other)).toEqual([]);
  });

  it('uses those terms where English has them', () => {
    const pairs: readonly (readonly [RegExp, RegExp])[] = [
      [/receive connector/i, /受信コネクタ|コネクタ/],
      [/\bsend connector/i, /送信コネクタ|コネクタ/],
      [/Hybrid Configuration Wizard/, /ハイブリッド構成ウィザード|HCW/],
      [/private key/i, /秘密キー/],
      [/thumbprint/i, /拇印/],
    ];
    const lacking = messages.flatMap(([key, text]) =>
      pairs.filter(([en, ja]) => en.test(withoutParameters(allMessages.en[key] ?? '')) && !ja.test(text)).map(() => `${key}: ${text}`),
    );
    expect(lacking).toEqual([]);
  });

  /** A parameter is a value, e.g. a thumbprint itself: its name is not part of the sentence. */
  const withoutParameters = (text: string): string => text.replaceAll(/\{\w+\}/g, '');

  it('calls the page of the Hybrid Configuration Wizard by its name there', () => {
    expect(allMessages.ja['hcw_certificate_page']).toBe('トランスポート証明書');
    expect(allMessages.ja['hcw_window_title']).toBe('ハイブリッド構成ウィザード');
  });

  /** What is said in English in a Japanese window as well: what Exchange, Windows or the HCW print, and commands. */
  const quoted =
    /[“「][^”」]*[”」]|\[[^\]]*\]|certutil[^<]*|Outlook on the web|[A-Z][a-z]+-[A-Z]\w+(?: -\w+ \w+)*|Microsoft Exchange [A-Z]\w+(?: [A-Z]\w+)*/g;

  it('has no English sentence in it', () => {
    const half = messages.filter(([, text]) => /[a-z]{2,} [a-z]{2,}/.test(text.replaceAll(quoted, '').replaceAll(/\{\w+\}/g, '')));
    expect(half).toEqual([]);
  });

  it('is Japanese, unless it is a name that is the same everywhere or has only parameters', () => {
    const name = /^(?:Exchange Online|(?:Windows )?PowerShell(?: [\d.]+)?|KB\u00A0\d{7}|Microsoft Exchange Health Checker)$/;
    const untranslated = messages.filter(
      ([, text]) => !/[\p{sc=Hira}\p{sc=Kana}\p{sc=Han}]/u.test(text) && !name.test(text) && /\p{L}/u.test(text.replaceAll(/\{\w+\}/g, '')),
    );
    expect(untranslated).toEqual([]);
  });

  it('is set as Microsoft sets it: no full-width letters or digits, no space before a particle, a space at Latin words', () => {
    expect(offending(/[Ａ-Ｚａ-ｚ０-９（）：，．！？]/)).toEqual([]);
    expect(offending(/[\p{sc=Hira}\p{sc=Han}] [\p{sc=Hira}\p{sc=Kana}\p{sc=Han}]|\p{sc=Kana} [\p{sc=Hira}\p{sc=Han}]/u)).toEqual([]);
    expect(offending(/[\p{sc=Hira}\p{sc=Kana}\p{sc=Han}][A-Za-z0-9{]|[A-Za-z0-9}][\p{sc=Hira}\p{sc=Kana}\p{sc=Han}]/u)).toEqual([]);
  });

  it('ends its sentences as Japanese does', () => {
    expect(offending(/[\p{sc=Hira}\p{sc=Han}][.,]/u)).toEqual([]);
  });
});

it('English has no Japanese in it', () => {
  expect(Object.entries(allMessages.en).filter(([, text]) => /[\p{sc=Hira}\p{sc=Kana}\p{sc=Han}]/u.test(text))).toEqual([]);
});

it('both languages are those of the wizard', () => {
  expect(Object.keys(allMessages)).toEqual([...languages]);
});
