/** Looks for accessibility violations on the current page in light, dark, and high-contrast colors. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Look } from '../../scripts/tour/flow.ts';
import type { WizardWindow } from '../../scripts/tour/window.ts';

export const colors = [
  { name: 'light', media: { colorScheme: 'light', forcedColors: 'none' } },
  { name: 'dark', media: { colorScheme: 'dark', forcedColors: 'none' } },
  { name: 'forced colors', media: { colorScheme: 'light', forcedColors: 'active' } },
] as const;

/** One line for each violation: page, colors, rule, and element. */
export function examiner({ page }: WizardWindow): { readonly look: Look; readonly found: string[]; readonly seen: string[] } {
  const found: string[] = [];
  const seen: string[] = [];
  return {
    found,
    seen,
    look: async (name) => {
      for (const { name: color, media } of colors) {
        await page.emulateMedia(media);
        // axe's newer mode collects its results in a second page, which Electron cannot open.
        const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
        found.push(...violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${name}, ${color}: ${id}: ${html.slice(0, 200)}`)));
        seen.push(`${name}, ${color}`);
      }
    },
  };
}
