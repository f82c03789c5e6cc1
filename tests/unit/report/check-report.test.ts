import { describe, expect, it } from 'vitest';
import { verdictSentence } from '../../../shared/check/text.ts';
import { languages } from '../../../shared/messages/language.ts';
import { m } from '../../../shared/messages/compiled/messages.js';
import { renderCheck } from '../../../src-main/report/check-report.ts';
import { judged, organizationOf } from '../cli/organizations.ts';
import { main, parse, rowsBelow } from './parsed.ts';

describe.each(languages)('the report of a check (%s)', (language) => {
  const locale = { locale: language };

  it('begins with the verdict and both directions, in one language', async () => {
    const result = judged(await organizationOf('sameName'), { language });
    const document = parse(renderCheck(result));
    expect(document.documentElement.getAttribute('lang')).toBe(language);
    const [title, verdict, toOnPremises, toExchangeOnline] = [...main(document).children].map(({ textContent }) => textContent);
    expect([title, verdict]).toEqual([m.check_title({}, locale), verdictSentence(result, language)]);
    expect([toOnPremises, toExchangeOnline]).toEqual([
      m.finding_mail_toOnPremises_internal({}, locale),
      m.finding_mail_toExchangeOnline_internal({}, locale),
    ]);
    expect(document.querySelectorAll('main')).toHaveLength(1);
    expect(document.querySelectorAll('script, link, img, input')).toHaveLength(0);
  });

  it('says what decides once, and not again under what is for information', async () => {
    const result = judged(await organizationOf('serverDown'), { language });
    const root = main(parse(renderCheck(result)));
    const [decides, rest] = [m.check_section_decides({}, locale), m.check_section_more({}, locale)].map(
      (heading) => rowsBelow(root, heading) ?? [],
    );
    expect(decides?.length).toBeGreaterThan(0);
    expect(rest?.filter(([, , , effect]) => effect !== '')).toEqual([]);
  });

  it('names servers of which the same is found in one row', async () => {
    const root = main(parse(renderCheck(judged(await organizationOf('fortyServers'), { language }))));
    expect(root.querySelectorAll('tr').length).toBeLessThan(200);
    expect(root.textContent).toMatch(/\w+01–\w+\d\d/);
  });
});
