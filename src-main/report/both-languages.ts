/** One file in both languages. */
import { languages, type Language } from '../../shared/wizard/pages.ts';
import { element, fragment, page, type Html } from './html.ts';
import { reportStyle } from './style.ts';

/** `first` is shown first; the other is one click away, without any script, and both are printed. */
export function inBothLanguages(title: (language: Language) => string, first: Language, body: (language: Language) => Html): string {
  const choices = languages.map((language) =>
    fragment(
      { html: `<input type="radio" name="language" id="show-${language}"${language === first ? ' checked' : ''}>` },
      element('label', { for: `show-${language}`, lang: language }, language === 'en' ? 'English' : '日本語'),
    ),
  );
  const bodies = languages.map((language) => element('main', { lang: language, class: language }, body(language)));
  return page(title(first), first, reportStyle, fragment(...choices, ...bodies));
}
