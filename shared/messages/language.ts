/** The languages that every text for people is written in. */
export const languages = ['en', 'ja'] as const;
export type Language = (typeof languages)[number];

/** The wizard's language for a system locale, e.g. `ja-JP`. */
export const languageOf = (locale: string): Language => (locale.toLowerCase().startsWith('ja') ? 'ja' : 'en');
