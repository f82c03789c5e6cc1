import { describe, expect, it } from 'vitest';
import { mailFlow } from '../../../shared/mail-flow/mail-flow.ts';
import { directions } from '../../../shared/mail-flow/verdict.ts';
import { presentedFindings } from '../../../shared/rules/presented-findings.ts';
import { predictPresented, selectByName } from '../../../shared/rules/presented.ts';
import { known } from '../../../shared/model/known.ts';
import { flowCases } from '../mail-flow/cases.ts';
import { day, presentedCases, presenting, sibling } from './presented-cases.ts';
import { at, certificate, facts, issuer, newName, organization, subject } from './sample.ts';

const chosen = { facts: facts(), name: { issuer, subject } };

describe('what each server presents', () => {
  it.each(presentedCases)('$rule: $title gives $expected', ({ organization: value, rule, expected }) => {
    const findings = presentedFindings(value, chosen).filter((finding) => finding.rule === rule);
    expect(findings.map(({ variant }) => variant)).toEqual(expected);
  });

  it('is told for each connector on each server, now and after', () => {
    const old = sibling({ thumbprint: 'C3', issuer: 'CN=Fabrikam Trust TLS RSA CA 2025, O=Fabrikam Trust, C=US' });
    const value = presenting(
      { EX01: known(newName.toUpperCase()), EX02: known(null) },
      { EX01: known([certificate()]), EX02: known([old]) },
    );
    expect(predictPresented(value, chosen.name)).toMatchObject([
      {
        direction: 'receive',
        server: 'EX01',
        connector: 'EX01\\Default Frontend EX01',
        now: known({ kind: 'certificate', thumbprint: 'A1', notAfter: facts().notAfter, uncertainties: [], competing: null }),
        after: { value: { thumbprint: 'A1' } },
      },
      {
        direction: 'receive',
        server: 'EX02',
        now: known({ kind: 'noneByFqdn', fqdn: 'ex02.contoso.com' }),
        after: known({ kind: 'none', reason: 'noMatch' }),
      },
      { direction: 'send', server: 'EX01', connector: 'Outbound to Office 365' },
    ]);
  });

  it('is the same as what mail flow is computed with', () => {
    const compared = flowCases.flatMap(({ organization: value }) => {
      const flow = mailFlow(value);
      const flows = directions.flatMap((direction) => flow[direction].servers);
      return predictPresented(value, chosen.name).flatMap(({ server, connector, now }) =>
        flows
          .filter((one) => one.server === server && one.connector === connector)
          .map(({ presented }) => [
            presented.known ? (presented.value.certificate?.facts.thumbprint ?? 'none') : presented.reason,
            now.known ? ('thumbprint' in now.value ? now.value.thumbprint : 'none') : now.reason,
          ]),
      );
    });
    expect(compared.length).toBeGreaterThan(50);
    expect(compared.filter(([inFlow, predicted]) => inFlow !== predicted)).toEqual([]);
  });

  it('names the server as the hybrid configuration does, whichever name the send connector uses', () => {
    const [row] = predictPresented(organization({ sendConnectors: known([]) }), chosen.name);
    expect(row?.server).toBe('EX01');
  });

  it('does not depend on the order of the store, even when two expire together', () => {
    const store = [certificate(), sibling({}), sibling({ thumbprint: 'C3', notBefore: day(-40) })];
    const select = (certificates: typeof store): unknown => selectByName(chosen.name, known(certificates), at);
    expect(select(store)).toEqual(select([...store].reverse()));
    expect(select(store)).toMatchObject({ value: { thumbprint: 'A1' } });
  });
});
