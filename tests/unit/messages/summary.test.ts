/** What the clipboard gets: true, on one line, and without markup of others. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { planSummary, runSummary, sessionSummary, summaryLine, summaryMarkdown } from '../../../shared/messages/summary-text.ts';
import { languages } from '../../../shared/messages/language.ts';
import type { ListedRun } from '../../../shared/wizard/run-list.ts';
import type { WizardView } from '../../../shared/wizard/view.ts';
import { goTo } from '../wizard-main/administrator.ts';
import { newFolder, removeFolders, startProgram } from '../wizard-main/program.ts';

let plan: WizardView;
let end: WizardView;
beforeAll(async () => {
  const program = await startProgram(await newFolder());
  plan = await goTo(program, 'plan.ready');
  end = await goTo(program, 'finish.ready');
});
afterAll(removeFolders);

const run: ListedRun = {
  id: '0003 20261120T090000Z apply',
  purpose: 'apply',
  method: 'direct',
  organization: 'contoso.com',
  mode: 'connected',
  openedAt: '2026-11-20T09:00:00.000Z',
  state: 'finished',
  notKnown: [],
  exposedSince: null,
  profile: null,
  policy: { onFailure: 'stop', canary: null },
};

describe('a summary', () => {
  it('of a plan says that nothing has changed, and that its verdict is a forecast', () => {
    const summary = planSummary(plan);
    const line = summary === null ? '' : summaryLine(summary);
    expect(line).toMatch(
      /^Planned, nothing changed yet: renewal of the transport certificate · Organization: contoso\.com \(Practice\) · /,
    );
    expect(line).toContain(' · Forecast: ');
    expect(line).toContain(plan.chosen?.facts.thumbprint);
    expect(planSummary(end)).toBeNull();
  });

  it('of a session says what its last page says, and mail flow only by what was read after the change', () => {
    expect(summaryLine(sessionSummary(end))).toContain('State: Configured, not yet proven in mail flow');
    expect(summaryLine(sessionSummary(end))).toContain('Mail flow by the settings after the change: ');
    const unread = { ...end, context: { ...end.context, verified: null } };
    expect(summaryLine(sessionSummary(unread))).toContain('Mail flow by the settings after the change: not read');
  });

  it('of a run says what is open, and nothing of whether mail flow works', () => {
    expect(summaryLine(runSummary(run, 'en'))).not.toMatch(/works|internal|[Ww]orse/);
    const open = summaryLine(
      runSummary({ ...run, notKnown: ['EX01\\Default'], exposedSince: '2026-11-20T09:30:00.000Z', organization: '' }, 'en'),
    );
    expect(open).toContain('Not known whether the command took effect: EX01\\Default');
    expect(open).toContain('Mail flow worse than before the change (certain or possible');
    expect(open).toContain('Organization: unknown (Connected mode)');
  });

  it.each(languages)('is in the language of the wizard (%s)', (language) => {
    const shown = planSummary({ ...plan, context: { ...plan.context, language } });
    expect(shown?.title).toBe(
      language === 'en'
        ? 'Planned, nothing changed yet: renewal of the transport certificate'
        : '計画 (未変更): トランスポート証明書の更新',
    );
  });

  it('makes control characters and directional marks visible, and stays on one line', () => {
    const organization = 'a\nb\r\u202Ec\u0007\u2066d';
    expect(summaryLine(runSummary({ ...run, organization }, 'en'))).toContain(
      'Organization: a\uFFFDb\uFFFD\uFFFDc\uFFFD\uFFFDd (Connected mode)',
    );
    const markdown = summaryMarkdown(runSummary({ ...run, organization }, 'en'));
    expect(markdown.split('\n')).toHaveLength(summaryMarkdown(runSummary(run, 'en')).split('\n').length);
  });

  it('takes nothing in a value for markup, a link or a mention', () => {
    const organization = '**a** [x](http://y) <img src=x> `c` | _d_ # ~~e~~ @admin www.z.com \\';
    const markdown = summaryMarkdown(runSummary({ ...run, organization }, 'en'));
    expect(markdown).toContain(String.raw`\*\*a\*\* \[x\]\(http\://y\) \<img src\=x\> \`c\` \| \_d\_ \# \~\~e\~\~ \@admin www\.z\.com \\`);
  });

  it('gives every value back when the backslashes are read as CommonMark does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', minLength: 1 }), (organization) => {
        const markdown = summaryMarkdown(runSummary({ ...run, organization }, 'en'));
        expect(markdown.replaceAll(/\\([!-/:-@[-`{-~])/g, '$1')).toContain(`Organization: ${organization} (Connected mode)`);
      }),
    );
  });
});
