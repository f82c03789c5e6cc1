import { describe, expect, it } from 'vitest';
import { judgeCertificates } from '../../../shared/rules/judge-certificates.ts';
import { freshContext, type WizardContext } from '../../../shared/wizard/context.ts';
import { hcwHelp, type HcwHelp } from '../../../shared/wizard/hcw-help.ts';
import { notListedCauses } from '../../../shared/rules/not-listed-fixes.ts';
import { hcwMessage } from '../rules/not-listed-cases.ts';
import { organization } from '../rules/sample.ts';

const value = organization();
const [chosen] = judgeCertificates(value);
if (chosen === undefined) throw new Error('The sample has a certificate.');
const help = (changes: Partial<WizardContext['hcw']>): HcwHelp => hcwHelp(value, chosen, { ...freshContext('en').hcw, ...changes });

describe('help with what the HCW shows', () => {
  it.each<readonly [WizardContext['hcw']['answer'], readonly string[]]>([
    [null, []],
    ['selected', []],
    ['notSelected', ['hybridConfiguration']],
    ['notListed', [...notListedCauses].sort()],
  ])('has the causes of the answer %s', (answer, causes) => {
    expect(
      help({ answer })
        .causes.map(({ id }) => id)
        .sort(),
    ).toEqual(causes);
  });

  it('offers every server that can be the reference server', () => {
    expect(help({}).referenceServers).toEqual(['EX01', 'EX02']);
  });

  it('tells a message that is not recognized from none', () => {
    expect([help({}).meanings, help({ message: ' \n' }).meanings, help({ message: 'Something else' }).meanings]).toEqual([null, null, []]);
    expect(help({ message: Object.values(hcwMessage)[0] ?? '' }).meanings).toHaveLength(1);
  });
});
