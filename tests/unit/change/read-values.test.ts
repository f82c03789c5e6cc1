import { describe, expect, it } from 'vitest';
import { propertyOf, psInt32, psList, psNull, psObject, psString, type PsValue } from '../../../shared/clixml/value.ts';
import type { CallOutcome } from '../../../shared/commands/call.ts';
import { appError, fail, ok, type Result } from '../../../shared/model/error.ts';
import { readFacts } from '../../../shared/plan/person-steps.ts';
import { readObject } from '../../../shared/plan/plan.ts';
import { readValues } from '../../../src-main/change/read-values.ts';
import type { Exchange, ReadOptions } from '../../../src-main/exchange/port.ts';
import { practiceOrganization } from '../../../src-main/exchange/practice/organizations/samples.ts';
import { openPractice } from '../../contract/practice.ts';
import { throughout } from '../../contract/throughout.ts';

const object = 'EX01\\Default Frontend EX01';
const step = { object, read: readObject('Get-ReceiveConnector', object), parameters: ['TlsCertificateName', 'TlsDomainCapabilities'] };
const practice = async (): Promise<Exchange> => openPractice(await practiceOrganization('renewal', new Date('2026-11-24T09:00:00.000Z')));
/** Practice, where the answer is another one. */
const answering = async (change: (objects: readonly PsValue[]) => Partial<CallOutcome>): Promise<Exchange> =>
  throughout(await practice(), async (_, send) => {
    const result = await send();
    return result.ok ? ok({ ...result.value, ...change(result.value.objects) }) : result;
  });
const failing = async (result: Result<CallOutcome>): Promise<Exchange> => throughout(await practice(), () => Promise.resolve(result));

describe('readValues', () => {
  it('gives the wanted values, the Guid and the domain controller', async () => {
    expect(await readValues(step, await practice())).toEqual(
      ok({
        values: {
          TlsCertificateName: expect.stringMatching(/^<I>CN=Fabrikam.*<S>CN=mail\.contoso\.com/) as string,
          TlsDomainCapabilities: ['mail.protection.outlook.com:AcceptCloudServicesMail'],
        },
        guid: expect.stringMatching(/^[\da-f-]{36}$/) as string,
        controller: 'dc01.contoso.com',
      }),
    );
  });

  it('has no Guid and no domain controller where none is sent', async () => {
    const exchange = await answering(() => ({ objects: [psObject({ TlsCertificateName: psNull, TlsDomainCapabilities: psString('a') })] }));
    expect(await readValues(step, exchange)).toEqual(
      ok({ values: { TlsCertificateName: null, TlsDomainCapabilities: ['a'] }, guid: null, controller: null }),
    );
  });

  it('fails when the object does not exist, with what Exchange says', async () => {
    const result = await readValues({ ...step, read: readObject('Get-ReceiveConnector', 'none') }, await practice());
    expect(result).toEqual(
      fail(
        appError('change.notVerified', {
          object,
          message: "The operation couldn't be performed because object 'none' couldn't be found on 'dc01.contoso.com'.",
        }),
      ),
    );
  });

  it('fails when no object or several come back', async () => {
    for (const objects of [[], [psObject({}), psObject({})]])
      expect(await readValues(step, await answering(() => ({ objects })))).toEqual(
        fail(appError('change.notVerified', { object, message: '' })),
      );
  });

  it.each([
    ['is not sent', undefined],
    ['is not understood', psInt32(1)],
  ])('fails when one value %s, and names it', async (_, value) => {
    const exchange = await answering(([first = psNull]) => ({
      objects: [
        psObject({
          TlsCertificateName: propertyOf(first, 'TlsCertificateName') ?? psNull,
          ...(value !== undefined && { TlsDomainCapabilities: value }),
        }),
      ],
    }));
    expect(await readValues(step, exchange)).toEqual(
      fail(appError('change.notVerified', { object, parameter: 'TlsDomainCapabilities', message: '' })),
    );
  });

  it('fails for a value that no cmdlet sets', async () => {
    expect(await readValues({ ...step, parameters: ['Enabled'] }, await practice())).toMatchObject({
      error: { code: 'change.notVerified', details: { parameter: 'Enabled' } },
    });
  });

  it('passes an error on, without an effect: a read changes nothing', async () => {
    const exchange = await failing(fail(appError('session.lost', { cmdlet: 'Get-ReceiveConnector' }, 'unknown')));
    expect(await readValues(step, exchange)).toEqual(fail(appError('session.lost', { cmdlet: 'Get-ReceiveConnector' })));
  });

  it('passes its limits on', async () => {
    const given: ReadOptions[] = [];
    const exchange = await practice();
    const { signal } = new AbortController();
    await readValues(
      step,
      { sides: exchange.sides, read: (calls, options = {}) => (given.push(options), exchange.read(calls, options)) },
      { signal, timeoutMs: 5 },
    );
    expect(given).toEqual([{ signal, timeoutMs: 5 }]);
  });
});

describe('facts', () => {
  const certificate = 'EX01\\A1';
  const facts = { object: certificate, read: readFacts('Get-ExchangeCertificate', 'EX01'), parameters: ['Installed', 'EnabledForSmtp'] };
  const row = psObject({ Thumbprint: psString('A1'), Services: psString('SMTP') });
  const silent = psObject({ Thumbprint: psString('A1') });
  const error = { message: 'denied', category: '', id: '', terminating: false };
  const answer = (objects: readonly PsValue[], errors: CallOutcome['errors'] = []): Promise<Exchange> =>
    failing(ok({ objects, errors, warnings: [], verbose: [] }));

  it('of a certificate are read from all certificates of its server', async () => {
    expect(await readValues(facts, await answer([psObject({ Thumbprint: psString('B2') }), row]))).toEqual(
      ok({ values: { Installed: true, EnabledForSmtp: true }, guid: null, controller: null }),
    );
  });

  it.each<[string, readonly PsValue[], CallOutcome['errors'], string]>([
    ['one of them is not known', [silent], [], ''],
    ['nothing came back', [], [], ''],
    ['an error came besides', [row], [error], 'denied'],
    ['only an error came', [], [error], 'denied'],
  ])('are none where %s', async (_, objects, errors, message) => {
    expect(await readValues(facts, await answer(objects, errors))).toEqual(
      fail(appError('change.notVerified', { object: certificate, message })),
    );
  });

  it('are none where none is asked for', async () => {
    expect(await readValues({ ...facts, parameters: [] }, await answer([row]))).toMatchObject({ ok: false });
  });

  it('of a service are read although one that does not run is an error besides', async () => {
    const health = psObject({ ServicesNotRunning: psList([psString('MSExchangeTransport')]), ServicesRunning: psList([]) });
    const service = { object: 'EX01\\MSExchangeTransport', read: readFacts('Test-ServiceHealth', 'EX01'), parameters: ['Running'] };
    expect(await readValues(service, await answer([health], [error]))).toMatchObject(ok({ values: { Running: false } }));
  });
});
