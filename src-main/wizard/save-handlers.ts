/** What the window may have saved: reports, ticket packs, change requests, the calendar entry, commands. */
import { appError, fail, messageOf, ok, type Result } from '../../shared/model/error.ts';
import { organizationName } from '../../shared/model/organization.ts';
import type { Handlers, ReportKind, SavedFile } from '../../shared/ipc/channels.ts';
import type { WizardView } from '../../shared/wizard/view.ts';
import type { RenewalAgain } from '../calendar/renewal-entry.ts';
import type { RedactionCategory } from '../../shared/redaction/categories.ts';
import type { Run, RunFiles } from '../change/read-run.ts';
import { atomicWrite } from '../files/atomic-write.ts';
import type { RedactedFiles } from '../pack/redacted-run.ts';
import type { ReportOrigin } from '../report/first-page.ts';

export interface SaveTools {
  readonly view: () => WizardView;
  readonly readRun: (id: string) => Promise<Result<Run>>;
  readonly readRunFiles: (id: string) => Promise<Result<RunFiles>>;
  readonly now: () => Date;
  /** The name of the program with its version, and the user who runs it */
  readonly origin: Pick<ReportOrigin, 'program' | 'user'>;
  /** Asks for a path to save to; `null` when the administrator closed the dialog */
  readonly askPath: (suggestion: string, kind: FileKind) => Promise<string | null>;
  /** The page as PDF; rejects when it cannot be printed */
  readonly printReport: (html: string) => Promise<Uint8Array>;
  readonly showInFolder: (path: string) => void;
}
/** The extension of a file that is saved */
export type FileKind = ReportKind | 'ics' | 'ps1' | 'txt' | 'zip';

type SaveChannel =
  | 'calendar:save'
  | 'commands:save'
  | 'pack:save'
  | 'plan:save'
  | 'request:save'
  | 'report:save'
  | 'report:saveRun'
  | 'report:show'
  | 'share:preview'
  | 'share:save';

