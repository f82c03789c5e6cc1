/** What the direct method plans: every name, on both sides, in the order that keeps mail flow, and everything that is left out by name. */
import { describe, expect, it } from 'vitest';
import { renderCall } from '../../../shared/commands/render.ts';
import { known, unknown } from '../../../shared/model/known.ts';
import type { Organization } from '../../../shared/model/organization.ts';
import type { NewCertificate } from '../../../shared/plan/draft.ts';
import { callSteps, isUnchanged, type Plan } from '../../../shared/plan/plan.ts';
import {
  acceptedDomain,
  facts,
  hybridConfiguration,
  hybridServer,
  inbound,
  issuer,
  newName,
  oldName,
  organization,
  outbound,
  sendConnector,
} from '../rules/sample.ts';
import { ids, plan, renewing } from './made-plans.ts';

/** Each step in one line, as it is shown. */
const sent = ({ steps }: Plan): readonly string[] => steps.map((step) => (step.kind === 'call' ? renderCall(step.call) : step.id));

describe('the direct method', () => {
  const set = (cmdlet: string, identity: string, name = newName): string =>
    `${cmdlet} -Identity '${identity}' -TlsCertificateName '${name}'`;

  it('goes from the old name straight to the new one: send connectors, receive connectors, hybrid configuration', () => {
    const made = plan(organization(), 'direct');
    expect(sent(made)).toEqual([
      set('Set-SendConnector', 'Outbound to Office 365'),
      set('Set-ReceiveConnector', 'EX01\\Default Frontend EX01'),
      set('Set-ReceiveConnector', 'EX02\\Default Frontend EX02'),
      `Set-HybridConfiguration -TlsCertificateName '${newName}'`,
    ]);
    expect(callSteps(made).map(({ before, after, undo }) => [before, after, undo?.parameters['TlsCertificateName']])).toEqual(
      Array.from({ length: 4 }, () => [{ TlsCertificateName: oldName }, { TlsCertificateName: newName }, oldName]),
    );
    expect(made.steps.map(({ reason }) => reason)).toEqual([
      'nameOnSendConnector',
      'nameOnReceiveConnector',
      'nameOnReceiveConnector',
      'nameInHybridConfiguration',
    ]);
    expect(made.steps.flatMap(({ weakens }) => weakens)).toEqual([]);
  });

  it('sends nothing where the name is the same already', () => {
    const made = plan(
      organization({
        hybridConfiguration: known(hybridConfiguration(newName)),
        sendConnectors: known([sendConnector({ tlsCertificateName: known(newName) })]),
      }),
      'direct',
    );
    expect(callSteps(made).map((step) => [step.id, isUnchanged(step)])).toEqual([
      ['send Outbound to Office 365', true],
      ['receive EX01', false],
      ['receive EX02', false],
      ['configuration', true],
    ]);
  });

  it('names what is left out: send connectors that were not read, one whose name is unknown, the hybrid configuration', () => {
    const left = (changes: Partial<Organization>): Plan['leftOut'] => plan(organization(changes), 'direct').leftOut;
    expect(left({ sendConnectors: unknown('timedOut', '60 s') })).toEqual([
      { server: '', reason: 'timedOut', evidence: 'Get-SendConnector' },
    ]);
    expect(left({ sendConnectors: known([sendConnector({ tlsCertificateName: unknown('unreadable', 'x') })]) })).toEqual([
      { server: '', reason: 'unreadable', evidence: 'Outbound to Office 365' },
    ]);
    expect(left({ hybridConfiguration: unknown('failed', 'x') }).filter(({ evidence }) => evidence === 'Get-HybridConfiguration')).toEqual([
      { server: '', reason: 'failed', evidence: 'Get-HybridConfiguration' },
    ]);
    expect(left({ hybridServers: [hybridServer('EX01', { receiveConnectors: unknown('denied', 'x') }), hybridServer('EX02')] })).toEqual([
      { server: 'EX01', reason: 'denied', evidence: 'x' },
    ]);
  });

  describe('on Exchange Online', () => {
    const online = (changes: Parameters<typeof inbound>[0], others: Parameters<typeof outbound>[0] = {}): Organization => ({
      ...organization(),
      exchangeOnline: {
        ...organization().exchangeOnline,
        inboundConnectors: known([inbound(changes)]),
        outboundConnectors: known([outbound(others)]),
      },
    });
    /** The certificate of another host: its names match nothing that is there. */
    const elsewhere: NewCertificate = {
      name: { issuer, subject: 'CN=smtp.contoso.com' },
      facts: facts({ subject: 'CN=smtp.contoso.com', names: ['smtp.contoso.com'] }),
    };

    it('sets nothing while the names match', () => {
      expect(plan(online({}), 'direct').steps).toHaveLength(4);
      expect(plan(online({}, { tlsDomain: known('*.contoso.com') }), 'direct').steps).toHaveLength(4);
    });

    it('sets nothing where no name is set', () => {
      expect(plan(online({ tlsSenderCertificateName: known(null) }, { tlsDomain: known(null) }), 'direct').steps).toHaveLength(4);
    });

    it('sets the host name that is demanded where it no longer matches', () => {
      const made = plan(online({}), 'direct', elsewhere);
      const [step] = callSteps(made).filter(({ reason }) => reason === 'tlsDomain');
      expect(step).toMatchObject({
        id: 'outbound Outbound to 1',
        server: '',
        before: { TlsDomain: 'mail.contoso.com' },
        call: {
          side: 'exchangeOnline',
          cmdlet: 'Set-OutboundConnector',
          parameters: { Identity: 'Outbound to 1', TlsDomain: 'smtp.contoso.com' },
        },
        after: { TlsDomain: 'smtp.contoso.com' },
      });
    });

    it('sets the name of the sender where it no longer identifies one', () => {
      const made = plan(online({ tlsSenderCertificateName: known('mail.fabrikam.com') }), 'direct');
      const [step] = callSteps(made).filter(({ reason }) => reason === 'senderName');
      expect(step).toMatchObject({
        id: 'inbound Inbound from 1',
        server: '',
        before: { TlsSenderCertificateName: 'mail.fabrikam.com' },
        call: { side: 'exchangeOnline', cmdlet: 'Set-InboundConnector' },
      });
      expect(step?.after['TlsSenderCertificateName']).toMatch(/contoso\.com$/);
    });

    // Mail from Exchange Online demands the host name of what the receive connectors present.
    it('comes after the on-premises steps where it keeps mail flow no better before them', () => {
      const made = plan(renewing(elsewhere), 'direct', elsewhere);
      expect(ids(made).at(-1)).toBe('outbound Outbound to 1');
      expect(made.steps.map(({ weakens }) => weakens.length)).toEqual([0, 1, 2, 2, 0]);
    });

    // Mail to Exchange Online is identified by what the send connector presents: it is the next step.
    it('comes before them where only the next step is still missing then', () => {
      const partner: NewCertificate = {
        name: { issuer, subject: 'CN=mail.fabrikam.com' },
        facts: facts({ subject: 'CN=mail.fabrikam.com', names: ['mail.fabrikam.com'] }),
      };
      const domains = known(['contoso.com', 'fabrikam.com'].map((domain) => acceptedDomain(domain)));
      const value = renewing(partner, {
        acceptedDomains: domains,
        exchangeOnline: {
          acceptedDomains: domains,
          inboundConnectors: known([inbound()]),
          outboundConnectors: known([outbound({ tlsDomain: known(null) })]),
        },
      });
      const made = plan(value, 'direct', partner);
      expect(ids(made)[0]).toBe('inbound Inbound from 1');
      expect(made.steps.map(({ weakens }) => weakens.length > 0)).toEqual([true, false, false, false, false]);
    });

    it('is left out by name where a value is unknown', () => {
      expect(plan(online({ tlsSenderCertificateName: unknown('denied', 'x') }), 'direct').leftOut).toEqual([
        { server: '', reason: 'denied', evidence: 'Get-InboundConnector Inbound from 1' },
      ]);
    });
  });
});
