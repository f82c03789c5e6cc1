/** The driver as its parent sees it: a process that takes orders, reports, and can be killed. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { OrganizationFile } from '../../../shared/model/sample-organization.ts';
import type { RunView } from '../../../shared/run/run-view.ts';
import type { ExchangeEnvironment } from '../environment/create-exchange.ts';
import type { Change, DriverOptions, Order, Report } from './driver.ts';

type Paused = Extract<Report, { readonly kind: 'paused' }>;
type Done = Extract<Report, { readonly kind: 'done' }>;

export interface Driver {
  readonly pid: number;
  /** Resolves when the order is carried out. Rejects when the driver ends before. */
  order(order: Order): Promise<Done>;
  /** The view after an order that has to succeed and to leave a run. */
  mustDo(order: Order): Promise<RunView>;
  /** Resolves when it waits where it was ordered to. */
  paused(): Promise<Paused>;
  goOn(): void;
  /** Called whenever it waits for some time. */
  onWaiting: (milliseconds: number) => void;
  /** Resolves when it has closed what it opened, and ended. */
  end(): Promise<void>;
  readonly ended: Promise<unknown>;
}

/** Milliseconds that a change may take: long enough for an answer, and short enough to wait for. */
export const limitMs = 3000;

const newName = '<I>CN=Another Authority<S>CN=mail.contoso.com';

/** The send connector, the three receive connectors, the hybrid configuration: from the old name to another one. */
export function changesOf(organization: OrganizationFile): readonly Change[] {
  const after = { TlsCertificateName: newName };
  const named = (name: string | null | undefined): Change['before'] => ({ TlsCertificateName: name ?? null });
  const frontends = organization.receiveConnectors.filter(({ name }) => name.startsWith('Default Frontend'));
  return [
    ...organization.sendConnectors.slice(0, 1).map(({ name, tlsCertificateName }): Change => ({
      cmdlet: 'Get-SendConnector',
      object: name,
      server: '',
      before: named(tlsCertificateName),
      after,
    })),
    ...frontends.map(({ name, server, tlsCertificateName }): Change => ({
      cmdlet: 'Get-ReceiveConnector',
      object: `${server}\\${name}`,
      server,
      before: named(tlsCertificateName),
      after,
    })),
    {
      cmdlet: 'Get-HybridConfiguration',
      object: 'Hybrid Configuration',
      server: '',
      before: named(organization.hybridConfiguration?.tlsCertificateName),
      after,
    },
  ];
}

/** Works on the runs in `root`. `under`: a program, with its arguments, that starts the driver. */
export function openDriver(
  root: string,
  changes: readonly Change[],
  { env, powershell, onPremisesConnection }: Pick<ExchangeEnvironment, 'env' | 'powershell' | 'onPremisesConnection'>,
  under: readonly string[] = [],
): Driver {
  const servers = changes.flatMap(({ server }) => (server === '' ? [] : [server]));
  const options: DriverOptions = { root, powershell, connection: onPremisesConnection, servers, changes };
  const [execPath, ...execArgv] = [...under, process.execPath, '--import', 'tsx'];
  const child: ChildProcess = fork(fileURLToPath(new URL('./driver.ts', import.meta.url)), [JSON.stringify(options)], {
    execPath,
    execArgv,
    env: { ...env, HCW_TEST_CHANGE_LIMIT_MS: String(limitMs) },
  });
  const ended = once(child, 'exit');
  const next = <K extends Report['kind']>(kind: K): Promise<Extract<Report, { readonly kind: K }>> =>
    new Promise((resolve, reject) => {
      const receive = (message: unknown): void => {
        const report = message as Report;
        if (report.kind !== kind) return;
        child.off('message', receive);
        resolve(report as Extract<Report, { readonly kind: K }>);
      };
      child.on('message', receive);
      void ended.then(() => {
        reject(new Error(`The driver ended before it was ${kind}`));
      });
    });
  const driver: Driver = {
    pid: child.pid ?? 0,
    order: async (order) => {
      const done = next('done');
      child.send(order);
      return done;
    },
    mustDo: async (order) => {
      const { view, error } = await driver.order(order);
      if (view === null || error !== null) throw new Error(`${order.do}: ${error ?? 'there is no run'}`);
      return view;
    },
    paused: () => next('paused'),
    goOn: () => child.send('goOn'),
    onWaiting: () => undefined,
    end: async () => {
      if (child.connected) child.disconnect();
      await ended;
    },
    ended,
  };
  child.on('message', (message) => {
    const report = message as Report;
    if (report.kind === 'waiting') driver.onWaiting(report.milliseconds);
  });
  return driver;
}
