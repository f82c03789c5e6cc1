/** What an administrator copies from a PowerShell window of a practice organization, without any script or file. */
import { formatList, type Shown } from '../unit/collected/format-list.ts';
import type { PsValue } from '../../shared/clixml/value.ts';
import type { CmdletCall } from '../../shared/commands/call.ts';
import type { Side } from '../../shared/commands/table.ts';
import type { OrganizationFile } from '../../shared/model/sample-organization.ts';
import { collectOrganization } from '../../src-main/exchange/inventory/inventory.ts';
import { readOne } from '../../src-main/exchange/port.ts';
import { factsOf, type SampleCertificate } from '../../src-main/exchange/practice/objects/certificate.ts';
import { openPractice } from './practice.ts';
import { throughout } from './throughout.ts';

type Printed = Readonly<Record<string, Shown>>;

/** Wide enough for a certificate name, as in a maximized window. */
const window = { width: 180, wrap: 'word', trimmed: true } as const;
const prompts: Readonly<Record<Side, string>> = { onPremises: '[PS] C:\\Windows\\system32>', exchangeOnline: 'PS C:\\Users\\admin> ' };

const output = (side: Side, command: string, objects: readonly Printed[]): string =>
  `${prompts[side]}${command}${formatList(objects, window)}`;

/** Of each command that the wizard needs the whole output of `… | fl`, in the window of each side. */
export async function shellTexts(organization: OrganizationFile, at: Date): Promise<Readonly<Record<Side, string>>> {
  const outputs: Record<Side, string[]> = { onPremises: [], exchangeOnline: [] };
  const recording = throughout(await openPractice(organization), async (call, send) => {
    const result = await send();
    // Get-Command prints a table; a certificate is printed once.
    const isPrinted = call.cmdlet !== 'Get-Command' && (call.cmdlet !== 'Get-ExchangeCertificate' || call.select === undefined);
    if (isPrinted && result.ok) {
      outputs[call.side].push(output(call.side, commandOf(call), printed(organization, call, result.value.objects)));
    }
    return result;
  });
  const inventory = await collectOrganization(recording, { now: () => at, onProgress: () => undefined });
  if (!inventory.ok) throw new Error(inventory.error.code);
  return { onPremises: outputs.onPremises.join('\r\n'), exchangeOnline: outputs.exchangeOnline.join('\r\n') };
}

/** What the commands print that the wizard shows for reading a result: `… | Format-List <names> | Out-String -Width 4096`. */
export async function shellResults(organization: OrganizationFile, commands: readonly string[]): Promise<string> {
  const exchange = await openPractice(organization);
  const outputs: string[] = [];
  for (const command of commands) {
    const [, cmdlet, identity = '', names = ''] =
      /^(Get-\w+)(?: -Identity '([^']*)')? \| Format-List ([\w,]+) \| Out-String -Width 4096$/.exec(command) ?? [];
    if (cmdlet !== 'Get-ReceiveConnector' && cmdlet !== 'Get-HybridConfiguration')
      throw new Error(`Not a command for a result: ${command}`);
    const parameters = identity === '' ? {} : { Identity: identity };
    const read = await readOne(exchange, { side: 'onPremises', cmdlet, parameters });
    if (!read.ok) throw new Error(read.error.code);
    const wanted = names.split(',');
    const objects = read.value.objects.map((object) => {
      const all = shownObject(object);
      return Object.fromEntries(wanted.flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]]])));
    });
    outputs.push(`${prompts.onPremises}${command}${formatList(objects, { ...window, width: 4096 })}`);
  }
  return outputs.join('\r\n');
}

const commandOf = ({ cmdlet, parameters }: CmdletCall): string =>
  [cmdlet, ...Object.entries(parameters).map(([name, value]) => `-${name} ${String(value)}`), '| fl'].join(' ');

function printed(organization: OrganizationFile, call: CmdletCall, objects: readonly PsValue[]): readonly Printed[] {
  if (call.cmdlet === 'Get-ExchangeCertificate') {
    const server = organization.servers.find(({ name }) => name === call.parameters['Server']);
    return (server?.certificates ?? []).map(shownCertificate);
  }
  return objects.map(shownObject);
}

function shownCertificate(certificate: SampleCertificate): Printed {
  const facts = factsOf(certificate);
  if (facts === undefined) throw new Error('A certificate of the sample cannot be read.');
  return {
    CertificateDomains: facts.names,
    HasPrivateKey: shownBoolean(certificate.hasPrivateKey),
    IsSelfSigned: shownBoolean(certificate.isSelfSigned),
    Issuer: facts.issuer,
    NotAfter: usDate(facts.notAfter),
    NotBefore: usDate(facts.notBefore),
    PublicKeySize: '2048',
    RootCAType: certificate.rootCAType,
    SerialNumber: facts.serialNumber,
    Services: certificate.services,
    Status: certificate.status,
    Subject: facts.subject,
    Thumbprint: facts.thumbprint,
  };
}

const usDate = (iso: string): string =>
  new Intl.DateTimeFormat('en-US', { dateStyle: 'short', timeStyle: 'medium', timeZone: 'UTC' })
    .format(new Date(iso))
    .replace(/\/(\d\d), /, '/20$1 ')
    .replace(/\s/g, ' ');

const shownBoolean = (value: boolean): string => (value ? 'True' : 'False');

const shownObject = (object: PsValue): Printed =>
  object.type === 'object'
    ? Object.fromEntries([...object.properties, ...object.members].map(([name, value]) => [name, shownValue(value)]))
    : {};

function shownValue(value: PsValue): Shown {
  if (value.type === 'object')
    return value.items === undefined ? (value.text ?? '') : value.items.values.map((item) => String(shownValue(item)));
  if (value.type === 'boolean') return shownBoolean(value.value);
  return value.type === 'null' || value.type === 'cycle' || value.type === 'bytes' ? '' : String(value.value);
}
