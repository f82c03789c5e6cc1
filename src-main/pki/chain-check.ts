/**
 * The three requests behind the check of chain and revocation: ask a mail server for its certificate, build the
 * chains, and, only when the administrator asks for it, contact the addresses that the certificates name.
 */
import { isPractice } from '../../shared/model/mode.ts';
import { some, type Known } from '../../shared/model/known.ts';
import { appError, fail, ok, type Result } from '../../shared/model/error.ts';
import type { Organization } from '../../shared/model/organization.ts';
import { mailServersOf } from '../../shared/rules/mail-servers.ts';
import type { WizardView } from '../../shared/wizard/view.ts';
import type {
  ChainCheck,
  MailServer,
  Revocation,
  RevocationFault,
  RevocationQuestion,
  ServerAnswer,
} from '../../shared/x509/verification.ts';
import { briefOf, chainOfLeaf, chainOfServer, type Certificate, type Linkable } from './chain.ts';
import { addressOf, fetchBytes, maxResponseBytes, responseTimeoutMs } from './fetch.ts';
import { certificateOf, knownCertificates, type KnownCertificates } from './known-certificates.ts';
import { addressesOf, checkRevocation } from './revocation.ts';
import { probeStarttls } from './starttls.ts';

export interface ChainCheckTools {
  readonly view: () => WizardView;
  readonly now: () => Date;
  /** 25 unless a test says otherwise */
  readonly port?: number;
}

export interface ChainChecker {
  askServer(server: string, chosenThumbprint: string): Promise<Result<ServerAnswer>>;
  chains(chosenThumbprint: string): Result<ChainCheck>;
  askRevocation(chosenThumbprint: string, thumbprint: string): Promise<Result<Revocation>>;
  cancel(): void;
}

/** At most this many addresses of an issuer are tried. */
const maxIssuerAddresses = 2;
const notNow = fail(appError('ipc.notNow'));

export function createChainChecker(tools: ChainCheckTools): ChainChecker {
  let abort = new AbortController();
  let organizationKey = '';
  const presented = new Map<string, readonly [Certificate, ...Certificate[]]>();
  let fetched: readonly Certificate[] = [];

  /** The organization on the page. What was found out about an earlier one is forgotten first. */
  function currentOrganization(): { readonly organization: Organization; readonly mayConnect: boolean } | undefined {
    const { mode, organization } = tools.view().context;
    if (organization === null || mode === null) return undefined;
    const key = `${mode} ${organization.gatheredAt}`;
    if (organizationKey !== key) {
      organizationKey = key;
      presented.clear();
      fetched = [];
    }
    // Practice connects to nothing.
    return { organization, mayConnect: !isPractice(mode) };
  }

  const certificatesFor = (organization: Organization): KnownCertificates =>
    knownCertificates([...[...presented.values()].flat(), ...fetched], organization);

  async function askServer(server: string, chosenThumbprint: string): Promise<Result<ServerAnswer>> {
    const at = currentOrganization();
    const target = at === undefined ? undefined : mailServersOf(at.organization).find((one) => one.server === server);
    if (at?.mayConnect !== true || target === undefined) return notNow;
    presented.delete(server);
    const began = organizationKey;
    const found = await probeStarttls(target.host, { signal: abort.signal, ...(tools.port !== undefined && { port: tools.port }) });
    if (organizationKey !== began) return notNow;
    if (found.state !== 'presented') return ok({ ...target, ...found });
    const [own, ...rest] = found.certificates.map(certificateOf).filter((one) => one !== undefined);
    if (own === undefined) return ok({ ...target, state: 'failed', fault: 'noCertificate', detail: '' });
    presented.set(server, [own, ...rest]);
    const { protocol, cipher, answersInTls, certificates } = found;
    const { thumbprint } = own.facts;
    const used = some(
      tools.view().certificates.filter((one) => one.thumbprint === thumbprint),
      ({ inUse }) => inUse,
    );
    return ok({
      ...target,
      state: 'presented',
      certificate: briefOf(own.facts),
      is: thumbprint === chosenThumbprint ? 'chosen' : roleOf(used),
      count: certificates.length,
      protocol,
      cipher,
      answersInTls,
    });
  }

  function chains(chosenThumbprint: string): Result<ChainCheck> {
    const at = currentOrganization();
    const certificates = at === undefined ? undefined : certificatesFor(at.organization);
    const leaf = certificates?.find(chosenThumbprint);
    if (at === undefined || certificates === undefined || leaf === undefined) return notNow;
    const now = tools.now();
    const asked = mailServersOf(at.organization).flatMap((target) => {
      const own = presented.get(target.server);
      return own === undefined ? [] : [{ target, own }];
    });
    return ok({
      chosen: chainOfLeaf(leaf, certificates.material, now),
      servers: asked.map(({ target, own }: { target: MailServer; own: readonly [Certificate, ...Certificate[]] }) => ({
        ...target,
        ...chainOfServer(own, certificates.material, now),
      })),
      questions: at.mayConnect ? questionsOf([leaf, ...asked.map(({ own }) => own[0])], certificates) : [],
    });
  }

  async function askRevocation(chosenThumbprint: string, thumbprint: string): Promise<Result<Revocation>> {
    const at = currentOrganization();
    const check = chains(chosenThumbprint);
    // Only certificates that were shown may be checked.
    const shown = check.ok && check.value.questions.some(({ certificate }) => certificate.thumbprint === thumbprint);
    if (at === undefined || !shown) return notNow;
    const { signal } = abort;
    let certificates = certificatesFor(at.organization);
    const subject = certificates.find(thumbprint);
    if (subject === undefined) return notNow;
    let issuance = certificates.issuerOf(subject);
    if (issuance === undefined) {
      const began = organizationKey;
      const issuers = await fetchIssuers(subject, signal);
      if (organizationKey !== began) return notNow;
      const before = fetched;
      fetched = [...before, ...issuers];
      certificates = certificatesFor(at.organization);
      issuance = certificates.issuerOf(subject);
      // An issuer that nothing proves is not kept, so that no chain is built from it.
      if (issuance?.proven !== true) fetched = before;
    }
    if (issuance?.proven !== true) return ok(unknownBecause(issuance === undefined ? 'issuerMissing' : 'issuerNotProven', subject));
    return ok(await checkRevocation({ subject: subject.facts, issuer: issuance.issuer, now: tools.now(), signal }));
  }

  return {
    askServer,
    chains,
    askRevocation,
    cancel: () => {
      abort.abort();
      abort = new AbortController();
    },
  };
}

