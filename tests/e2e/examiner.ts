/** Looks for violations of accessibility on the page that is shown, in each of the colors that Windows offers. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Look } from '../../scripts/tour/flow.ts';
import type { WizardWindow } from '../../scripts/tour/window.ts';

export const colors = [
  { name: 'light', media: { colorScheme: 'light', forcedColors: 'none' } },
  { name: 'dark', media: { colorScheme: 'dark', forcedColors: 'none' } },
  { name: 'forced colors', media: { colorScheme: 'light', forcedColors: 'active' } },
] as const;

/** Every violation, as one line that names page, colors, rule and element. */
export function examiner({ page }: WizardWindow): { readonly look: Look; readonly found: string[]; readonly seen: string[] } {
  const found: string[] = [];
  const seen: string[] = [];
  return {
    found,
    seen,
    look: async (name) => {
      for (const { name: color, media } of colors) {
        await page.emulateMedia(media);
        // Electron cannot open the second page in which the newer way collects its results.
        const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
        found.push(...violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${name}, ${color}: ${id}: ${html.slice(0, 200)}`)));
        seen.push(`${name}, ${color}`);
      }
    },
  };
}
