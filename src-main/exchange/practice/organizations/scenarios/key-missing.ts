/** The new certificate was imported on EX02 without its private key. */
import type { OrganizationFile } from '../../../../../shared/model/sample-organization.ts';
import { renewed } from '../certificates.ts';
import { contoso } from '../contoso.ts';
import { withCopies } from './with-copies.ts';

export const keyMissing = async (now: Date): Promise<OrganizationFile> =>
  withCopies(await contoso(now), await renewed(now), (copy, server) =>
    server === 'EX02' ? { ...copy, hasPrivateKey: false, privateKeyExportable: false } : copy,
  );
