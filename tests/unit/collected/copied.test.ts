/** Text as shells of every language, mail programs and web pages give it: read as if it had been copied at once, or said to be unread. */
import { describe, expect, it } from 'vitest';
import { readPasted } from '../../../shared/collected/pasted-text.ts';
import { factsOf } from '../guided/facts.ts';

const ems = '[PS] C:\\Windows\\system32>';
const name = "<I>CN=R10, O=Let's Encrypt, C=US<S>CN=mail.contoso.com";
const object = ['Identity           : EX01\\Default Frontend EX01', `TlsCertificateName : ${name}`];
const command = 'Get-ReceiveConnector "EX01\\Default Frontend EX01" | fl Identity,TlsCertificateName';
const asItIs = [`${ems}${command}`, '', ...object, ''];

/** The cmdlet, and what is read of each object; what is left of the text, when it is about an answer. */
function read(lines: readonly string[] | string) {
  const { outputs, rest } = readPasted(typeof lines === 'string' ? lines : lines.join('\r\n'));
  return {
    objects: outputs.flatMap(({ cmdlet, objects }) => objects.map((one) => [cmdlet, factsOf(cmdlet, one)] as const)),
    unread: rest.flatMap(({ reason, of }) => (of.length === 0 ? [] : [`${reason} ${of.map(({ cmdlet }) => cmdlet).join(' ')}`])),
  };
}
const expected = { objects: [['Get-ReceiveConnector', { identity: 'EX01\\Default Frontend EX01', tlsCertificateName: name }]], unread: [] };

