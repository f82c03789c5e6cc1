import { describe, expect, it } from 'vitest';
import { judgeCertificates } from '../../../shared/rules/judge-certificates.ts';
import { organizationSchema } from '../../../shared/model/organization.ts';
import { practiceScenarios } from '../../../shared/model/sample-organization.ts';
import { collectOrganization } from '../../../src-main/exchange/inventory/inventory.ts';
import { openPractice } from '../../contract/practice.ts';
import { practiceOrganization } from '../../../src-main/exchange/practice/organizations/samples.ts';
import { known } from '../../../shared/model/known.ts';
import * as v from 'valibot';

const at = new Date('2026-06-01T12:00:00.000Z');

describe('the sample organizations', () => {
  it.each(practiceScenarios)('%s is gathered as its schema says', async (scenario) => {
    const exchange = await openPractice(await practiceOrganization(scenario, at));
    const result = await collectOrganization(exchange, { now: () => at, onProgress: () => undefined });
    expect(result.ok && v.is(organizationSchema, result.value)).toBe(true);
  });

  it('renewal has one certificate to choose besides the one in use', async () => {
    const exchange = await openPractice(await practiceOrganization('renewal', at));
    const result = await collectOrganization(exchange, { now: () => at, onProgress: () => undefined });
    const usable = result.ok ? judgeCertificates(result.value).filter(({ verdict }) => verdict === 'qualifies') : [];
    expect(usable.map(({ facts, inUse }) => [facts.issuer, inUse])).toEqual([
      ['CN=Fabrikam Trust TLS RSA CA 2025, O=Fabrikam Trust, C=US', known(true)],
      ['CN=Fabrikam Trust TLS RSA CA 2026, O=Fabrikam Trust, C=US', known(false)],
    ]);
  });
});
