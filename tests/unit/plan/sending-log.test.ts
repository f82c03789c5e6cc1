/** The log of the send connectors as a part of a plan: only where it was read to be off, and put back with the run. */
import { describe, expect, it } from 'vitest';
import { known, unknown } from '../../../shared/model/known.ts';
import type { Organization } from '../../../shared/model/organization.ts';
import { methodForecasts } from '../../../shared/plan/methods.ts';
import { makePlan } from '../../../shared/plan/make-plan.ts';
import { callSteps, methods, type Method, type Plan } from '../../../shared/plan/plan.ts';
import { endOfLog, sendingLog } from '../../../shared/plan/sending-log.ts';
import { formatCertificateName } from '../../../shared/x509/certificate-name.ts';
import { sendConnector } from '../rules/sample.ts';
import { certificate, ids, policy, renewing } from './made-plans.ts';

const level = { off: known('None'), on: known('Verbose'), unread: unknown('failed', 'access denied') } as const;
const hybrid = sendConnector();
const withLevel = (protocolLoggingLevel: typeof hybrid.protocolLoggingLevel, more: readonly (typeof hybrid)[] = []): Organization =>
  renewing(certificate, { sendConnectors: known([{ ...hybrid, protocolLoggingLevel }, ...more]) });
const logging = (value: Organization, method: Method): Plan =>
  makePlan(value, certificate, method, { id: 'plan-1', policy: { ...policy, logsSending: true } });
const plain = (value: Organization, method: Method): Plan => makePlan(value, certificate, method, { id: 'plan-1', policy });

describe('the log of the send connectors', () => {
  it('is offered where it is off, and named where that was not read', () => {
    const others = [
      { ...hybrid, identity: 'Second', name: 'Second', protocolLoggingLevel: level.unread },
      {
        ...hybrid,
        identity: 'Internet',
        name: 'Internet',
        tlsDomain: known(null),
        addressSpaces: known(['SMTP:*;1']),
        cloudServicesMailEnabled: known(false),
      },
    ];
    expect(sendingLog(withLevel(level.off, others))).toMatchObject({ silent: [hybrid.identity], unread: ['Second'] });
    expect(sendingLog(withLevel(level.on))).toMatchObject({ silent: [], unread: [] });
    expect(sendingLog(renewing(certificate, { sendConnectors: level.unread }))).toMatchObject({ silent: [], unread: [] });
  });

  it('says whether the session may switch it on', () => {
    const rights = (isOffered: boolean): Organization => ({ ...withLevel(level.off), rights: known({ 'Set-SendConnector': isOffered }) });
    expect(sendingLog(rights(false)).offered).toEqual(known(false));
    expect(sendingLog(rights(true)).offered).toEqual(known(true));
  });

  it.each(['certificateOnly', 'reset'] as const)('is switched on before every other step, by a step of its own (%s)', (method) => {
    const value = withLevel(level.off);
    expect(ids(logging(value, method))).toEqual([`log ${hybrid.identity}`, ...ids(plain(value, method))]);
    const [step] = callSteps(logging(value, method));
    expect(step).toMatchObject({
      server: '',
      object: hybrid.identity,
      reason: 'logSending',
      before: { ProtocolLoggingLevel: 'None' },
      after: { ProtocolLoggingLevel: 'Verbose' },
      call: { cmdlet: 'Set-SendConnector', parameters: { Identity: hybrid.identity, ProtocolLoggingLevel: 'Verbose' } },
      undo: { cmdlet: 'Set-SendConnector', parameters: { Identity: hybrid.identity, ProtocolLoggingLevel: 'None' } },
    });
  });

  it('is a value more in the step that names the certificate on the connector, so that no object has two steps', () => {
    const value = withLevel(level.off);
    expect(ids(logging(value, 'direct'))).toEqual(ids(plain(value, 'direct')));
    const name = formatCertificateName(certificate.name);
    const step = callSteps(logging(value, 'direct')).find(({ object }) => object === hybrid.identity);
    expect(step).toMatchObject({
      reason: 'nameOnSendConnector',
      after: { TlsCertificateName: name, ProtocolLoggingLevel: 'Verbose' },
      call: { parameters: { Identity: hybrid.identity, TlsCertificateName: name, ProtocolLoggingLevel: 'Verbose' } },
    });
    expect(Object.keys(step?.before ?? {})).toEqual(['TlsCertificateName', 'ProtocolLoggingLevel']);
  });

  it('is the reason of that step where the connector has the name already', () => {
    const name = known(formatCertificateName(certificate.name));
    const value = renewing(certificate, {
      sendConnectors: known([{ ...hybrid, tlsCertificateName: name, protocolLoggingLevel: level.off }]),
    });
    expect(callSteps(logging(value, 'direct')).find(({ object }) => object === hybrid.identity)?.reason).toBe('logSending');
  });

  it.each(['on', 'unread'] as const)('is no part of the plan where it is %s, or was not chosen', (state) => {
    const value = withLevel(level[state]);
    for (const method of methods) expect(logging(value, method).steps).toEqual(plain(value, method).steps);
    for (const method of methods)
      for (const { after } of callSteps(plain(withLevel(level.off), method))) expect(after).not.toHaveProperty('ProtocolLoggingLevel');
  });

  it('changes nothing of the forecast but the numbers of the steps', () => {
    const value = withLevel(level.off);
    for (const [index, forecasts] of methodForecasts(value, certificate, true).entries()) {
      const without = methodForecasts(value, certificate)[index];
      expect(forecasts).toMatchObject({ weakens: without?.weakens, endsInternal: without?.endsInternal });
      expect(forecasts.steps.length).toBe((without?.steps.length ?? 0) + (forecasts.method === 'direct' ? 0 : 1));
    }
  });

  it('is ended by the former level alone', () => {
    const step = callSteps(logging(withLevel(level.off), 'direct')).find(({ object }) => object === hybrid.identity);
    expect(step === undefined ? undefined : endOfLog(step)).toMatchObject({
      cmdlet: 'Set-SendConnector',
      parameters: { Identity: hybrid.identity, ProtocolLoggingLevel: 'None' },
    });
    expect(callSteps(plain(withLevel(level.off), 'direct')).map(endOfLog)).not.toContainEqual(expect.anything());
  });
});
