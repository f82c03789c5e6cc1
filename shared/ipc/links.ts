/** The pages that the window may ask to be opened in the browser: an id crosses, never an address. */

export const links = {
  requirements: 'https://learn.microsoft.com/exchange/certificate-requirements',
  'blog-4420592':
    'https://techcommunity.microsoft.com/blog/exchange/tls-certificates-in-exchange-hybrid---common-issues--how-to-fix-them/4420592',
  KB2879262: 'https://support.microsoft.com/kb/2879262',
  KB2964920: 'https://support.microsoft.com/kb/2964920',
  KB2988229: 'https://support.microsoft.com/kb/2988229',
  KB2989382: 'https://support.microsoft.com/kb/2989382',
  KB3058190: 'https://support.microsoft.com/kb/3058190',
  KB3064938: 'https://support.microsoft.com/kb/3064938',
  KB3087159: 'https://support.microsoft.com/kb/3087159',
  KB4019940: 'https://support.microsoft.com/kb/4019940',
  KB4052493: 'https://support.microsoft.com/kb/4052493',
  hcw: 'https://aka.ms/hybridwizard',
  exchangeOnlineModule: 'https://learn.microsoft.com/powershell/exchange/exchange-online-powershell-v2',
} as const;

export type LinkId = keyof typeof links;
export const linkIds = Object.keys(links) as [LinkId, ...LinkId[]];
