import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { propertyOf } from '../../../shared/clixml/value.ts';
import { known, unknown } from '../../../shared/model/known.ts';
import { readPasted, type PastedOutput } from '../../../shared/collected/pasted-text.ts';
import { readBoolean, readEnum, readNullableText, readText, readTexts } from '../../../shared/read/property.ts';
import { factsOf } from '../guided/facts.ts';
import { formatList, type Console } from './format-list.ts';
import { runs } from '../../properties/seed.ts';

const wide: Console = { width: 5000, wrap: 'word', trimmed: true };
const ems = '[PS] C:\\Windows\\system32>';

function one(text: string): PastedOutput {
  const { outputs } = readPasted(text);
  const [output] = outputs;
  if (output === undefined || outputs.length > 1) throw new Error(JSON.stringify(readPasted(text)));
  return output;
}
const facts = (text: string) => one(text).objects.map((object) => factsOf(one(text).cmdlet, object));

describe('which cmdlet a block is of', () => {
  it('is what the command line says, in any case, through every prompt', () => {
    for (const prompt of [ems, 'PS C:\\>', 'PS /home/a>', '']) {
      expect(one(`${prompt}Get-SendConnector | fl\n\nName : A\nTlsCertificateName :\n`).cmdlet).toBe('Get-SendConnector');
    }
    expect(one(`${ems}get-receiveconnector 'EX01\\A' | FL TlsCertificateName\n\nTlsCertificateName :\n`)).toMatchObject({
      cmdlet: 'Get-ReceiveConnector',
      complete: false,
    });
  });

  it('is seen from its properties without one, and not guessed where they leave it open', () => {
    expect(one('Name : A\nTlsSenderCertificateName : x').cmdlet).toBe('Get-InboundConnector');
    expect(readPasted('Name : A\nTlsCertificateName : <I>CN=a<S>CN=b')).toEqual({
      outputs: [],
      rest: [
        {
          line: 1,
          reason: 'unknownCmdlet',
          what: 'Name, TlsCertificateName',
          of: ['Get-HybridConfiguration', 'Get-SendConnector', 'Get-ReceiveConnector'].map((cmdlet) => ({ side: 'onPremises', cmdlet })),
        },
      ],
    });
  });

  it('is not that of a command line which the properties contradict, nor one that the wizard does not read', () => {
    expect(readPasted(`${ems}Get-SendConnector | fl\n\nName : A\nBindings : {0.0.0.0:25}\n`).outputs).toEqual([]);
    expect(readPasted(`${ems}Get-Queue | fl\n\nIdentity : A\nTlsDomain : x\n`)).toEqual({
      outputs: [],
      rest: [{ line: 3, reason: 'otherCmdlet', what: 'Get-Queue', of: [] }],
    });
  });

  it('tells the sides apart where both have the cmdlet', () => {
    const domain = 'DomainName : contoso.com\nDomainType : Authoritative\n';
    expect(one(`${ems}Get-AcceptedDomain | fl\n\n${domain}`).side).toBe('onPremises');
    expect(one(`${domain}OriginatingServer : AB1PR01.PROD.OUTLOOK.COM`).side).toBe('exchangeOnline');
    expect(one(`${domain}OriginatingServer : dc01.contoso.com`).side).toBe('onPremises');
    expect(readPasted(`PS C:\\>Get-AcceptedDomain | fl\n\n${domain}`).rest).toEqual([
      {
        line: 3,
        reason: 'unknownSide',
        what: 'Get-AcceptedDomain',
        of: ['onPremises', 'exchangeOnline'].map((side) => ({ side, cmdlet: 'Get-AcceptedDomain' })),
      },
    ]);
  });

  it('reads several outputs in one paste', () => {
    const text = [
      `${ems}Get-SendConnector | fl Name,TlsDomain`,
      formatList(
        [
          { Name: 'A', TlsDomain: 'x' },
          { Name: 'B', TlsDomain: '' },
        ],
        wide,
      ),
      `${ems}Get-ReceiveConnector -Server EX01 | fl Identity,TlsDomainCapabilities`,
      formatList([{ Identity: 'EX01\\A', TlsDomainCapabilities: ['a:b'] }], wide),
      ems,
    ].join('\r\n');
    expect(readPasted(text).outputs.map(({ cmdlet, server, complete, objects }) => [cmdlet, server, complete, objects.length])).toEqual([
      ['Get-SendConnector', undefined, true, 2],
      ['Get-ReceiveConnector', 'EX01', true, 1],
    ]);
  });

  it.each([
    ['Get-SendConnector', true],
    ['Get-SendConnector | fl Name,TlsDomain', true],
    ['Get-SendConnector | select Name,TlsDomain | fl', true],
    ['Get-SendConnector "A" | fl', false],
    ['Get-SendConnector -Identity A | fl', false],
    ['Get-SendConnector -Identity:$x | fl', false],
    ['Get-SendConnector | ? Enabled | fl', false],
    ['Get-SendConnector | where { $_.Name -eq "a|b" } | fl', false],
    ['Get-SendConnector | select -First 1 | fl', false],
    ['Get-SendConnector -DomainController dc01 | fl', false],
  ])('%s may show everything: %s', (command, complete) => {
    expect(one(`${ems}${command}\n\nName : A\nTlsDomain : x\n`).complete).toBe(complete);
  });
});

