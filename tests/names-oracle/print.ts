/** Names and certificates as .NET prints them. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { publishOnce } from '../../scripts/runtime/dotnet.ts';

const sources = join(import.meta.dirname, 'printer');

export interface Printed {
  readonly subject: string;
  readonly issuer: string;
  readonly serialNumber: string;
  readonly thumbprint: string;
}

export const printNames = (names: readonly Uint8Array[]): Promise<readonly string[]> => printed(names.map((der) => `name ${base64(der)}`));

export async function printCertificates(certificates: readonly Uint8Array[]): Promise<readonly Printed[]> {
  const lines = await printed(certificates.map((der) => `certificate ${base64(der)}`));
  return lines.map((line) => {
    const [subject = '', issuer = '', serialNumber = '', thumbprint = ''] = line.split('\0');
    return { subject, issuer, serialNumber, thumbprint };
  });
}

async function printed(lines: readonly string[]): Promise<readonly string[]> {
  const printer = await publishOnce('names-printer', join(sources, 'names-printer.csproj'), sources);
  const child = spawn('dotnet', [join(printer, 'names-printer.dll')], { stdio: ['pipe', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stdin.end(`${lines.join('\n')}\n`);
  const code = await new Promise<number | null>((done, fail) => child.on('error', fail).on('close', done));
  const answers = output.split('\n').slice(0, -1);
  if (code !== 0 || answers.length !== lines.length) throw new Error(`The printer of names ended with ${String(code)}.`);
  return answers.map((answer) => Buffer.from(answer, 'base64').toString('utf8'));
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
