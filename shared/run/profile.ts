/** How a renewal was done, and what it left: what the next one begins with. No credential is among it. */
import * as v from 'valibot';
import { knownSchema } from '../model/known.ts';
import { practiceScenarios } from '../model/sample-organization.ts';
import { exchangeOnlineFormSchema, onPremisesFormSchema } from '../model/sign-in.ts';
import { referenceKinds } from '../rules/references.ts';

export const profileSchema = v.object({
  /** The sample organization of a rehearsal; in the other modes it says nothing */
  scenario: v.picklist(practiceScenarios),
  /** Who signs in on each side, and how */
  onPremises: onPremisesFormSchema,
  exchangeOnline: exchangeOnlineFormSchema,
  onlineSkipped: v.boolean(),
  /** The certificate that the renewal brought into use */
  certificate: v.object({ thumbprint: v.string(), issuer: v.string(), subject: v.string(), notAfter: v.string() }),
  /** Thumbprints of those that it replaced */
  replaced: v.pipe(v.array(v.string()), v.readonly()),
  /** The servers of the hybrid deployment */
  servers: v.pipe(v.array(v.object({ name: v.string(), build: knownSchema(v.string()) })), v.readonly()),
  /** What carries the name of the certificate, as the post-checks found it */
  objects: v.pipe(
    v.array(
      v.object({
        kind: v.picklist(referenceKinds),
        server: v.string(),
        object: v.string(),
        property: v.picklist(['TlsCertificateName', 'TlsSenderCertificateName', 'TlsDomain']),
        value: knownSchema(v.nullable(v.string())),
      }),
    ),
    v.readonly(),
  ),
});
export type RenewalProfile = v.InferOutput<typeof profileSchema>;
export type ProfileObject = RenewalProfile['objects'][number];
