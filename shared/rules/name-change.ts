/** Whether issuer or subject change from the certificate in use: then inbound mail may stop (KB 2989382). */
import { parseCertificateName, sameCertificateName, type CertificateName } from '../x509/certificate-name.ts';
import type { Organization } from '../model/organization.ts';
import { knownOr } from '../model/known.ts';
import { defaultFrontendConnector, hybridSendConnectors } from './hybrid-connectors.ts';

export interface NameChange {
  /** The name in use: of the hybrid configuration, else of a hybrid connector; `undefined` when none of them names one */
  readonly old: CertificateName | undefined;
  readonly next: CertificateName;
  /** Both are true when no old name is known: the danger cannot be ruled out */
  readonly issuerChanged: boolean;
  readonly subjectChanged: boolean;
}

export function compareNames(organization: Organization, next: CertificateName): NameChange {
  const old = namesInUse(organization)[0];
  return {
    old,
    next,
    issuerChanged: old === undefined || !sameCertificateName(old, { ...old, issuer: next.issuer }),
    subjectChanged: old === undefined || !sameCertificateName(old, { ...old, subject: next.subject }),
  };
}

/** The certificate names that hybrid configuration, send and receive connectors carry, in that order. */
export function namesInUse(organization: Organization): readonly CertificateName[] {
  const configuration = knownOr(organization.hybridConfiguration, null);
  const connectors = [
    ...knownOr(hybridSendConnectors(organization), []),
    ...organization.hybridServers.flatMap((server) => {
      const connector = defaultFrontendConnector(server);
      return connector.known ? [connector.value] : [];
    }),
  ];
  const texts = [configuration?.tlsCertificateName, ...connectors.map(({ tlsCertificateName }) => tlsCertificateName)];
  return texts.flatMap((text) => {
    const name = parseCertificateName((text === undefined ? null : knownOr(text, null)) ?? '');
    return name === undefined ? [] : [name];
  });
}
