/** How the property tests choose their data: the ordinary tests always in the same way, an exploration in a new one. */

/** Any number will do, as long as it stays: a run that fails on one machine fails on every machine. */
const fixedSeed = 20261128;

/** Set by `npm run test:explore`. */
export const seedVariable = 'HCW_PROPERTY_SEED';
export const factorVariable = 'HCW_PROPERTY_FACTOR';

const numberOf = (name: string, otherwise: number): number => {
  const text = process.env[name];
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`${name} must be a whole number: ${text}`);
  return value;
};

export const propertySeed = (): number => numberOf(seedVariable, fixedSeed);

/** The runs of a property that takes `ordinary` of them in `npm test`; many times as many in an exploration. */
export const runs = (ordinary: number): number => ordinary * numberOf(factorVariable, 1);
