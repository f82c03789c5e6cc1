/** What a reader stumbles over and a machine can find. The words to use are those of the product: one word for one thing. */
import { describe, expect, it } from 'vitest';
import { everyWording } from './topics.ts';

const wordings = everyWording.flatMap(([language, key, texts]) => texts.map((text) => ({ language, key, text })));
const offending = (language: 'en' | 'ja' | 'both', is: (text: string, key: string) => boolean): readonly string[] =>
  wordings
    .filter((one) => (language === 'both' || one.language === language) && is(one.text, one.key))
    .map(({ key, text }) => `${key}: ${text}`);
const withoutParameters = (text: string): string => text.replaceAll(/\{\w+\}/g, '{}');

describe('English', () => {
  it('says no word twice in a row', () => {
    expect(offending('en', (text) => /\b([A-Za-z]+) \1\b/i.test(withoutParameters(text)))).toEqual([]);
  });

  it.each([
    ['US spelling', /\w*(?:isation|ise[ds]?|our|ogue|lled|lling)\b/g],
    ['“programme”, “whilst”, “afterwards”', /\b(?:programmes?|whilst|afterwards|towards|learnt)\b/g],
  ])('keeps to %s', (_, british) => {
    // Words that only look British.
    const usual =
      /^(?:called|filled|filling|rolled|rolling|installed|pulled|noise|premises|compromised?|otherwise|enterprise|your|hours?|four|raise[ds]?)$/i;
    const found = wordings
      .filter(({ language }) => language === 'en')
      .flatMap(({ key, text }) => [...text.matchAll(british)].filter(([word]) => !usual.test(word)).map(([word]) => `${key}: ${word}`));
    expect(found).toEqual([]);
  });

  it.each([
    ['rollback, original value', /\b(?:restor\w+|way back|put back|puts? .* back|undo(?:ne|es)?)\b/i],
    ['fix', /\bremed(?:y|ies|ied|iation)\b/i],
    ['collect, read again', /\bgather(?:s|ed|ing)?\b|\bread back\b/i],
    ['current value, original value', /\bvalues? (?:of|from) (?:now|before)\b|\bas things are\b/i],
    ['already set', /\balready so\b/i],
    ['method', /\bway\b/i],
    ['report, say, show', /\b(?:told|tells)\b/i],
    ['again', /\banew\b/i],
    ['permission', /\brights\b/i],
    ['manually', /\bdo it by hand\b/i],
    ['certification authority', /\b(?<!certification )authorit(?:y|ies)\b(?! of)/i],
    ['a link with its title', /\bthe Article\b|\bthe Blog\b/],
    ['organization', /organisation/i],
  ])('uses one term: %s', (_, other) => {
    // The stores of Windows are called so, and a file of a run.
    const text = (said: string): string => said.replaceAll(/Certification Authorities|attribute authority|undo\.ps1/g, '');
    expect(offending('en', (said) => other.test(text(said)))).toEqual([]);
  });

  it('promises nothing about mail flow that is not known', () => {
    const found = offending('en', (text) => /\boutage\b|mail keeps flowing|(?<!not yet )\bproven\b|\bguarantee/i.test(text));
    // Said only with the evidence for it (shared/proof/seals.ts).
    const ofProof = [
      'finish_title_proven: ',
      'finish_title_openProven: ',
      'postChecks_title_proven: ',
      'seal_state_proven: ',
      'seal_state_notYet: ',
      'seal_summary_proven: ',
      'seal_summary_failed: ',
    ];
    expect(found.filter((text) => !ofProof.some((key) => text.startsWith(key)))).toEqual([]);
  });

  it('has typographic quotation marks and apostrophes', () => {
    expect(offending('en', (text) => /["']/.test(text))).toEqual([]);
  });
});

describe('Japanese', () => {
  it.each([
    ['証明機関', /認証機関/],
    ['サードパーティの証明機関', /第三者/],
    ['パブリック証明機関', /公的/],
    ['サブジェクト', /(?<![A-Za-z])Subject(?![A-Za-z])/],
    ['このコンピューター', /この ?PC/],
    ['既に', /すでに/],
    ['再読み取り', /再取得|読み取り直/],
    ['変更チケット', /問い合わせ用|変更記録|(?<!変更)チケット/],
    ['ほか', /(?<!その)他の|(?<!その)他に/],
    ['わかる', /分か[らりるっ]/],
    ['変更前の値', /以前の値|元の値(?!に)/],
    ['対処', /修復/],
    ['Auth (OAuth) 証明書', /認証 \(OAuth\)/],
  ])('uses one term: %s', (_, other) => {
    expect(offending('ja', (text) => other.test(text))).toEqual([]);
  });

  it('has UI names in square brackets or Japanese quotation marks, never in straight ones', () => {
    expect(offending('ja', (text) => text.includes('"'))).toEqual([]);
  });

  it('does not mix full-width and half-width punctuation', () => {
    expect(offending('ja', (text) => /[、。] *[,;]|[,;] *[、。]|、 |[“][^”]*[」]|[「][^」]*[”]/.test(text))).toEqual([]);
  });
});

describe('in both languages', () => {
  it('a KB number stands on one line with its “KB”', () => {
    expect(offending('both', (text) => /\bKB[ \n](?=\d)/.test(text))).toEqual([]);
    expect(offending('both', (text) => /\bKB\u00A0\d/.test(text))).not.toEqual([]);
  });

  it('brackets and quotation marks are closed', () => {
    const pairs = ['()', '[]', '「」', '“”'];
    const open = (text: string): boolean => pairs.some(([left = '', right = '']) => text.split(left).length !== text.split(right).length);
    expect(offending('both', open)).toEqual([]);
  });

  it('a text of several sentences ends its last one', () => {
    const unended = (text: string): boolean => /[a-z)][.?] [A-Z{“]|。./.test(text) && !/[.。?:)…}”」]$/.test(text);
    expect(offending('both', unended)).toEqual([]);
  });

  it('an error has a heading without a period, and an action that is a sentence', () => {
    expect(offending('both', (text, key) => /^error_.+_title$/.test(key) && /[.。]$/.test(text))).toEqual([]);
    expect(offending('both', (text, key) => /^error_.+_action$/.test(key) && !/[.。]$/.test(text))).toEqual([]);
  });

  it('an ellipsis says in one language what it says in the other: a question follows, or work goes on', () => {
    const ends = (language: string): readonly string[] =>
      wordings.filter((one) => one.language === language && one.text.endsWith('…')).map(({ key }) => key);
    expect(ends('ja')).toEqual(ends('en'));
  });
});