/** Every certificate of the chains except self-signed ones, without duplicates. */
function questionsOf(leaves: readonly Linkable[], certificates: KnownCertificates): readonly RevocationQuestion[] {
  const all = leaves.flatMap((leaf) => certificates.pathFrom(leaf)).filter(({ facts }) => !facts.selfSigned);
  const once = new Map(all.map((one) => [one.facts.thumbprint, one]));
  return [...once.values()].map((subject) => {
    const issuers = certificates.issuerOf(subject) === undefined ? issuerUrlsOf(subject) : [];
    return {
      certificate: briefOf(subject.facts),
      addresses: [
        ...issuers.map((url) => ({ kind: 'issuer' as const, url })),
        ...addressesOf(subject.facts).flatMap((one) => {
          const url = addressOf(one.url)?.href;
          return url === undefined ? [] : [{ ...one, url }];
        }),
      ],
    };
  });
}

const issuerUrlsOf = ({ facts }: Linkable): readonly string[] =>
  facts.issuerUrls.flatMap((url) => addressOf(url)?.href ?? []).slice(0, maxIssuerAddresses);

/** As DER, which is what authorities publish (RFC 5280, section 4.2.2.1). */
async function fetchIssuers(subject: Linkable, signal: AbortSignal): Promise<Certificate[]> {
  const found: Certificate[] = [];
  for (const url of issuerUrlsOf(subject)) {
    const bytes = await fetchBytes(url, { maxBytes: maxResponseBytes, timeoutMs: responseTimeoutMs, signal });
    const issuer = bytes.ok ? certificateOf(bytes.value) : undefined;
    if (issuer?.facts.subject === subject.facts.issuer) found.push(issuer);
  }
  return found;
}

const unknownBecause = (fault: RevocationFault, { facts }: Linkable): Revocation => ({
  state: 'unknown',
  failed: [{ url: '', fault, detail: facts.issuer }],
});

/** A certificate that is not known to be in use counts as unexpected. */
function roleOf(isInUse: Known<boolean>): 'inUse' | 'other' {
  if (!isInUse.known) return 'other';
  return isInUse.value ? 'inUse' : 'other';
}