describe('the object is read', () => {
  it.each([
    'WARNING: The object EX02\\Relay has been corrupted.',
    'VERBOSE: Connecting to EX01.contoso.com.',
    'VERBOSE: [14:05:31.123 GMT] Get-ReceiveConnector : Runspace context: Executing user: contoso.com/admin.',
    'DEBUG: a',
    '警告: オブジェクト EX02\\Relay は破損しています。',
    '詳細: 接続しています。',
    '警告：对象已损坏。',
    '详细信息: a',
    '경고: 개체가 손상되었습니다.',
    '자세한 정보 표시: a',
    'AVERTISSEMENT : L’objet est endommagé.',
    'COMMENTAIRES : a',
    'WARNUNG: Das Objekt ist beschädigt.',
    'AUSFÜHRLICH: a',
    'ADVERTENCIA: a',
    'AVVISO: a',
    'AVISO: a',
    'ПРЕДУПРЕЖДЕНИЕ: a',
    'OSTRZEŻENIE: a',
    'UYARI: a',
  ])('beside a line of another stream: %s', (line) => {
    const [first = '', , ...rest] = asItIs;
    expect(read([first, line, '', ...rest])).toMatchObject(expected);
    expect(read([first, '', line, ...rest])).toMatchObject(expected);
    expect(read([first, '', object[0] ?? '', line, object[1] ?? '', ''])).toMatchObject({
      objects: [['Get-ReceiveConnector', {}]],
      unread: [],
    });
    expect(read([...asItIs, line, ''])).toMatchObject(expected);
  });

  it('behind what PowerShell says while it connects', () => {
    const [first = '', ...rest] = asItIs;
    for (const line of [
      'Creating a new session for implicit remoting of "Get-ReceiveConnector" command...',
      'Neue Sitzung für implizites Remoting des Befehls "Get-ReceiveConnector" wird erstellt...',
    ])
      expect(read([first, line, ...rest])).toMatchObject(expected);
  });

  it('beside a warning that the console wrapped, before it and within it', () => {
    const warning = [
      'WARNING: The object EX02\\Relay has been corrupted, and it is in an inconsistent state. The following',
      'validation errors happened.',
    ];
    const [first = '', ...rest] = asItIs;
    expect(read([first, ...warning, ...rest])).toMatchObject(expected);
    expect(read([first, '', object[0] ?? '', ...warning, object[1] ?? '', ''])).toMatchObject(expected);
  });

  it.each([
    ['of Enter-PSSession', '[EX01.contoso.com]: PS C:\\Users\\admin\\Documents> '],
    ['of Enter-PSSession in the Management Shell', '[EX01]: [PS] C:\\>'],
    ['without a path', 'PS>'],
    ['of Linux', 'PS /home/admin> '],
    ['with a user', 'admin@EX01 C:\\scripts> '],
    ['with a time', '10:15:22 [EX01] # '],
    ['of a theme', 'C:\\scripts ❯ '],
    ['with a dollar', 'admin@jump:~$ '],
    ['of cmd', 'C:\\>'],
    ['with lost characters', '[PS] C:\\Users\\J\ufffdrg M\ufffdller>'],
  ])('at a prompt %s, and belongs to the command there', (_, prompt) => {
    const before = [
      `${ems}Get-SendConnector | fl Identity,TlsCertificateName`,
      '',
      'Identity           : A',
      'TlsCertificateName : <I>CN=x<S>CN=y',
      '',
    ];
    expect(read([...before, `${prompt}${command}`, '', ...object, ''])).toMatchObject({
      objects: [['Get-SendConnector', { identity: 'A', tlsCertificateName: '<I>CN=x<S>CN=y' }], ...expected.objects],
      unread: [],
    });
  });

  it.each([
    ['quoted mail', asItIs.map((line) => `> ${line}`)],
    ['mail that was quoted twice', asItIs.map((line) => `>> ${line}`)],
    ['a code fence', ['```powershell', ...asItIs.slice(0, -1), '```']],
    ['a fence of another program', ['{noformat}', ...asItIs.slice(0, -1), '{noformat}']],
    ['two fences with a title between', ['```', asItIs[0] ?? '', '```', 'Output:', '', '```', ...object, '```']],
    [
      'HTML entities',
      asItIs.map((line) => line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll("'", '&#39;')),
    ],
    ['entities of entities', asItIs.map((line) => line.replaceAll('<', '&amp;lt;').replaceAll('>', '&amp;gt;'))],
    ['collapsed blanks', asItIs.map((line) => line.replaceAll(/ {2,}/g, ' '))],
    [
      'blanks that do not break before the colon',
      asItIs.map((line) => line.replace(/ {2,}:/, (blanks) => blanks.replaceAll(' ', '\u00a0'))),
    ],
    ['typographic quotation marks in the command', [`${ems}Get–ReceiveConnector “EX01\\Default Frontend EX01” | fl`, ...asItIs.slice(1)]],
    ['a variable', [`${ems}$c = ${command.split(' |', 1)[0] ?? ''}`, `${ems}$c | fl Identity,TlsCertificateName`, ...asItIs.slice(1)]],
    ['a loop', [`${ems}foreach ($s in (Get-ExchangeServer)) { Get-ReceiveConnector -Server $s | fl }`, ...asItIs.slice(1)]],
    ['a pipeline of two cmdlets', [`${ems}Get-ExchangeServer | Get-ReceiveConnector | ? { $_.Enabled } | fl`, ...asItIs.slice(1)]],
    ['a loop behind a pipeline', [`${ems}Get-ExchangeServer | % { Get-ReceiveConnector -Server $_.Name | fl }`, ...asItIs.slice(1)]],
    ['a remote command', [`${ems}Invoke-Command -Session $s -ScriptBlock { Get-ReceiveConnector | fl }`, ...asItIs.slice(1)]],
  ])('out of %s', (_, lines) => {
    expect(read(lines)).toMatchObject(expected);
  });

  it('where a program wrapped a name or a list at a comma again', () => {
    const lines = [
      `${ems}Get-HybridConfiguration | fl`,
      'EdgeTransportServers : {}',
      'ReceivingTransportServers : {EX01}',
      'SendingTransportServers : {EX01, EX02,',
      'EX03}',
      'TlsCertificateName : <I>CN=GeoTrust, OU=www.digicert.com,',
      'C=US<S>CN=mail.contoso.com, O=Contoso,',
      'C=DE',
      'ServiceInstance : 0',
    ];
    expect(read(lines).objects).toMatchObject([
      [
        'Get-HybridConfiguration',
        {
          sendingTransportServers: ['EX01', 'EX02', 'EX03'],
          tlsCertificateName: '<I>CN=GeoTrust, OU=www.digicert.com, C=US<S>CN=mail.contoso.com, O=Contoso, C=DE',
        },
      ],
    ]);
  });
});

