/** What the window may ask about certificates: a file before it is imported; chain and revocation when the administrator asks for them. */
import { fileExamination } from '../../shared/rules/certificate-file.ts';
import { appError, fail, ok } from '../../shared/model/error.ts';
import type { Handlers } from '../../shared/ipc/channels.ts';
import type { Organization } from '../../shared/model/organization.ts';
import type { FileTickets } from '../files/file-tickets.ts';
import type { ChainChecker, ChainCheckTools } from './chain-check.ts';

export interface CertificateFileTools {
  /** Asks for a file; none when the administrator closed the dialog */
  readonly askToOpen: () => Promise<readonly string[]>;
  readonly files: FileTickets;
  /** What the file is compared with; `null` before anything was gathered */
  readonly organization: () => Organization | null;
  readonly now: () => Date;
}

/** The password is passed on to one reading and is kept nowhere: not in the answer, in an error, in the wizard, or in its log. */
export const certificateFileHandlers = (
  tools: CertificateFileTools,
): Pick<Handlers, 'certificateFile:choose' | 'certificateFile:examine'> => ({
  'certificateFile:choose': async () => {
    const [path] = await tools.askToOpen();
    return ok(path === undefined ? null : tools.files.give(path));
  },
  'certificateFile:examine': async ({ token, password }) => {
    const path = tools.files.pathOf(token);
    if (path === undefined) return fail(appError('file.notChosen'));
    // The readers of its formats are large, and most runs of the wizard need none of them.
    const { examineCertificateFile, readCertificateFile } = await import('./certificate-file.ts');
    const bytes = await readCertificateFile(path);
    if (!bytes.ok) return bytes;
    const file = await examineCertificateFile(bytes.value, password ?? undefined);
    return file.ok ? ok(fileExamination(path, file.value, tools.organization(), tools.now().toISOString())) : file;
  },
});

export type VerifyHandlers = Pick<Handlers, 'verify:server' | 'verify:chain' | 'verify:revocation' | 'verify:cancel'>;

export function verifyHandlers(tools: ChainCheckTools): VerifyHandlers {
  let made: Promise<ChainChecker> | undefined;
  // Loaded when it is first needed, so that the start does not wait for certificates and sockets.
  const checker = (): Promise<ChainChecker> =>
    (made ??= import('./chain-check.ts').then(({ createChainChecker }) => createChainChecker(tools)));
  return {
    'verify:server': async ({ thumbprint, server }) => (await checker()).askServer(server, thumbprint),
    'verify:chain': async ({ thumbprint }) => (await checker()).chains(thumbprint),
    'verify:revocation': async ({ thumbprint, certificate }) => (await checker()).askRevocation(thumbprint, certificate),
    'verify:cancel': async () => {
      if (made !== undefined) (await made).cancel();
      return ok(null);
    },
  };
}
