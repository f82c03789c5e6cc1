/** Accounts as Windows and Exchange write them: `CONTOSO\taro.yamada`, `contoso.com\taro.yamada`. */

/** `written`: the whole of it, as it stands there. A computer has its name, without `$`. */
export interface Account {
  readonly domain: string;
  readonly name: string;
  readonly isComputer: boolean;
  readonly written: string;
}

/** Users and groups that Windows, Active Directory or the setup of Exchange made: the same in every organization */
const ownAccount =
  /^(?:Administrators?|Guests?|krbtgt|(?:Domain|Enterprise|Schema) (?:Admins|Users|Guests|Computers|Controllers)|Exchange (?:Servers|Trusted Subsystem|Windows Permissions|Install Domain Servers)|ExchangeLegacyInterop|(?:View-Only )?Organization Management|(?:Recipient|Server|Hygiene|Discovery|Records|Public Folder|Compliance|UM) Management|Delegated Setup|Help Desk|Managed Availability Servers)(?![\w-]|\.\w)/i;
export const isOwnAccount = (name: string): boolean => ownAccount.test(name);

/** Characters within the name of an account. One with blanks is known by its quotation marks: at most 20, as `sAMAccountName` has. */
const between = String.raw`\p{sc=Latin}\p{N}_.!#&~'-`;
const plain = String.raw`[\p{sc=Latin}\p{N}_](?:[${between}]*[\p{sc=Latin}\p{N}_])?\$?|[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}ー]+`;
const [opening, closing] = [`["'“「]`, `["'”」]`];
/** Neither within a path or a longer name, nor behind a drive */
const start = String.raw`(?<![\p{sc=Latin}\p{N}\\/._-]|(?<![A-Za-z])[A-Za-z]:)`;

/** The accounts of these domains (DNS or NetBIOS names, in any case) in a text. A path, e.g. `contoso\share\file`, has none. */
export function accountsIn(text: string, domains: readonly string[]): readonly Account[] {
  if (domains.length === 0) return [];
  const domain = `(?:${domains.map((one) => one.replaceAll(/[$()*+.?[\\\]^{|}/]/g, String.raw`\$&`)).join('|')})`;
  const quoted = String.raw`(?<=${opening}${domain}\\{1,2})[^"“”「」\\/\r\n]{1,20}?(?=${closing}(?![\p{sc=Latin}\p{N}]))`;
  const expression = new RegExp(
    String.raw`${start}(?<domain>${domain})\\{1,2}(?<name>${quoted}|(?:${plain})(?![$${between}]*[\\/]))`,
    'giu',
  );
  return [...text.matchAll(expression)].flatMap(({ 0: written, index, groups }) => {
    const name = groups?.['name'] ?? '';
    if (isOwnAccount(text.slice(index + written.length - name.length))) return [];
    const isComputer = name.endsWith('$');
    return [{ domain: groups?.['domain'] ?? '', name: isComputer ? name.slice(0, -1) : name, isComputer, written }];
  });
}
