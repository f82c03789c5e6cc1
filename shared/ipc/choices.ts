/** What the window can ask for by name. Apart from the channels: their schemas are not needed to open a window. */

/** The web pages that the window may have opened in the browser: an id crosses, never an address. */
export const links = {
  requirements: 'https://learn.microsoft.com/exchange/certificate-requirements',
  deployHybrid: 'https://learn.microsoft.com/exchange/hybrid-deployment/deploy-hybrid',
  'blog-4420592':
    'https://techcommunity.microsoft.com/blog/exchange/tls-certificates-in-exchange-hybrid---common-issues--how-to-fix-them/4420592',
  KB2879262: 'https://support.microsoft.com/kb/2879262',
  KB2964920: 'https://support.microsoft.com/kb/2964920',
  KB2988229: 'https://support.microsoft.com/kb/2988229',
  KB2989382: 'https://support.microsoft.com/kb/2989382',
  KB3058190: 'https://support.microsoft.com/kb/3058190',
  KB3087157: 'https://support.microsoft.com/kb/3087157',
  KB3087159: 'https://support.microsoft.com/kb/3087159',
  KB3087161: 'https://support.microsoft.com/kb/3087161',
  KB3087173: 'https://support.microsoft.com/kb/3087173',
  KB4019940: 'https://support.microsoft.com/kb/4019940',
  KB4052493: 'https://support.microsoft.com/kb/4052493',
  attribution: 'https://techcommunity.microsoft.com/t5/exchange-team-blog/office-365-message-attribution/ba-p/749143',
  startTls: 'https://learn.microsoft.com/exchange/mail-flow/mail-routing/inbound-starttls-certificates-selection',
  'win-acme-2191': 'https://github.com/win-acme/win-acme/issues/2191',
  hcw: 'https://aka.ms/hybridwizard',
  exchangeOnlineModule: 'https://learn.microsoft.com/powershell/exchange/exchange-online-powershell-v2',
} as const;

export type LinkId = keyof typeof links;
export const linkIds = Object.keys(links) as [LinkId, ...LinkId[]];

/** Light or dark colors; a contrast theme of Windows always goes first. */
export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** What of the program can be opened: folders, and the license texts of what it contains */
export const openedPlaces = ['runs', 'logs', 'licenses'] as const;
export type OpenedPlace = (typeof openedPlaces)[number];
