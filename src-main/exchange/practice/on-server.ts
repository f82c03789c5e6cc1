/** What a person does on a Mailbox server of a sample organization. */
import type { OrganizationFile } from '../../../shared/model/sample-organization.ts';
import { sameText } from './answer.ts';

export type ServerTask = 'stopTransport' | 'startTransport';

const transportService = 'MSExchangeTransport';

/** The organization after `Stop-Service` or `Start-Service MSExchangeTransport` was run on the server; as it is where there is no such server. */
export const workOnServer = (organization: OrganizationFile, name: string, task: ServerTask): OrganizationFile => ({
  ...organization,
  servers: organization.servers.map((server) => {
    if (!sameText(server.name, name)) return server;
    const others = server.stoppedServices.filter((service) => !sameText(service, transportService));
    return { ...server, stoppedServices: task === 'stopTransport' ? [...others, transportService] : others };
  }),
});
