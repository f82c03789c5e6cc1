/** Microsoft Exchange Service Host has stopped on EX02: the HCW lists no certificate at all (KB 2964920). */
import type { OrganizationFile } from '../../../../../shared/model/sample-organization.ts';
import { setService } from '../../on-server.ts';
import { contoso } from '../contoso.ts';

export const serviceHost = async (now: Date): Promise<OrganizationFile> =>
  setService(await contoso(now), 'EX02', 'MSExchangeServiceHost', false);
