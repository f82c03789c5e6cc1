/** "I have an error": a text is pasted or opened, and what is known of it is said. */
import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshContext } from '../../shared/wizard/context.ts';
import type { Organization } from '../../shared/model/organization.ts';
import type { WizardView } from '../../shared/wizard/view.ts';
import Start from '../../src-renderer/pages/start/Start.svelte';
import { sound } from '../unit/mail-flow/cases.ts';
import { removeFolders } from '../unit/wizard-main/program.ts';
import { all, find, textOf, textsOf } from './dom.ts';
import { viewAt } from './journeys.ts';
import { eventually } from './patience.ts';
import { openWindow, type TestWindow } from './window.ts';

let start: WizardView;
beforeAll(async () => {
  start = await viewAt('start.ready');
});
afterAll(removeFolders);

const mismatch =
  '450 4.4.317 Cannot connect to remote server [Message=SubjectMismatch Expected Subject: *.contoso.com. Thumbprint: D0AC2FC63B9C5798828B45D849BE8D33A1B2C3D4.]';

async function open(language: 'en' | 'ja' = 'en', organization: Organization | null = null, hcwUnread = false): Promise<TestWindow> {
  const view = { ...start, context: { ...freshContext(language), organization, hcwUnread } } as WizardView;
  const window = await openWindow(view);
  render(Start, { view });
  await fireEvent.click(screen.getByTestId('have-error'));
  await screen.findByTestId('error-text');
  return window;
}
async function decode(text: string): Promise<HTMLElement> {
  await fireEvent.input(screen.getByTestId('error-text'), { target: { value: text } });
  await fireEvent.click(screen.getByTestId('decode'));
  return screen.findByTestId('decoded');
}

describe('the door on the first page', () => {
  it('opens the decoder in place of the page, with the focus on its heading, and leads back', async () => {
    const window = await open();
    expect(textsOf(all('h1'))).toEqual(['What does this error mean?']);
    expect(screen.queryAllByRole('radio')).toEqual([]);
    await eventually(() => document.activeElement).toBe(find('h1'));
    await fireEvent.click(screen.getByTestId('close-decoder'));
    expect(screen.queryAllByRole('radio')).not.toEqual([]);
    await eventually(() => document.activeElement).toBe(screen.getByTestId('have-error'));
    expect(window.sent).toEqual([]);
  });
});

describe('a text', () => {
  it.each([
    ['en', 'This is a known error', 'Exchange Online to on-premises'],
    ['ja', '既知のエラーです', 'Exchange Online からオンプレミス'],
  ] as const)(
    'that is known is named, with its direction, its cause and the part of the text (%s)',
    async (language, heading, direction) => {
      await open(language);
      const decoded = await decode(mismatch);
      expect(decoded.dataset['verdict']).toBe('known');
      expect(textOf(find('h2', decoded))).toBe(heading);
      const match = find('[data-match="subjectMismatch"]', decoded);
      expect(textOf(match)).toContain(direction);
      expect(textOf(find('code', match))).toBe('450 4.4.317 Cannot connect to remote server [Message=SubjectMismatch Expected Subject');
      expect(document.activeElement).toBe(find('h2', decoded));
    },
  );

  it('that is not known is said not to be, with what was recognized', async () => {
    await open();
    const decoded = await decode('450 4.4.317 Cannot connect to remote server');
    expect([decoded.dataset['verdict'], textOf(find('h2', decoded))]).toEqual(['notKnown', 'This error is not known']);
    expect(textOf(decoded)).toContain('Status code 4.4.317, which has several meanings');
    expect(all('[data-match]')).toEqual([]);
  });

  it('that is changed is not the one that was looked up', async () => {
    await open();
    await decode(mismatch);
    await fireEvent.input(screen.getByTestId('error-text'), { target: { value: 'x' } });
    expect(screen.queryByTestId('decoded')).toBeNull();
  });

  it('of the HCW has the words of the rule about it', async () => {
    await open();
    expect(textOf(await decode('HCW8010'))).toContain('HCW8010: receive connector not found');
  });

  it('is shown as text, whatever it contains', async () => {
    await open();
    const decoded = await decode('550 5.7.51 <img src=x onerror=alert(1)> TenantInboundAttribution');
    expect(all('img', decoded)).toEqual([]);
  });

  it('that says a meaning nobody has confirmed is marked so', async () => {
    await open();
    const decoded = await decode('450 4.4.318 x');
    expect(textOf(decoded)).toContain('Not confirmed: no source was found');
    expect([decoded.dataset['verdict'], textOf(find('h2', decoded))]).toEqual(['likely', 'This may be a known error']);
  });

  it('that only carries another error is not said to name the cause', async () => {
    await open();
    const decoded = await decode('451 4.4.0 Primary target IP address responded with: "421 4.4.1 Connection timed out."');
    expect(textOf(find('h2', decoded))).toBe('This error is known, but no known cause is in the text');
    // Its code alone does not make it known.
    expect(textOf(find('h2', await decode('550 5.4.300 x')))).toBe('This may be a known error');
  });
});

it('a file is read as it is encoded', async () => {
  await open();
  const file = new File([new Uint8Array(Buffer.from(`\ufeff${mismatch}`, 'utf16le'))], 'error.txt');
  await fireEvent.change(find('input[type="file"]'), { target: { files: [file] } });
  expect((await screen.findByTestId('decoded')).dataset['verdict']).toBe('known');
});

describe('an organization', () => {
  it('that is not open is not asked', async () => {
    await open();
    expect(textOf(await decode(mismatch))).toContain('No organization has been read.');
  });

  it('that is open says what it has of the text, and what its mail flow does', async () => {
    await open('en', sound());
    const said = within(await decode(mismatch)).getByTestId('decoded-organization');
    expect(textOf(said)).toContain('No server that was read has the certificate D0AC2FC63B9C5798828B45D849BE8D33A1B2C3D4.');
    expect(textOf(said)).toContain('Mail from Exchange Online to on-premises: internal');
    expect(textOf(said)).not.toContain('Mail from on-premises to Exchange Online');
  });

  it('that was changed after it was read says nothing about mail flow, but that', async () => {
    await open('en', sound(), true);
    const decoded = await decode(mismatch);
    expect(textOf(decoded)).toContain('Settings were changed after this reading.');
    expect(textOf(decoded)).not.toContain('Mail from Exchange Online to on-premises');
    expect(textOf(decoded)).toContain('No server that was read has the certificate');
  });
});
