/**
 * One check of chain and revocation, in the steps that the window requests: each server, then the chains, and
 * the addresses that the certificates name only on a request of their own.
 */
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
  /** 25, but for tests */
  readonly port?: number;
}

export interface ChainChecker {
  askServer(server: string, chosen: string): Promise<Result<ServerAnswer>>;
  chains(chosen: string): Result<ChainCheck>;
  askRevocation(chosen: string, certificate: string): Promise<Result<Revocation>>;
  cancel(): void;
}

/** Of several places where an issuer may be fetched these are asked. */
const maxIssuerAddresses = 2;
const notNow = fail(appError('ipc.notNow'));

export function createChainChecker(tools: ChainCheckTools): ChainChecker {
  let abort = new AbortController();
  let about = '';
  const presented = new Map<string, readonly [Certificate, ...Certificate[]]>();
  const fetched: Certificate[] = [];

  /** The organization that was read; what was found out about another one is forgotten. */
  function current(): { readonly organization: Organization; readonly mayConnect: boolean } | undefined {
    const { mode, organization } = tools.view().context;
    if (organization === null || mode === null) return undefined;
    if (about !== `${mode} ${organization.gatheredAt}`) {
      about = `${mode} ${organization.gatheredAt}`;
      presented.clear();
      fetched.length = 0;
    }
    // The servers of a practice organization do not exist: practice connects to nothing.
    return { organization, mayConnect: mode !== 'practice' };
  }

  const known = (organization: Organization): KnownCertificates =>
    knownCertificates([...[...presented.values()].flat(), ...fetched], organization);

  async function askServer(server: string, chosen: string): Promise<Result<ServerAnswer>> {
    const at = current();
    const target = at === undefined ? undefined : mailServersOf(at.organization).find((one) => one.server === server);
    if (at?.mayConnect !== true || target === undefined) return notNow;
    presented.delete(server);
    const began = about;
    const found = await probeStarttls(target.host, { signal: abort.signal, ...(tools.port !== undefined && { port: tools.port }) });
    if (about !== began) return notNow;
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
      is: thumbprint === chosen ? 'chosen' : roleOf(used),
      count: certificates.length,
      protocol,
      cipher,
      answersInTls,
    });
  }

  function chains(chosen: string): Result<ChainCheck> {
    const at = current();
    const certificates = at === undefined ? undefined : known(at.organization);
    const leaf = certificates?.find(chosen);
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

  async function askRevocation(chosen: string, thumbprint: string): Promise<Result<Revocation>> {
    const at = current();
    const question = chains(chosen);
    // Only certificates that were shown may be checked.
    const shown = question.ok && question.value.questions.some(({ certificate }) => certificate.thumbprint === thumbprint);
    if (at === undefined || !shown) return notNow;
    const { signal } = abort;
    let certificates = known(at.organization);
    const subject = certificates.find(thumbprint);
    if (subject === undefined) return notNow;
    let issued = certificates.issuerOf(subject);
    if (issued === undefined) {
      const before = fetched.length;
      fetched.push(...(await fetchIssuers(subject, signal)));
      certificates = known(at.organization);
      issued = certificates.issuerOf(subject);
      // An issuer that nothing proves is not kept, so that no chain is built from it.
      if (issued?.proven !== true) fetched.length = before;
    }
    if (issued?.proven !== true) return ok(unknownBecause(issued === undefined ? 'issuerMissing' : 'issuerNotProven', subject));
    return ok(await checkRevocation({ subject: subject.facts, issuer: issued.issuer, now: tools.now(), signal }));
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

/** Every certificate of the chains but the roots, each once. */
function questionsOf(leaves: readonly Linkable[], certificates: KnownCertificates): readonly RevocationQuestion[] {
  const all = leaves.flatMap((leaf) => certificates.pathFrom(leaf)).filter(({ facts }) => !facts.selfSigned);
  const once = new Map(all.map((one) => [one.facts.thumbprint, one]));
  return [...once.values()].map((subject) => {
    const issuers = certificates.issuerOf(subject) === undefined ? issuerUrlsOf(subject) : [];
    return {
      certificate: briefOf(subject.facts),
      addresses: [
        ...issuers.map((url) => ({ kind: 'issuer' as const, url })),
        ...addressesOf(subject.facts).filter(({ url }) => addressOf(url) !== undefined),
      ],
    };
  });
}

const issuerUrlsOf = ({ facts }: Linkable): readonly string[] =>
  facts.issuerUrls.filter((url) => addressOf(url) !== undefined).slice(0, maxIssuerAddresses);

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

/** A certificate that is not known to be in use is another one than expected: the page then warns. */
function roleOf(isInUse: Known<boolean>): 'inUse' | 'other' {
  if (!isInUse.known) return 'other';
  return isInUse.value ? 'inUse' : 'other';
}
