/** The cmdlets that change something. */
import type { CmdletCall, ParameterValue, CmdletError } from '../../../shared/commands/call.ts';
import type { CmdletName } from '../../../shared/commands/table.ts';
import type { OrganizationFile } from '../../../shared/model/sample-organization.ts';
import { parseCertificateName } from '../../../shared/x509/certificate-name.ts';
import { errorOnly, textParameter, type Cmdlet, type CmdletAnswer, notACertificateName, objectNotFound } from './answer.ts';
import { hybridConfigurationName } from './objects/directory.ts';
import { receiveConnectorIdentity } from './objects/connectors.ts';
import { isReceiveConnector } from './reads.ts';

export const changeCmdlets = {
  'Set-ReceiveConnector': (organization, call) => {
    const refused = refusedName(call);
    if (refused !== undefined) return errorOnly(refused);
    const identity = textParameter(call, 'Identity') ?? '';
    const found = organization.receiveConnectors.find((connector) => isReceiveConnector(connector, identity));
    if (found === undefined) return errorOnly(objectNotFound(organization, identity, call));
    const capabilities = call.parameters['TlsDomainCapabilities'];
    const after = {
      ...found,
      tlsCertificateName: nameAfter(call, found.tlsCertificateName),
      tlsDomainCapabilities: capabilities === undefined ? found.tlsDomainCapabilities : isTexts(capabilities) ? [...capabilities] : [],
    };
    const receiveConnectors = organization.receiveConnectors.map((connector) => (connector === found ? after : connector));
    return changed(found, after, receiveConnectorIdentity(found), { ...organization, receiveConnectors });
  },

  'Set-HybridConfiguration': (organization, call) => {
    const refused = refusedName(call);
    if (refused !== undefined) return errorOnly(refused);
    const found = organization.hybridConfiguration;
    if (found === null) return errorOnly(objectNotFound(organization, hybridConfigurationName, call));
    const after = { ...found, tlsCertificateName: nameAfter(call, found.tlsCertificateName) };
    return changed(found, after, hybridConfigurationName, { ...organization, hybridConfiguration: after });
  },
} as const satisfies Partial<Record<CmdletName, Cmdlet>>;

/** The error for a TlsCertificateName in another form than `<I>…<S>…`. The empty text empties the value. */
function refusedName(call: CmdletCall): CmdletError | undefined {
  const name = textParameter(call, 'TlsCertificateName') ?? '';
  return name === '' || parseCertificateName(name) !== undefined ? undefined : notACertificateName(name, call);
}

/** TlsCertificateName as the call leaves it. */
function nameAfter(call: CmdletCall, before: string | null): string | null {
  const name = call.parameters['TlsCertificateName'];
  if (name === undefined) return before;
  return typeof name === 'string' && name !== '' ? name : null;
}

/** Exchange warns when a Set cmdlet had nothing to do. */
const changed = (before: object, after: object, object: string, organization: OrganizationFile): CmdletAnswer => ({
  objects: [],
  errors: [],
  warnings:
    JSON.stringify(before) === JSON.stringify(after)
      ? [`The command completed successfully but no settings of '${object}' have been modified.`]
      : [],
  changed: organization,
});

const isTexts = (value: ParameterValue): value is readonly string[] => Array.isArray(value);
