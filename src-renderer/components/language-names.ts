/** Each language in its own words: who cannot read the present one finds the other. */
export const languageNames = { en: 'English', ja: '日本語' } as const;
