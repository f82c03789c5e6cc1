/** The title of the window: the organization, the mode, and mail flow while it is not internal. */
import { organizationName } from '../model/organization.ts';
import type { WizardView } from '../wizard/view.ts';
import { m } from './compiled/messages.js';
import { directionLabel, textOf } from './labels.ts';

/** In the language of the wizard. */
export function windowTitle({ context: { mode, organization, language }, mailFlow }: WizardView): string {
  const locale = { locale: language };
  const app = m.app_title({}, locale);
  if (mode === null) return app;
  const name = organizationName(organization);
  const modeLabel = textOf(`navigation_${mode}`, language);
  const title =
    name === undefined
      ? m.title_mode({ mode: modeLabel, app }, locale)
      : m.title_organization({ organization: name, mode: modeLabel, app }, locale);
  const notInternal = mailFlow?.directions.filter(({ verdict }) => verdict !== 'internal') ?? [];
  const verdict = notInternal.map((reading) => directionLabel(reading, language)).join(' · ');
  return verdict === '' ? title : m.title_verdict({ verdict, title }, locale);
}