export function saveHandlers(tools: SaveTools): Pick<Handlers, SaveChannel> {
  let last: string | null = null;

  /** What is saved is made only after the path is known. */
  async function save(
    name: string,
    kind: FileKind,
    content: (path: string) => Promise<Result<string | Uint8Array>>,
  ): Promise<Result<SavedFile>> {
    const path = await tools.askPath(`${name}.${kind}`, kind);
    if (path === null) return ok({ path });
    const made = await content(path);
    if (!made.ok) return made;
    const written = await atomicWrite(path, made.value);
    if (!written.ok) return written;
    if (kind !== 'ps1') last = path;
    return ok({ path });
  }

  async function printed(html: string, path: string): Promise<Result<Uint8Array>> {
    try {
      return ok(await tools.printReport(html));
    } catch (error) {
      return fail(appError('file.notWritten', { path, message: messageOf(error) }));
    }
  }

  const saveReport = (name: string, kind: ReportKind, html: string): Promise<Result<SavedFile>> =>
    save(name, kind, (path) => (kind === 'pdf' ? printed(html, path) : Promise.resolve(ok(html))));

  const sessionReport = async (at: Date): Promise<string> => {
    const { renderReport } = await import('../report/report.ts');
    return renderReport(tools.view(), { ...tools.origin, at });
  };
  async function redactedRun(id: string, categories: readonly RedactionCategory[]): Promise<Result<RedactedFiles>> {
    const read = await tools.readRunFiles(id);
    if (!read.ok) return read;
    const { redactedRunFiles } = await import('../pack/redacted-run.ts');
    return redactedRunFiles(read.value, categories);
  }
  const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

  return {
    'commands:save': (text) => save('commands', 'ps1', () => Promise.resolve(ok(`\uFEFF${text}`))),
    'report:save': async (kind) => {
      const at = tools.now();
      return saveReport(`hybrid-certificate-renewal-${dayOf(at)}`, kind, await sessionReport(at));
    },
    'report:saveRun': async ({ id, kind }) => {
      const run = await tools.readRun(id);
      if (!run.ok) return run;
      const { renderRunReport } = await import('../report/run-report.ts');
      const html = renderRunReport(run.value, { ...tools.origin, at: tools.now() }, tools.view().context.language);
      return saveReport(`hybrid-certificate-run-${id.slice(0, 4)}`, kind, html);
    },
    'pack:save': async ({ id, report }) => {
      const read = await tools.readRunFiles(id);
      if (!read.ok) return read;
      const run = read.value;
      const { program } = tools.origin;
      const { renderRunReport } = await import('../report/run-report.ts');
      const html =
        report === 'session'
          ? await sessionReport(tools.now())
          : renderRunReport(run.run, { program, at: null }, tools.view().context.language);
      return save(`hybrid-certificate-pack-${id.slice(0, 4)}`, 'zip', async (path) => {
        const pdf = await printed(html, path);
        if (!pdf.ok) return pdf;
        const { makePack } = await import('../pack/make-pack.ts');
        return makePack({ run, report: html, pdf: pdf.value, program });
      });
    },
    'share:preview': async ({ id, categories }) => {
      const redacted = await redactedRun(id, categories);
      return redacted.ok ? ok(redacted.value.replaced) : redacted;
    },
    'share:save': async ({ id, categories, kind }) => {
      const redacted = await redactedRun(id, categories);
      if (!redacted.ok) return redacted;
      const { run } = redacted.value;
      const { program } = tools.origin;
      const { renderRunReport } = await import('../report/run-report.ts');
      // Without the user and the time of the report
      const html = renderRunReport(run.run, { program, at: null }, tools.view().context.language, categories);
      const name = `hybrid-certificate-${kind === 'zip' ? 'pack' : 'run'}-${id.slice(0, 4)}-redacted`;
      if (kind !== 'zip') return saveReport(name, kind, html);
      return save(name, kind, async (path) => {
        const pdf = await printed(html, path);
        if (!pdf.ok) return pdf;
        const { makePack } = await import('../pack/make-pack.ts');
        return makePack({ run, report: html, pdf: pdf.value, program, redacted: categories });
      });
    },
    'request:save': async () => {
      const { changeRequest } = await import('../report/change-request.ts');
      const at = tools.now();
      const request = changeRequest(tools.view(), { ...tools.origin, at });
      if (request === null) return fail(appError('ipc.notNow'));
      const { renderChangeRequest } = await import('../report/change-request-page.ts');
      const html = renderChangeRequest(request);
      return save(`hybrid-certificate-change-request-${dayOf(at)}`, 'zip', async (path) => {
        const pdf = await printed(html, path);
        if (!pdf.ok) return pdf;
        const { makeRequestPack } = await import('../pack/make-pack.ts');
        return makeRequestPack({ request, html, pdf: pdf.value });
      });
    },
    'calendar:save': async () => {
      const { chosen, context } = tools.view();
      if (chosen === null) return fail(appError('ipc.notNow'));
      const { renewalEntry } = await import('../calendar/renewal-entry.ts');
      const { renewBy } = await import('../../shared/rules/validity.ts');
      const { apply } = context.runIds;
      const run = apply === null ? null : await tools.readRun(apply);
      if (run?.ok === false) return run;
      const text = renewalEntry(
        { certificate: chosen, mode: context.mode, at: tools.now(), profile: run === null ? null : profileIn(run.value) },
        context.language,
      );
      return save(`hybrid-certificate-next-renewal-${renewBy(chosen.facts)}`, 'ics', () => Promise.resolve(ok(text)));
    },
    'plan:save': async () => {
      const { context } = tools.view();
      const plan = context.plans.apply;
      if (plan === null) return fail(appError('ipc.notNow'));
      const [{ digestOf, planFileText }, { signedPlan }] = await Promise.all([
        import('../sign-off/plan-file.ts'),
        import('../../shared/plan/sign-off.ts'),
      ]);
      const at = tools.now();
      const signed = signedPlan(plan);
      const text = planFileText({
        format: 1,
        language: context.language,
        organization: organizationName(context.organization) ?? '',
        madeAt: at.toISOString(),
        program: tools.origin.program,
        plan: signed,
      });
      // Notepad of older Windows takes a text without it for another encoding.
      const saved = await save(`hybrid-certificate-plan-${dayOf(at)}`, 'txt', () => Promise.resolve(ok(`\uFEFF${text}`)));
      return saved.ok ? ok({ ...saved.value, digest: digestOf(signed) }) : saved;
    },
    'report:show': () => {
      if (last !== null) tools.showInFolder(last);
      return Promise.resolve(ok(null));
    },
  };
}

/** What the next renewal begins with; `null` where the run is not finished. */
const profileIn = ({ id, plan, state: { openedAt, profile } }: Run): RenewalAgain | null =>
  profile === null ? null : { id, openedAt, method: plan.method, policy: plan.policy, profile };
