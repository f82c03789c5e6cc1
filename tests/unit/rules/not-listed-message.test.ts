import { describe, expect, it } from 'vitest';
import { hcwMessageIds, recognizeHcwMessage, serversNamedIn } from '../../../shared/rules/not-listed-message.ts';
import { hcwMessage } from './not-listed-cases.ts';

/** Cuts the text after every `width` characters, as a console does, also inside of words. */
const wrapped = (text: string, width: number, before = ''): string =>
  [...text.matchAll(new RegExp(`.{1,${String(width)}}`, 'gs'))].map(([part]) => `${before}${part}`).join('\r\n');
const fullWidth = (text: string): string => text.replaceAll(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));

/** What becomes of a text on its way into the field. */
const ways: readonly (readonly [string, (text: string) => string])[] = [
  ['as it is', (text) => text],
  [
    'in a line of the log',
    (text) => `2025.03.05 08:43:02.035 *ERROR* 10277 [Client=UX, Session=OnPremises, Thread=8] FINISH Time=365.2ms Results=${text}`,
  ],
  ['wrapped between words', (text) => text.replaceAll(' ', '\n')],
  ['wrapped by a console', (text) => wrapped(text, 37)],
  ['quoted in a mail, twice', (text) => wrapped(text, 25, '> > ')],
  ['in quotation marks', (text) => `“${text.replaceAll("'", '’')}”`],
  ['within Japanese', (text) => `次のエラーが表示されました。「${text}」と出て先に進めません。`],
  ['in full-width letters', fullWidth],
  ['with no-break spaces and soft hyphens', (text) => text.replaceAll(' ', '\u00A0').replaceAll('e', 'e\u00AD')],
  ['in capitals', (text) => text.toUpperCase()],
];

describe.each(ways)('%s', (_, change) => {
  it.each(hcwMessageIds.map((id) => [id] as const))('%s is recognized, and nothing else', (id) => {
    expect(recognizeHcwMessage(change(hcwMessage[id]))).toEqual([id]);
  });
});

describe('a code', () => {
  it.each([
    ['HCW8010', ['receiveConnector']],
    ['エラー HCW8010 が発生しました', ['receiveConnector']],
    ['ＨＣＷ８０６４', ['oauth']],
    ['HCW 8011', ['sendConnectors']],
    ['HCW8078 - Migration Endpoint could not be created.', ['migrationEndpoint']],
    ['HCW8022', ['leftover']],
    ['8109', ['transfer']],
    ['HCW80\n> 43: Edge', ['edgeServers']],
    ['> 8008', ['staleServer']],
    ['(8010)。', ['receiveConnector']],
    ['HCW8010 and HCW8064', ['receiveConnector', 'oauth']],
  ])('%j is recognized', (text, expected) => {
    expect(recognizeHcwMessage(text)).toEqual(expected);
  });

  it.each([
    ['HCW80101'],
    ['HCW8001'],
    ['HCW8079 - Something could not be created.'],
    ['The connection to port 8010 was refused.'],
    ['2025.03.05 08:43:02.035 ERROR 8010 [Client=UX, Thread=8]'],
    ['18010'],
    ['8010 8011'],
  ])('%j is not one of them', (text) => {
    expect(recognizeHcwMessage(text)).toEqual([]);
  });
});

describe('what is not known', () => {
  it.each([
    [''],
    ['   \n'],
    ['証明書が見つかりません。'],
    ['No valid certificate exists.'],
    ['The certificate is not valid for the Hub Transport server.'],
    ['Subtask Configure execution failed: Creating Organization Relationships.'],
    ['The term Get-HybridMailflowDatacenterIPs is not recognized as the name of a cmdlet'],
  ])('%j is not recognized', (text) => {
    expect(recognizeHcwMessage(text)).toEqual([]);
  });
});

it('an error of CheckPrereqs that says its cause has no other', () => {
  const both = `Subtask CheckPrereqs execution failed: Configure Mail Flow\n${hcwMessage.smtp}`;
  expect(recognizeHcwMessage(both)).toEqual(['smtp']);
});

it('servers are named as whole words, in any case, with or without their domain', () => {
  const servers = ['EX01', 'EX02', 'EX1', 'MBX-1'];
  expect(serversNamedIn("on server 'ex01.contoso.com', not EX022; mbx-1", servers)).toEqual(['EX01', 'MBX-1']);
  expect(serversNamedIn('ＥＸ０２', servers)).toEqual(['EX02']);
  expect(serversNamedIn('no server', servers)).toEqual([]);
});
