/** The old and the new certificate have the same issuer and subject: a name fits both. */
import type { OrganizationFile } from '../../../../../shared/model/sample-organization.ts';
import { contoso } from '../contoso.ts';
import { authority2026, mailSubject } from '../names.ts';

export const sameName = (now: Date): Promise<OrganizationFile> => contoso(now, { issuer: authority2026, subject: mailSubject });
