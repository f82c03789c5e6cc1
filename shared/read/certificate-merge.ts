/** Several sources of one certificate: the first that knows is believed, and who contradicts it is kept. */
import { comparedProperties, type Disagreement, type KeyProvider, type ServerCertificate } from '../model/certificate.ts';
import type { Known } from '../model/known.ts';
import { toldProperties, type Account, type Told } from './certificate-accounts.ts';

export type Merged = Told & Pick<ServerCertificate, 'sources' | 'disagreements'>;

/**
 * `accounts`, the most trusted first; `otherwise` is what to say where no source says more than that
 * a value was not sent.
 */
export function mergeAccounts(accounts: readonly Account[], otherwise: Known<never> | undefined): Merged {
  const pick = <K extends keyof Told>(property: K): Told[K] =>
    firstKnown(accounts.map(({ told }) => told[property]) as Told[K][], otherwise);
  return {
    services: pick('services'),
    status: pick('status'),
    rootCAType: pick('rootCAType'),
    isSelfSigned: pick('isSelfSigned'),
    hasPrivateKey: pick('hasPrivateKey'),
    privateKeyExportable: pick('privateKeyExportable'),
    keyProvider: pick('keyProvider'),
    friendlyName: pick('friendlyName'),
    sources: accounts.filter(({ told }) => toldProperties.some((property) => told[property].known)).map(({ source }) => source),
    disagreements: comparedProperties.flatMap((property) => (property === 'thumbprint' ? [] : disagreementsOf(property, accounts))),
  };
}

/** What was not understood says more than what was not sent. */
function firstKnown<T extends Known<unknown>>(values: readonly T[], otherwise: Known<never> | undefined): T {
  const [first] = values;
  const value = values.find(({ known }) => known) ?? values.find((one) => !one.known && one.reason !== 'notReturned');
  return (value ?? otherwise ?? first) as T;
}

function disagreementsOf(property: Exclude<Disagreement['property'], 'thumbprint'>, accounts: readonly Account[]): Disagreement[] {
  const said = accounts.flatMap(({ source, told }) => {
    const value = told[property];
    return value.known ? [{ source, value: textOf(value.value) }] : [];
  });
  const [a, ...others] = said;
  return a === undefined ? [] : others.filter(({ value }) => value !== a.value).map((b) => ({ property, a, b }));
}

/** Services are a set: sources list them in different orders. */
const textOf = (value: Exclude<Extract<Told[keyof Told], { readonly known: true }>['value'], KeyProvider>): string =>
  Array.isArray(value) ? [...value].sort().join(', ') : String(value);
