/** What is done outside of the wizard in guided mode: numbered steps, and one block to run and paste back. */
import { fireEvent, render, screen } from '@testing-library/svelte';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isOnEdge } from '../../shared/plan/plan.ts';
import { placedTexts, readingText } from '../../shared/plan/step-text.ts';
import { ok } from '../../shared/model/error.ts';
import type { WizardView } from '../../shared/wizard/view.ts';
import Collected from '../../src-renderer/guided/Collected.svelte';
import EdgeCollect from '../../src-renderer/guided/EdgeCollect.svelte';
import ManualCommands from '../../src-renderer/guided/ManualCommands.svelte';
import { removeFolders } from '../unit/wizard-main/program.ts';
import { all, find, textOf } from './dom.ts';
import { manual, placeOf } from './journeys.ts';
import { eventually } from './patience.ts';
import { openWindow } from './window.ts';

let changing: WizardView;
beforeAll(async () => {
  const view = (await manual()).find((one) => placeOf(one) === 'change.manual');
  if (view === undefined) throw new Error('the commands are never shown');
  changing = view;
});
afterAll(removeFolders);

const steps = (): readonly HTMLElement[] => all('[data-testid="guided-steps"] > li');

describe('the collection', () => {
  it.each([
    ['en', 'Copy or save the script for on-premises', 'Run it in the Exchange Management Shell', 'Open the result:'],
    ['ja', 'オンプレミス用のスクリプトをコピーまたは保存する', 'Exchange 管理シェルで実行します', '結果を開く:'],
  ] as const)('is three steps: the script, where it runs, and the file by its name (%s)', async (language, copy, run, open) => {
    const view = { ...changing, context: { ...changing.context, language, sources: [] } };
    await openWindow(view, { 'collection:script': () => Promise.resolve(ok('# the script')) });
    render(Collected, { view, sides: ['onPremises'] });
    await eventually(() => steps().length).toBe(3);
    const [first, second, third] = steps();
    expect(textOf(first ?? null)).toContain(copy);
    expect(textOf(find('details pre', first))).toBe('# the script');
    expect(textOf(second ?? null)).toContain(run);
    expect(textOf(second ?? null)).toContain('hybrid-certificate-on-premises.xml');
    expect(textOf(third ?? null)).toContain(`${open} hybrid-certificate-on-premises.xml`);
  });

  it('takes the box of pasted text away when a file is opened instead, and keeps the text', async () => {
    const { asked } = await openWindow(changing, { 'collection:script': () => Promise.resolve(ok('# the script')) });
    render(Collected, { view: changing, sides: ['onPremises'] });
    await fireEvent.click(screen.getByTestId('paste'));
    await fireEvent.input(screen.getByTestId('pasted-text'), { target: { value: 'not it' } });
    await fireEvent.click(screen.getByTestId('open-file'));
    expect(screen.queryByTestId('pasted-text')).toBeNull();
    expect(asked).toContainEqual(['collection:open', 'file']);
    await fireEvent.click(screen.getByTestId('paste'));
    expect(screen.getByTestId<HTMLTextAreaElement>('pasted-text').value).toBe('not it');
  });

  it('has the steps of both sides where both are collected', async () => {
    await openWindow(changing, { 'collection:script': () => Promise.resolve(ok('# the script')) });
    render(Collected, { view: changing, sides: ['onPremises', 'exchangeOnline'] });
    await eventually(() => steps().length).toBe(5);
    expect(textOf(steps()[4] ?? null)).toContain('hybrid-certificate-on-premises.xml, hybrid-certificate-exchange-online.xml');
  });
});

describe('the collection on Edge servers', () => {
  it.each([
    ['en', 'Copy or save the script for an Edge server', 'Run it in the Exchange Management Shell of EDGE01, EDGE02', 'Open the result:'],
    ['ja', 'エッジ サーバー用のスクリプトをコピーまたは保存する', 'EDGE01, EDGE02 の Exchange 管理シェルで実行します', '結果を開く:'],
  ] as const)('is three steps, with the file of each server by its name (%s)', async (language, copy, run, open) => {
    const view = { ...changing, context: { ...changing.context, language } };
    const { asked } = await openWindow(view, { 'collection:script': () => Promise.resolve(ok('# the script')) });
    render(EdgeCollect, { view, servers: ['EDGE01', 'EDGE02'], sourcesFrom: 0 });
    await eventually(() => steps().length).toBe(3);
    expect(asked).toEqual([['collection:script', 'edge']]);
    const [first, second, third] = steps();
    const files = 'hybrid-certificate-edge-EDGE01.xml, hybrid-certificate-edge-EDGE02.xml';
    expect(textOf(first ?? null)).toContain(copy);
    expect(textOf(find('details pre', first))).toBe('# the script');
    expect(textOf(second ?? null)).toContain(run);
    expect(textOf(second ?? null)).toContain(files);
    expect(textOf(third ?? null)).toContain(`${open} ${files}`);
  });

  it.each([
    ['practice', true, ['collect-EDGE01']],
    ['practice', false, []],
    ['guided', true, []],
  ] as const)('in mode %s has buttons that stand for the script where they are wanted (%s)', async (mode, practices, buttons) => {
    const view = { ...changing, context: { ...changing.context, mode } };
    await openWindow(view);
    render(EdgeCollect, { view, servers: ['EDGE01'], sourcesFrom: 0, practices });
    expect(all('[data-testid^="collect-"]').map(({ dataset }) => dataset['testid'])).toEqual(buttons);
  });
});

describe('the commands of a change', () => {
  it('are one block that changes and prints the result to be pasted back', async () => {
    await openWindow(changing);
    const { stepsToDo } = changing;
    render(ManualCommands, { view: changing, steps: stepsToDo });
    expect(stepsToDo.some(isOnEdge)).toBe(false);
    expect(all('pre').map(({ textContent }) => textContent)).toEqual([
      [...placedTexts(stepsToDo), ...stepsToDo.map(readingText)].join('\n'),
    ]);
    expect(steps()).toHaveLength(2);
    expect(screen.getByText(/Copy the whole output/)).toBeTruthy();
  });

  it('are apart from the reading where a command may ask something: it would take the next line for its answer', async () => {
    await openWindow(changing);
    const [step] = changing.stepsToDo;
    if (step?.kind !== 'call') throw new Error('no step that is a call');
    const asks = {
      ...step,
      call: { ...step.call, cmdlet: 'Remove-ExchangeCertificate' as const, parameters: { Server: 'EX01', Thumbprint: 'A'.repeat(40) } },
    };
    render(ManualCommands, { view: changing, steps: [asks] });
    expect(all('pre').map(({ textContent }) => textContent)).toEqual([placedTexts([asks]).join('\n'), readingText(asks)]);
    expect(steps()).toHaveLength(3);
  });
});
