/** How a session is opened. No secret is among it. */
import * as v from 'valibot';
import type { exchangeOnlineFormSchema } from '../wizard/forms.ts';

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
