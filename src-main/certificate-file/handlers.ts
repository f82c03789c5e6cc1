/** What the window may ask about a certificate file before it is imported. */
import { fileExamination } from '../../shared/rules/certificate-file.ts';
import { ok } from '../../shared/model/error.ts';
import type { Handlers } from '../../shared/ipc/channels.ts';
import type { Organization } from '../../shared/model/organization.ts';
import { readCertificateFile } from './open.ts';

export interface CertificateFileTools {
  /** Asks for a file; none when the administrator closed the dialog */
  readonly askToOpen: () => Promise<readonly string[]>;
  /** What the file is compared with; `null` before anything was gathered */
  readonly organization: () => Organization | null;
  readonly now: () => Date;
}

/** The password is passed on to one reading and is kept nowhere: not in the answer, in an error, in the wizard, or in its log. */
export const certificateFileHandlers = (
  tools: CertificateFileTools,
): Pick<Handlers, 'certificateFile:choose' | 'certificateFile:examine'> => ({
  'certificateFile:choose': async () => ok((await tools.askToOpen())[0] ?? null),
  'certificateFile:examine': async ({ path, password }) => {
    const bytes = await readCertificateFile(path);
    if (!bytes.ok) return bytes;
    // The readers of its formats are large, and most runs of the wizard need none of them.
    const { examineCertificateFile } = await import('./examine.ts');
    const file = await examineCertificateFile(bytes.value, password ?? undefined);
    return file.ok ? ok(fileExamination(path, file.value, tools.organization(), tools.now().toISOString())) : file;
  },
});
