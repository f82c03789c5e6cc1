import { describe, expect, it } from 'vitest';
import { isKnownTrue, known, unknown } from '../../../shared/model/known.ts';
import type { Organization } from '../../../shared/model/organization.ts';
import { predictPresented } from '../../../shared/rules/presented.ts';
import { referenceMatrix, type MatrixRow } from '../../../shared/rules/reference-matrix.ts';
import { certificateReferences } from '../../../shared/rules/references.ts';
import { judgeCertificates } from '../../../shared/rules/judge-certificates.ts';
import { organizationOf } from '../cli/organizations.ts';

/** The matrix for the certificate that qualifies and is not in use. */
function matrixOf(organization: Organization): readonly MatrixRow[] {
  const chosen = judgeCertificates(organization).find(({ verdict, inUse }) => verdict === 'qualifies' && !isKnownTrue(inUse));
  if (chosen === undefined) throw new Error('no certificate qualifies');
  return referenceMatrix(
    organization,
    certificateReferences(organization, chosen),
    predictPresented(organization, chosen.name),
    chosen.thumbprint,
  );
}

/** The organization with other receive connectors on one server. */
const withConnectors = (
  organization: Organization,
  server: string,
  change: (
    connectors: Organization['hybridServers'][number]['receiveConnectors'],
  ) => Organization['hybridServers'][number]['receiveConnectors'],
): Organization => ({
  ...organization,
  hybridServers: organization.hybridServers.map((one) =>
    one.name === server ? { ...one, receiveConnectors: change(one.receiveConnectors) } : one,
  ),
});

const serversOf = (rows: readonly MatrixRow[]): readonly (readonly string[])[] => rows.map(({ servers }) => servers);
const numbered = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `EX${String(from + index).padStart(2, '0')}`);

describe('the matrix of servers and references', () => {
  it('has one row for servers with the same values', async () => {
    expect(serversOf(matrixOf(await organizationOf('renewal')))).toEqual([['EX01', 'EX02', 'EX03']]);
    const rows = matrixOf(await organizationOf('fortyServers'));
    expect(serversOf(rows)).toEqual([numbered(1, 30), numbered(31, 40)]);
    expect(rows.map(({ values }) => values.others)).toEqual([known([]), known([{ connector: 'EX31\\Relay EX31', names: 'other' }])]);
  });

  it('warns of another connector that names the certificate that is replaced, and puts it first', async () => {
    const organization = await organizationOf('fortyServers');
    const name = organization.hybridConfiguration.known ? organization.hybridConfiguration.value?.tlsCertificateName : undefined;
    if (name === undefined) throw new Error('no certificate name');
    const changed = withConnectors(organization, 'EX35', (connectors) =>
      connectors.known
        ? known(connectors.value.map((one) => (one.name.startsWith('Relay') ? { ...one, tlsCertificateName: name } : one)))
        : connectors,
    );
    const [first] = matrixOf(changed);
    expect(first).toMatchObject({
      servers: ['EX35'],
      severity: 'warn',
      values: { others: known([{ connector: 'EX35\\Relay EX35', names: 'old' }]) },
    });
  });

  it('says unknown of connectors that were not read, never that there are none', async () => {
    const organization = await organizationOf('renewal');
    const [unread] = matrixOf(withConnectors(organization, 'EX02', () => unknown('failed', 'RPC')));
    expect(unread).toMatchObject({ servers: ['EX02'], severity: 'unknown', values: { others: unknown('failed', 'RPC') } });
    const [nameless] = matrixOf(
      withConnectors(organization, 'EX03', (connectors) =>
        connectors.known
          ? known(
              connectors.value.map((one) =>
                one.name.startsWith('Client') ? { ...one, tlsCertificateName: unknown('notReturned', 'x') } : one,
              ),
            )
          : connectors,
      ),
    );
    expect(nameless).toMatchObject({ servers: ['EX03'], values: { others: unknown('notReturned', 'x') } });
  });
});
