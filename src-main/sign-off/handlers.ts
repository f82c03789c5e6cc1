/** What the window may ask for of a sign-off by a second person. */
import type { Handlers } from '../../shared/ipc/channels.ts';
import { appError, fail, messageOf, ok, type Result } from '../../shared/model/error.ts';
import { organizationName } from '../../shared/model/organization.ts';
import type { SignedOff } from '../../shared/wizard/context.ts';
import { readWholeFile } from '../files/regular-file.ts';
import type { WizardView } from '../../shared/wizard/view.ts';

export interface SignOffTools {
  readonly view: () => WizardView;
  readonly requireSignOff: (signedOff: SignedOff) => Promise<Result<null>>;
  /** Asks for a plan file; none when the administrator closed the dialog */
  readonly askToOpen: () => Promise<readonly string[]>;
}

/** A plan for hundreds of servers has less. */
const longestFile = 64 * 1024 * 1024;

export const signOffHandlers = (tools: SignOffTools): Pick<Handlers, 'plan:openSignedOff'> => ({
  'plan:openSignedOff': async () => {
    const { page, context } = tools.view();
    if (page !== 'plan') return fail(appError('ipc.notNow'));
    const [path] = await tools.askToOpen();
    if (path === undefined) return ok(null);
    const text = await textIn(path);
    if (!text.ok) return text;
    const { readPlanFile } = await import('./plan-file.ts');
    const read = readPlanFile(text.value, path);
    if (!read.ok) return read;
    const { file, digest } = read.value;
    const here = organizationName(context.organization) ?? '';
    if (file.organization !== here)
      return fail(appError('signOff.otherOrganization', { path, organization: file.organization, expected: here }));
    return tools.requireSignOff({ digest, plan: file.plan });
  },
});

async function textIn(path: string): Promise<Result<string>> {
  const read = await readWholeFile(path, longestFile);
  if (read.kind === 'read') return ok(new TextDecoder().decode(read.bytes));
  if (read.kind === 'unreadable') return fail(appError('file.unreadable', { path, message: messageOf(read.error) }));
  return fail(appError('signOff.notAPlan', { path }));
}
