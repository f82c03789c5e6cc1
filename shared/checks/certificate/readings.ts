/** Do the readings of one certificate on one server agree? */
import type { Finding } from '../../model/finding.ts';
import { finding, type Ground } from '../finding.ts';
import type { InstalledCertificate } from './installed.ts';

/**
 * What only the server knows is read in more than one way where it can be. A difference means that
 * at least one reading is wrong: both are shown, with the one that the other rules go by.
 * The properties are those that KB 3064938 requires.
 */
export function readings({ facts, copies }: InstalledCertificate): Finding[] {
  const ground: Ground = { rule: 'certificate.readings', subject: facts.thumbprint, source: 'KB3064938' };
  const found = copies.flatMap(({ server, certificate }) =>
    certificate.disagreements.map(({ property, a, b }) =>
      finding(ground, 'warn', { server, property, taken: `${a.value} (${a.source})`, other: `${b.value} (${b.source})` }),
    ),
  );
  return found.length > 0 ? found : [finding(ground, 'ok')];
}
