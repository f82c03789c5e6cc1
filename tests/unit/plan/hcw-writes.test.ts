import { expect, it } from 'vitest';
import { known, map } from '../../../shared/model/known.ts';
import { fullHcw } from '../../../shared/plan/hcw-writes.ts';
import { sound } from '../mail-flow/cases.ts';
import { certificate } from './made-plans.ts';

it.each(['mail.protection.outlook.com', 'mail.protection.office365.us', 'mail.protection.partner.outlook.cn'])(
  'the full HCW writes the domain of the cloud to which the send connectors lead: %s',
  (domain) => {
    const organization = sound();
    const inCloud = {
      ...organization,
      sendConnectors: map(organization.sendConnectors, (list) => list.map((one) => ({ ...one, tlsDomain: known(domain) }))),
    };
    const written = fullHcw(inCloud, certificate).flatMap((change) =>
      change.kind === 'sendConnector' || change.kind === 'receiveConnector' ? [change.values] : [],
    );
    expect(written.flatMap((values) => ('tlsDomain' in values ? [values.tlsDomain] : []))).toEqual([known(domain)]);
    expect(written.flatMap((values) => ('tlsDomainCapabilities' in values ? [values.tlsDomainCapabilities] : []))).toContainEqual(
      known([`${domain}:AcceptCloudServicesMail`]),
    );
  },
);
