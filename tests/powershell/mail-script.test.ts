/** The block that asks Exchange about mail in guided mode, by PowerShell, as an administrator pastes it: over implicit remoting, and online. */
import { afterEach, describe, expect, it } from 'vitest';
import { delayedIn, queuesIn, searchIn, validationIn } from '../../shared/proof/mail-answers.ts';
import { mailScript, readPrintedMail } from '../../shared/proof/mail-script.ts';
import type { MadeWord } from '../../shared/proof/seals.ts';
import { organizationWithMail } from '../contract/mail.ts';
import { createExchange, type ExchangeEnvironment } from './environment/create-exchange.ts';
import { runScript } from './environment/run-script.ts';

let environment: ExchangeEnvironment | undefined;
afterEach(async () => {
  await environment?.dispose();
  environment = undefined;
});

const words: readonly MadeWord[] = [{ direction: 'toExchangeOnline', word: 'HCW-2345-6789', since: '2026-11-24T08:00:00.000Z' }];
const servers = ['EX01', 'EX02', "EX09'; exit"];

async function printed(connect: (exchange: ExchangeEnvironment) => string, script: string): Promise<string> {
  const exchange = await createExchange(await organizationWithMail());
  environment = exchange;
  const { lines, errors } = await runScript(exchange, [connect(exchange), script].join('\n'));
  if (errors !== '') throw new Error(errors);
  return lines.join('\r\n');
}
const importing = ({ onPremisesConnection: { host, userName, keyFile, port, subsystem } }: ExchangeEnvironment): string =>
  [
    `$session = New-PSSession -HostName '${host}' -UserName '${userName}' -KeyFilePath '${keyFile}' -Port ${String(port)} -Subsystem '${subsystem}'`,
    "$null = Import-PSSession $session -CommandName 'Get-Queue', 'Get-SendConnector', 'Get-MessageTrackingLog' -DisableNameChecking",
  ].join('\n');
const online = (): string => '$null = Connect-ExchangeOnline -ShowBanner:$false';

describe('the block for the Exchange Management Shell', () => {
  it('prints what the queues and the tracking logs of every server say, also that one could not be asked', async () => {
    const text = await printed(importing, mailScript({ side: 'onPremises', servers, words, validated: null }));
    const mail = readPrintedMail(text, words);
    const found = queuesIn(mail?.answers ?? [], { servers, connectors: ['Outbound to Office 365'] });
    expect(found.servers).toMatchObject([
      {
        result: {
          state: 'read',
          queues: 2,
          errors: [{ messages: 3, triedAt: '2026-11-24T10:00:00.000Z', isHybrid: expect.anything() as boolean }],
        },
      },
      { result: { state: 'read', queues: 0 } },
      { result: { state: 'unread', code: 'cmdlet.failed' } },
    ]);
    const [word] = words;
    if (word === undefined) throw new Error('no word');
    const search = searchIn(mail?.answers ?? [], { ...word, servers, isOnlineSkipped: false });
    expect(search.servers.map(({ result }) => (result.state === 'read' ? result.events.length : result.state))).toEqual([0, 1, 'unread']);
    expect(search.online).toMatchObject({ state: 'unread', code: 'guided.notCollected' });
    expect(mail?.side).toBe('onPremises');
  });
});

describe('the block for Exchange Online PowerShell', () => {
  it('prints delayed mail with its reason and the trace of the message', async () => {
    const text = await printed(online, mailScript({ side: 'exchangeOnline', servers, words, validated: null }));
    const mail = readPrintedMail(text, words);
    expect(delayedIn(mail?.answers ?? [], { domains: ['contoso.com'], since: null }).result).toMatchObject({
      state: 'read',
      messages: 1,
      errors: [{ error: expect.stringContaining('STARTTLS is required') as string }],
      isWhole: true,
    });
  });

  it('prints the result of a validation as it is', async () => {
    const validated = {
      connector: (await organizationWithMail()).exchangeOnline.outboundConnectors[0]?.name ?? '',
      recipient: 'b@contoso.com',
    };
    const text = await printed(online, mailScript({ side: 'exchangeOnline', servers: [], words: [], validated }));
    const mail = readPrintedMail(text, words);
    expect(mail?.validation).toMatchObject(validated);
    expect(mail?.validation === null || mail === undefined ? null : validationIn(mail.validation.result)).toMatchObject({
      state: 'answered',
      says: 'succeeded',
      lines: expect.arrayContaining(['Status: Succeeded']) as string[],
    });
  });
});
