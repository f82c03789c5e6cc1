/** How the administrator signs in on both sides: what is entered on the two connection pages. No secret is among it: PowerShell itself asks for those. */

import * as v from 'valibot';

const short = v.pipe(v.string(), v.maxLength(1024));

export const onPremisesFormSchema = v.object({
  /** Fully qualified name of an Exchange server, e.g. `ex01.contoso.com` */
  server: short,
  authentication: v.picklist(['Kerberos', 'Negotiate']),
  /** `signedIn`: the Windows user; `ask`: PowerShell asks for a user name and password */
  credential: v.picklist(['signedIn', 'ask']),
  /** Windows PowerShell 5.1, or PowerShell 7 where it is installed */
  powershell: v.picklist(['windowsPowerShell', 'powershell7']),
});
export type OnPremisesForm = v.InferOutput<typeof onPremisesFormSchema>;

export const exchangeOnlineEnvironments = ['O365Default', 'O365USGovGCCHigh', 'O365USGovDoD', 'O365China'] as const;

/** Where the password for Exchange Online is entered: in the account manager of Windows, as its module does by itself, or in a browser */
export const signInPlaces = ['windows', 'browser'] as const;

export const exchangeOnlineFormSchema = v.object({
  userPrincipalName: short,
  environment: v.picklist(exchangeOnlineEnvironments),
  /** What was kept before there was a choice has none */
  signIn: v.optional(v.picklist(signInPlaces), 'windows'),
});
export type ExchangeOnlineForm = v.InferOutput<typeof exchangeOnlineFormSchema>;

export const emptyOnPremisesForm: OnPremisesForm = {
  server: '',
  authentication: 'Kerberos',
  credential: 'signedIn',
  powershell: 'windowsPowerShell',
};
export const emptyExchangeOnlineForm: ExchangeOnlineForm = { userPrincipalName: '', environment: 'O365Default', signIn: 'windows' };

/** The module that signs in to Exchange Online, as it is found on this computer */
export interface OnlineModule {
  readonly version: string;
  readonly path: string;
  /** `other`: by somebody else, or by nobody. `unknown`: only Windows can tell */
  readonly signature: 'microsoft' | 'other' | 'unknown';
  /** Subject of the certificate, `''` where there is none */
  readonly signer: string;
}

// How a session is opened. No secret is among it.

export const onPremisesConnectionSchema = v.variant('kind', [
  v.object({
    kind: v.literal('kerberos'),
    /** e.g. `http://ex01.contoso.com/PowerShell/`; HTTP is normal, Kerberos encrypts */
    connectionUri: v.string(),
    authentication: v.picklist(['Kerberos', 'Negotiate']),
    /** `ask`: PowerShell itself asks for user name and password */
    credential: v.picklist(['signedIn', 'ask']),
  }),
  /** Only in tests: PSRP over SSH instead of WSMan */
  v.object({
    kind: v.literal('ssh'),
    host: v.string(),
    userName: v.string(),
    keyFile: v.string(),
    port: v.number(),
    subsystem: v.string(),
  }),
]);
export type OnPremisesConnection = v.InferOutput<typeof onPremisesConnectionSchema>;

export type ExchangeOnlineConnection = v.InferOutput<typeof exchangeOnlineFormSchema>;