describe('the object', () => {
  it('has the name that only the command line says (step 3 of the support article)', () => {
    const name = '<I>CN=a<S>CN=b';
    expect(
      facts(`${ems}Get-SendConnector "Outbound to Office 365" | fl TlsCertificateName\n\n\nTlsCertificateName : ${name}\n`),
    ).toMatchObject([
      { name: 'Outbound to Office 365', identity: 'Outbound to Office 365', tlsCertificateName: name, enabled: '?notReturned Enabled' },
    ]);
    expect(
      facts(`${ems}Get-ReceiveConnector "EX01\\Default Frontend EX01" | fl TlsCertificateName\n\nTlsCertificateName :\n`),
    ).toMatchObject([{ server: 'EX01', name: 'Default Frontend EX01', identity: 'EX01\\Default Frontend EX01', tlsCertificateName: null }]);
  });

  it('has no name of a computed or general identity', () => {
    for (const identity of ['$name', '"$x"', 'Out*', '(Get-X)', '702d7df7-9e4a-462f-b133-12f89bcc8e8c']) {
      expect(
        facts(`${ems}Get-SendConnector ${identity} | fl TlsDomain,TlsAuthLevel\n\nTlsDomain : x\nTlsAuthLevel : EncryptionOnly\n`),
      ).toEqual([{ unreadable: 'Identity' }]);
    }
  });

  it('ends at an empty line, or where its first property comes again', () => {
    expect(facts(`${ems}Get-SendConnector|fl\nName : A\nTlsDomain : x\nName : B\nTlsDomain : y\n\nName : C\nTlsDomain : z`)).toMatchObject([
      { name: 'A', tlsDomain: 'x' },
      { name: 'B', tlsDomain: 'y' },
      { name: 'C', tlsDomain: 'z' },
    ]);
  });

  it('is the same when a web page put an empty line behind every line', () => {
    const lines = [
      `${ems}Get-SendConnector | fl`,
      '',
      'Name : A',
      'TlsDomain : x',
      'Enabled : True',
      '',
      'Name : B',
      'TlsDomain : y',
      'Enabled : False',
    ];
    expect(facts(lines.join('\n\n'))).toEqual(facts(lines.join('\n')));
    expect(facts(lines.join('\n'))).toMatchObject([
      { name: 'A', enabled: true },
      { name: 'B', enabled: false },
    ]);
  });

  it('has no private key in the words of a shell that does not know', () => {
    const rebuilt = 'Thumbprint : AA\nSubject : CN=a\nHasPrivateKey : False\nFriendlyName :\n';
    expect(facts(`PS C:\\>Get-ExchangeCertificate | fl\n\n${rebuilt}`)).toMatchObject([{ hasPrivateKey: '?notReturned HasPrivateKey' }]);
    expect(facts(`${ems}Get-ExchangeCertificate | fl\n\n${rebuilt}Services : SMTP\n`)).toMatchObject([{ hasPrivateKey: false }]);
  });

  it('has no private key in the words of a shell that names the properties of Exchange and has no value of them', () => {
    const empty = 'Thumbprint : AA\nSubject : CN=a\nServices :\nStatus :\nRootCAType :\nHasPrivateKey : False\nFriendlyName :\n';
    const command = 'Get-ExchangeCertificate | fl Thumbprint,Subject,Services,Status,RootCAType,HasPrivateKey,FriendlyName';
    expect(facts(`PS C:\\>${command}\n\n${empty}`)).toMatchObject([{ hasPrivateKey: '?notReturned HasPrivateKey' }]);
    expect(facts(`${ems}${command}\n\n${empty.replace('Status :', 'Status : Valid')}`)).toMatchObject([{ hasPrivateKey: false }]);
  });
});