describe('a value with a character that was put in place of another is unknown', () => {
  it.each(['Let’s', 'Let‘s', '“Let”', 'Let–s', 'Let\u00a0s', 'Let\u200bs', 'Let\ufffds', 'Let&amp;s', 'Let′s'])('%s', (word) => {
    const [first] = read(asItIs.map((line) => line.replace("Let's", word))).objects;
    expect(first?.[1]['tlsCertificateName']).toMatch(/^\?charactersReplaced TlsCertificateName: /);
  });
});

describe('what cannot be read is said, with the answer that it is about', () => {
  it.each([
    [
      'a table',
      [
        `${ems}Get-SendConnector`,
        '',
        'Identity               AddressSpaces',
        '--------               -------------',
        'Outbound to Office 365 {*}',
      ],
      'table Get-SendConnector',
    ],
    ['a table without its command', ['Name TlsDomainCapabilities', '---- ---------------------', 'A    {}'], 'table Get-ReceiveConnector'],
    [
      'JSON',
      [`${ems}Get-SendConnector | ConvertTo-Json`, '[', '    {', '        "Name":  "A",', '        "TlsDomain":  "x"', '    }', ']'],
      'json Get-SendConnector',
    ],
    ['JSON in one line', ['[{"Name":"A","TlsSettings":"x"}]'], 'json Get-OutboundConnector'],
    ['CSV with semicolons', ['Name;TlsSettings;TlsDomain', 'A;b;c'], 'csv Get-OutboundConnector'],
    [
      'another object than the command gives',
      [`${ems}Get-SendConnector | fl`, '', 'Name : A', 'Bindings : {0.0.0.0:25}'],
      'otherObject Get-SendConnector Get-ReceiveConnector',
    ],
    [
      'a command with an error only',
      [
        `${ems}Get-HybridConfiguration | fl`,
        'It could not be found.',
        '    + CategoryInfo          : NotSpecified: (:) [Get-HybridConfiguration], Ex',
        '',
        ems,
      ],
      'noOutput Get-HybridConfiguration',
    ],
    ['a command that printed nothing', [`${ems}Get-SendConnector | fl`, ems], 'noOutput Get-SendConnector'],
    [
      'objects behind a line that may be a command',
      [...asItIs, 'lab> .\\show.ps1', '', 'Identity : B', `TlsCertificateName : ${name}`],
      'unknownCmdlet Get-HybridConfiguration Get-SendConnector Get-ReceiveConnector',
    ],
  ])('%s', (_, lines, reason) => {
    expect(read(lines).unread).toEqual([reason]);
  });

  it.each([
    ['commands that nobody ran', ['Get-SendConnector | fl', 'Get-ReceiveConnector | fl']],
    ['the command that is typed next', [...asItIs, `${ems}Get-SendConnector`]],
    ['an output that went to a file', [`${ems}Get-SendConnector | Export-Clixml a.xml`, `${ems}Get-InboundConnector > b.txt`, ems]],
    ['a variable that is only filled', [`${ems}$c = Get-SendConnector`, ems]],
    [
      'an answer that stands whole further below',
      [`${ems}Get-SendConnector A | fl`, ems, `${ems}Get-SendConnector | fl`, '', 'Name : A', 'TlsDomain : x'],
    ],
    ['an object of another cmdlet', [`${ems}Get-Mailbox | fl`, '', 'Name : A', 'Identity : A']],
  ])('and nothing else is: %s', (_, lines) => {
    expect(read(lines).unread).toEqual([]);
  });
});

it('an error among the objects leaves open whether there are more, and a limit that was not reached does not', () => {
  const one = (...lines: readonly string[]) =>
    readPasted([`${ems}Get-SendConnector | fl`, ...lines, '', 'Name : A', 'TlsDomain : x', ''].join('\n')).outputs[0]?.complete;
  expect(one()).toBe(true);
  expect(one('Get-SendConnector : The call failed.')).toBe(false);
  expect(one('WARNING: By default, only the first 1000 items are returned. Use the ResultSize parameter.')).toBe(true);
  expect(one('WARNING: By default, only the first 10 items are returned. Use the ResultSize parameter.')).toBe(true);
  expect(one('WARNING: By default, only the first 1 items are returned (-ResultSize 01).')).toBe(false);
});
