/** `Get-AcceptedDomain`, on both sides. */
import type { PsValue } from '../clixml/value.ts';
import type { Result } from '../errors.ts';
import { readText } from './property.ts';
import { required } from './required.ts';

/** The domain, e.g. `contoso.com`, or `*.contoso.com` when its subdomains are accepted too. */
export const readAcceptedDomain = (object: PsValue): Result<string> =>
  required('acceptedDomain', 'DomainName', readText(object, 'DomainName'));
