/** A sample organization that is reached like a real one: by PowerShell remoting and by ExchangeOnlineManagement. */
import { chmod, mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as v from 'valibot';
import { providePowerShell, provideSimulatedExchange } from '../../../scripts/powershell-for-tests.ts';
import type { CmdletName } from '../../../shared/commands/table.ts';
import { organizationFileSchema, type OrganizationFile } from '../../../shared/model/sample-organization.ts';
import type { Hold } from '../hold.ts';
import { withPayloads } from './with-payloads.ts';

/** How `New-PSSession` reaches the on-premises endpoint. */
export interface SshConnection {
  readonly kind: 'ssh';
  readonly host: string;
  readonly userName: string;
  readonly keyFile: string;
  readonly port: number;
  readonly subsystem: string;
}

export interface ExchangeEnvironment {
  /** The PowerShell executable */
  readonly powershell: string;
  /** The whole environment for a PowerShell process */
  readonly env: NodeJS.ProcessEnv;
  readonly onPremisesConnection: SshConnection;
  /** A folder of this environment, for files of the test; gone after `dispose` */
  readonly folder: string;
  /** The organization as the cmdlets have left it */
  readOrganization(): Promise<OrganizationFile>;
  /** Replaces the organization, as the HCW changes one from outside */
  writeOrganization(organization: OrganizationFile): Promise<void>;
  /** Holds the next call of the cmdlet before its effect, which comes when the hold is released or closed, also when the client is gone by then */
  hold(cmdlet: CmdletName, at: Pick<Hold, 'port'>): Promise<void>;
  /** The processes that serve sessions now */
  servers(): Promise<readonly number[]>;
  /** Ends what still serves a session, and removes all files */
  dispose(): Promise<void>;
}

/** Parts that replace the simulated Exchange, for tests of the transport to it. */
export interface ExchangeParts {
  /** The script `endpoint.ps1` that each on-premises session runs before it serves its client */
  readonly endpoint?: string;
  /** The folders of PowerShell modules, in the order in which they are searched */
  readonly modules?: readonly string[];
}

/**
 * Makes the environment. An organization's faults take effect when a session is opened (`hidden`) or
 * when the cmdlet is called. Throws one sentence when PowerShell or the .NET SDK is missing.
 */
export async function createExchange(organization: OrganizationFile, parts: ExchangeParts = {}): Promise<ExchangeEnvironment> {
  const powershell = await providePowerShell();
  const simulated = await provideSimulatedExchange();

  // The path is short because .NET makes sockets in TMPDIR, whose names may have at most 108 bytes.
  const folder = await mkdtemp(join(tmpdir(), 'hcw-'));
  const [bin, temporary, running] = [join(folder, 'bin'), join(folder, 'tmp'), join(folder, 'servers')];
  for (const path of [bin, temporary, running]) await mkdir(path);
  const file = join(folder, 'organization.json');
  const keyFile = join(folder, 'key');
  await writeFile(keyFile, '', { mode: 0o600 });
  await writeShim(join(bin, 'ssh'), powershell, parts.endpoint ?? join(simulated, 'module/endpoint.ps1'), running);

  const environment: ExchangeEnvironment = {
    powershell,
    env: {
      ...process.env,
      PATH: [bin, process.env['PATH'] ?? ''].join(delimiter),
      PSModulePath: (parts.modules ?? [join(simulated, 'modules')]).join(delimiter),
      HCW_ORGANIZATION_FILE: file,
      TMPDIR: temporary,
      DOTNET_EnableDiagnostics: '0',
      // For many short processes: protecting code pages takes a sixth of each start.
      DOTNET_EnableWriteXorExecute: '0',
      POWERSHELL_TELEMETRY_OPTOUT: '1',
      POWERSHELL_UPDATECHECK: 'Off',
      NO_COLOR: '1',
    },
    onPremisesConnection: {
      kind: 'ssh',
      host: organization.servers[0]?.fqdn ?? organization.domainController,
      userName: 'administrator',
      keyFile,
      port: 22,
      subsystem: 'powershell',
    },
    folder,
    readOrganization: async () => v.parse(organizationFileSchema, JSON.parse(await readFile(file, 'utf8'))),
    writeOrganization: async (next) => {
      await writeFile(`${file}.new`, JSON.stringify(withPayloads(next), null, 2));
      await rename(`${file}.new`, file);
    },
    hold: async (cmdlet, { port }) => {
      await writeFile(`${file}.hold.new`, `${cmdlet} ${String(port)}`);
      await rename(`${file}.hold.new`, `${file}.hold`);
    },
    servers: () => serversIn(running),
    dispose: async () => {
      await end(await serversIn(running));
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  await environment.writeOrganization(organization);
  return environment;
}

/**
 * An `ssh` that serves PSRP itself instead of asking another machine to. PowerShell leaves the id of its process behind:
 * a launcher would have another one.
 */
async function writeShim(path: string, powershell: string, endpoint: string, running: string): Promise<void> {
  const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
  const command = `[System.IO.File]::WriteAllText(${literal(`${running}/`)} + $PID, ''); . ${literal(endpoint)}`;
  await writeFile(path, `#!/bin/sh\nexec ${quoted(powershell)} -sshs -NoLogo -NoProfile -Command ${quoted(command)}\n`);
  await chmod(path, 0o755);
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** The processes that were started to serve a session and still do. */
async function serversIn(running: string): Promise<readonly number[]> {
  return runningOf((await readdir(running).catch(() => [])).map(Number));
}

/** Those that still serve a session. The id of one that has ended may belong to another process by now. */
export async function runningOf(servers: readonly number[]): Promise<readonly number[]> {
  const commandLines = await Promise.all(servers.map((server) => readFile(`/proc/${String(server)}/cmdline`, 'utf8').catch(() => '')));
  return servers.filter((_, index) => commandLines[index]?.includes('endpoint.ps1'));
}

/** Ends the processes, and waits until they are gone: until then they may still write files. */
async function end(servers: readonly number[]): Promise<void> {
  for (const server of servers) {
    try {
      process.kill(server, 'SIGKILL');
    } catch (error) {
      // It has ended by itself since it was listed.
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  }
  while ((await runningOf(servers)).length > 0) await setTimeout(5);
}
