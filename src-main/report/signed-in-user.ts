/** Who runs the program, for the report. */
import { userInfo } from 'node:os';

/** `CONTOSO\admin` on Windows, the user name elsewhere; '' when the system does not know the user. */
export function signedInUser(domain = process.env['USERDOMAIN'], userName = nameOfUser): string {
  const name = userName();
  return name === '' || domain === undefined || domain === '' ? name : `${domain}\\${name}`;
}

function nameOfUser(): string {
  try {
    return userInfo().username;
  } catch {
    // A user without an entry in the system's list, e.g. in a container.
    return '';
  }
}
