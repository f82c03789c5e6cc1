/** What is entered on the two connection pages. No secret is among it: PowerShell itself asks for those. */
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

export const exchangeOnlineFormSchema = v.object({
  userPrincipalName: short,
  environment: v.picklist(exchangeOnlineEnvironments),
});
export type ExchangeOnlineForm = v.InferOutput<typeof exchangeOnlineFormSchema>;

export const emptyOnPremisesForm: OnPremisesForm = {
  server: '',
  authentication: 'Kerberos',
  credential: 'signedIn',
  powershell: 'windowsPowerShell',
};
export const emptyExchangeOnlineForm: ExchangeOnlineForm = { userPrincipalName: '', environment: 'O365Default' };