describe('a value', () => {
  const object = (value: string) => {
    const [found] = one(`${ems}Get-SendConnector | fl\n\nName : A\nValue : ${value}\n`).objects;
    if (found === undefined) throw new Error('none');
    return found;
  };

  it.each([
    ['{}', []],
    ['{a}', ['a']],
    ['{a, b}', ['a', 'b']],
    ['{[::]:25, 0.0.0.0:25}', ['[::]:25', '0.0.0.0:25']],
    ['', []],
    ['<I>CN=a<S>CN=b', ['<I>CN=a<S>CN=b']],
    ['{<I>CN=a, O=b<S>CN=c, O=d:AcceptCloudServicesMail}', ['<I>CN=a, O=b<S>CN=c, O=d:AcceptCloudServicesMail']],
  ])('%s is a list', (text, list) => {
    expect(readTexts(object(text), 'Value')).toEqual(known(list));
  });

  it.each([
    '{a, b...}',
    '{a, b\u2026}',
    '{a, b...',
    '{a',
    '{a,}',
    '{{a, b}, c}',
    '{<I>CN=a, O=b<S>CN=c:x, <I>CN=d<S>CN=e:y}',
    'abc...',
    'abc\u2026',
    'CN=a, O=b,',
  ])('%s is no list that is known', (text) => {
    expect(readTexts(object(text), 'Value')).toEqual(unknown('unreadable', `Value: ${text}`));
    expect(readNullableText(object(text), 'Value')).toEqual(unknown('unreadable', `Value: ${text}`));
  });

  it('is a boolean only as PowerShell prints one, and a name is never one', () => {
    expect(readBoolean(object('True'), 'Value')).toEqual(known(true));
    expect(readBoolean(object('False'), 'Value')).toEqual(known(false));
    for (const text of ['true', 'Yes', '1', 'はい', '{True}', ''])
      expect(readBoolean(object(text), 'Value')).toEqual(unknown('unreadable', 'Value'));
    expect(readText(object('True'), 'Value')).toEqual(known('True'));
  });

  it('of an enum is known in the words that are known, not in another language', () => {
    const names = new Map([[16384, 'FrontendTransport']]);
    expect(readEnum(object('FrontendTransport'), 'Value', names)).toEqual(known('FrontendTransport'));
    expect(readEnum(object('フロントエンド トランスポート'), 'Value', names)).toEqual(unknown('unreadable', 'Value'));
  });

  it('is not known where a line stands behind it that is neither property nor continuation', () => {
    const text = `${ems}Get-HybridConfiguration\n\nSendingTransportServers : {A}\nTlsCertificateName : <I>CN=a, O=b<S>CN=c\nO=d\n`;
    expect(readNullableText(one(text).objects[0] ?? object(''), 'TlsCertificateName')).toEqual(
      unknown('unreadable', 'TlsCertificateName: <I>CN=a, O=b<S>CN=c'),
    );
  });

  it('is not known where its name comes twice', () => {
    expect(facts(`${ems}Get-SendConnector | fl\n\nName : A\nTlsDomain : x\nTlsDomain : y\n`)).toMatchObject([
      { tlsDomain: '?unreadable TlsDomain: y' },
    ]);
  });

  it('is read through the colors of PowerShell 7 and any line ends', () => {
    const colored = '\u001b[32;1mName      : \u001b[0mA\r\u001b[32;1mTlsDomain : \u001b[0mx\r';
    expect(facts(`${ems}Get-SendConnector | fl\r\r${colored}`)).toMatchObject([{ name: 'A', tlsDomain: 'x' }]);
  });
});

