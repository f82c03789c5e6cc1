import { describe, expect, it } from 'vitest';
import { propertyOf, psInt32, psNull, psObject, psString, type PsValue } from '../../../shared/clixml/value.ts';
import type { CallOutcome } from '../../../shared/commands/call.ts';
import { appError, fail, ok, type Result } from '../../../shared/model/error.ts';
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
