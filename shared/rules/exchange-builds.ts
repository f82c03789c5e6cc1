/** Which cumulative update a server has, and which is the newest of its product that the table knows. */
import table from './exchange-builds.json';

export interface Build {
  /** e.g. `15.2.1748.10` */
  readonly version: string;
  /** e.g. `Exchange 2019 CU15` or `Exchange 2019 CU15 Apr25HU` */
  readonly name: string;
  /** YYYY-MM-DD */
  readonly date: string;
  /** e.g. `KB5042461`; '' when the list names none */
  readonly kb: string;
}

export interface BuildTable {
  readonly source: string;
  /** YYYY-MM-DD of the newest entry */
  readonly newest: string;
  readonly builds: readonly Build[];
}

/** The list of builds that this version of the product carries. */
export const buildTable: BuildTable = table;

export interface CumulativeUpdates {
  /** e.g. `Exchange 2019` */
  readonly product: string;
  readonly installed: Build;
  readonly newest: Build;
  /** How many cumulative updates of the product in the table are newer */
  readonly newer: number;
  /** YYYY-MM-DD on which Microsoft's support ended, `undefined` while it has not */
  readonly endOfSupport: string | undefined;
}

/** Ends of support that are past (learn.microsoft.com/lifecycle). */
const endsOfSupport: ReadonlyMap<string, string> = new Map([
  ['Exchange 2007', '2017-04-11'],
  ['Exchange 2010', '2020-10-13'],
  ['Exchange 2013', '2023-04-11'],
  ['Exchange 2016', '2025-10-14'],
  ['Exchange 2019', '2025-10-14'],
]);

/**
 * The cumulative update of an AdminDisplayVersion and the newest known one of the same product;
 * `undefined` when the table does not have that build. Only the cumulative update can be told:
 * AdminDisplayVersion does not change with a security update.
 */
export function newestCumulativeUpdate(version: string, { builds }: BuildTable): CumulativeUpdates | undefined {
  const installed = builds.find((build) => sameUpdate(build.version, version));
  if (installed === undefined) return undefined;
  const product = productOf(installed);
  if (product === undefined) return undefined;
  const later = builds
    .filter(
      (build) => productOf(build) === product && !build.name.endsWith('Preview') && compareBuilds(build.version, installed.version) > 0,
    )
    // Within one cumulative update the list is in order of release, so the first entry is the update itself.
    .filter((build, index, all) => all.findIndex(({ version: other }) => sameUpdate(other, build.version)) === index);
  // Stryker disable next-line EqualityOperator: two cumulative updates never have the same number
  const newest = later.reduce((best, build) => (compareBuilds(build.version, best.version) > 0 ? build : best), installed);
  return { product, installed, newest, newer: later.length, endOfSupport: endsOfSupport.get(product) };
}

/** Whether two versions differ at most in the revision, which security updates count. */
const sameUpdate = (a: string, b: string): boolean => compareBuilds(a, b) === 0;

const productOf = (build: Build): string | undefined => /^Exchange (?:\d{4}|SE)/.exec(build.name)?.[0];

/** Compares major, minor and build; the revision counts security updates. */
function compareBuilds(a: string, b: string): number {
  const left = a.split('.').map(Number);
  const right = b.split('.').map(Number);
  for (const index of [0, 1, 2]) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
