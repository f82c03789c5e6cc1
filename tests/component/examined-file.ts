/** The certificate page with the handlers of the main process behind it, which read real files. */
import { fireEvent, render, screen } from '@testing-library/svelte';
import type { FileExamination } from '../../shared/rules/certificate-file.ts';
import type { Handlers } from '../../shared/ipc/channels.ts';
import type { Language } from '../../shared/messages/language.ts';
import { certificateFileHandlers } from '../../src-main/pki/handlers.ts';
import CertificatePage from '../../src-renderer/pages/certificate/CertificatePage.svelte';
import { fixturePath } from '../unit/pki/fixture.ts';
import { removeFolders } from '../unit/wizard-main/program.ts';
import { viewAt } from './journeys.ts';
import { openWindow, ticketOf, type TestWindow } from './window.ts';

const certificateView = await viewAt('certificate.ready');
await removeFolders();

interface Shown {
  readonly language?: Language;
  /** What is chosen in the dialog of the system */
  readonly opened?: string;
  readonly answers?: Partial<Handlers>;
}

export const handlers = (opened?: string): ReturnType<typeof certificateFileHandlers> =>
  certificateFileHandlers({
    askToOpen: () => Promise.resolve(opened === undefined ? [] : [opened]),
    files: { give: ticketOf, pathOf: (token) => token },
    organization: () => certificateView.context.organization,
    now: () => new Date('2026-11-26T00:00:00Z'),
  });

export async function show({ language = 'en', opened, answers = {} }: Shown): Promise<TestWindow> {
  const shown = { ...certificateView, context: { ...certificateView.context, language } };
  const window = await openWindow(shown, { ...handlers(opened), ...answers });
  render(CertificatePage, { view: shown });
  return window;
}
export const press = (testId: string): Promise<boolean> => fireEvent.click(screen.getByTestId(testId));
export const examination = (): Promise<HTMLElement> => screen.findByTestId('examination');
export const dialog = (): HTMLElement | null => screen.queryByRole('dialog');
export const field = (): HTMLInputElement => screen.getByTestId('password');

/** Opens the file and gives what is shown of it. */
export async function open(name: string, language: Language = 'en'): Promise<{ readonly window: TestWindow; readonly shown: HTMLElement }> {
  const window = await show({ language, opened: fixturePath(name) });
  await press('examine-file');
  return { window, shown: await examination() };
}
export async function enter(text: string): Promise<void> {
  await screen.findByTestId('password');
  await fireEvent.input(field(), { target: { value: text } });
  await press('read-file');
}
export const examinedOf = async (name: string, secret: string | null = null): Promise<FileExamination> => {
  const result = await handlers()['certificateFile:examine']({ token: fixturePath(name), password: secret });
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
};
export const examineRequests = ({ asked }: TestWindow): readonly unknown[] =>
  asked.filter(([channel]) => channel === 'certificateFile:examine').map(([, request]) => request);