describe('wrapped lines', () => {
  const part = fc.constantFrom(
    'CN=Go Daddy Secure CA - G2',
    'O="GoDaddy.com, Inc."',
    'OU=http://certs.godaddy.com/repository/',
    'C=US',
    'O=日本の認証局',
    'L=東京 港区',
    'S=a',
    'OU=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
  );
  const dn = fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(', '));
  const shown = fc.record<Console>({
    width: fc.integer({ min: 60, max: 160 }),
    wrap: fc.constantFrom('word' as const, 'character' as const),
    trimmed: fc.boolean(),
  });
  const features = ['FreeBusy', 'MoveMailbox', 'Mailtips', 'MessageTracking', 'OwaRedirection', 'OnlineArchive', 'SecureMail', 'Photos'];

  /** The date that a shell of that language prints, and what else makes lines long. */
  const more = (wrap: Console['wrap']) => ({
    WhenChanged: wrap === 'word' ? '1/17/2025 4:37:31 PM' : '2025/01/17 16:37:31',
    Features: features,
    DistinguishedName: 'CN=Hybrid Configuration,CN=First Organization,CN=Microsoft Exchange,CN=Services,CN=Configuration,DC=contoso,DC=com',
  });

  it.each([true, false])('give the very value or an unknown one, never another (all properties: %s)', (everything) => {
    let [right, all] = [0, 0];
    fc.assert(
      fc.property(dn, dn, shown, (issuer, subject, console) => {
        const name = `<I>${issuer}<S>${subject}`;
        const object = { SendingTransportServers: ['EX01'], TlsCertificateName: name, ...(everything ? more(console.wrap) : {}) };
        const [read] = one(`${ems}Get-HybridConfiguration | fl${formatList([object], console)}`).objects;
        const value = read === undefined ? undefined : readNullableText(read, 'TlsCertificateName');
        all += 1;
        if (value?.known === true) {
          right += 1;
          expect(value.value).toBe(name);
        } else expect(value).toMatchObject({ reason: 'unreadable' });
      }),
      { numRuns: runs(3000) },
    );
    expect(right / all).toBeGreaterThan(everything ? 0.7 : 0.4);
  });

  it('of a list give the very list or an unknown one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('EX01', 'mail.contoso.com', 'サーバー1', 'a'), { minLength: 1, maxLength: 20 }),
        shown,
        (list, console) => {
          const text = formatList([{ SendingTransportServers: ['EX01'], Domains: list, Features: features }], console);
          const [object] = one(`${ems}Get-HybridConfiguration | fl${text}`).objects;
          const value = object === undefined ? undefined : propertyOf(object, 'Domains');
          const read = object === undefined || value === undefined ? undefined : readTexts(object, 'Domains');
          if (read?.known === true) expect(read.value).toEqual(list);
          else expect(read).toMatchObject({ reason: 'unreadable' });
        },
      ),
      { numRuns: runs(1000) },
    );
  });
});
