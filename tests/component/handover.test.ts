import { render, screen } from '@testing-library/svelte';
import { afterEach, describe, expect, it } from 'vitest';
import type { HandoverReading } from '../../shared/run/handover.ts';
import HandoverValues from '../../src-renderer/pages/postChecks/HandoverValues.svelte';
import { all, textsOf } from './dom.ts';
import { speak } from './window.ts';

const changed = {
  cmdlet: 'Get-ReceiveConnector',
  object: 'EX01\\Default Frontend EX01',
  parameter: 'RemoteIPRanges',
  before: ['10.0.0.0/8'],
  now: ['0.0.0.0-255.255.255.255'],
  kind: 'changed',
} as const;
const notWritten = { ...changed, parameter: 'TlsCertificateName', before: 'old', now: 'old', kind: 'notWritten' } as const;
const show = (reading: HandoverReading, language: 'en' | 'ja' = 'en'): void => {
  speak(language);
  render(HandoverValues, { reading });
};
const none = 'Every other value that was saved is as it was when the HCW began.';

afterEach(() => {
  speak('en');
});

describe('what the HCW left otherwise than described', () => {
  it('has both values, and the command that sets the saved one where it was changed', () => {
    show({ values: [changed, notWritten], added: [], isWhole: true });
    expect(all('tbody tr').map((row) => textsOf(all('th, td', row)))).toEqual([
      [changed.object, 'RemoteIPRanges', '10.0.0.0/8', '0.0.0.0-255.255.255.255', 'changed'],
      [changed.object, 'TlsCertificateName', 'old', 'old', 'the HCW has not written it'],
    ]);
    expect(textsOf(all('pre'))).toEqual(["Set-ReceiveConnector -Identity 'EX01\\Default Frontend EX01' -RemoteIPRanges @('10.0.0.0/8')"]);
  });

  it('is said to be nothing only where everything was read', () => {
    show({ values: [], added: [], isWhole: true });
    expect(screen.getByText(none)).not.toBeNull();
  });

  it.each([
    ['en', 'Not every value that the HCW may have written could be saved and read again. Whether the others have changed is unknown.'],
    [
      'ja',
      'HCW が書き込む可能性がある値のうち、保存できなかったもの、または再読み取りできなかったものがあります。それらの状態は不明です。',
    ],
  ] as const)('is unknown where something was not read (%s)', (language, words) => {
    show({ values: [], added: [], isWhole: false }, language);
    expect(screen.getByText(words)).not.toBeNull();
    expect(screen.queryByText(none)).toBeNull();
  });

  it.each([
    ['en', /^These objects are there now and were not there, or had another name, when the values were saved\./],
    ['ja', /^次のオブジェクトは現在ありますが、値を保存した時点では存在しなかったか、別の名前でした。/],
  ] as const)('has every object that was not saved, with the cmdlet that reads it (%s)', (language, words) => {
    const added = [
      { cmdlet: 'Get-SendConnector', object: 'Outbound to Office 365 - 1' },
      { cmdlet: 'Get-InboundConnector', object: 'Inbound from 1' },
    ] as const;
    show({ values: [], added, isWhole: false }, language);
    expect(screen.getByText(words)).not.toBeNull();
    expect(textsOf(all('li'))).toEqual(['Outbound to Office 365 - 1 (Get-SendConnector)', 'Inbound from 1 (Get-InboundConnector)']);
    expect(screen.queryByText(none)).toBeNull();
  });
});
