import * as v from 'valibot';
import { afterEach, describe, expect, it } from 'vitest';
import { appError, fail } from '../../../shared/model/error.ts';
import type { GatherProgress, Organization } from '../../../shared/model/organization.ts';
import { persistedContextSchema, persistedPart } from '../../../shared/wizard/context.ts';
import type { WizardView } from '../../../shared/wizard/view.ts';
import { goTo, wizardStepName } from './administrator.ts';
import { intercepted, never, newFolder, removeFolders, startProgram, type Program } from './program.ts';

afterEach(removeFolders);

const again = { type: 'COLLECT_SERVER', server: 'EX03' } as const;
const down = 'The RPC server is unavailable.';

/** EX03 does not answer while `here.down`; every command that is sent is noted. */
async function withServerDown(): Promise<{
  readonly program: Program;
  readonly here: { down: boolean; stops: boolean; hangs: boolean };
  readonly sent: string[];
}> {
  const here = { down: true, stops: false, hangs: false };
  const sent: string[] = [];
  const program: Program = await startProgram(await newFolder(), {
    exchange: intercepted(async (call, send) => {
      const server = call.parameters['Server'] ?? call.parameters['Identity'] ?? '';
      sent.push(`${call.cmdlet} ${String(server)}`);
      if (here.stops && call.cmdlet === 'Get-ExchangeCertificate') await program.controller.send({ type: 'CANCEL_TASK' });
      if (here.hangs) return never();
      return here.down && server === 'EX03' ? fail(appError('cmdlet.failed', { message: down })) : send();
    }),
  });
  await goTo(program, 'collect.done');
  return { program, here, sent };
}

const read = (program: Program): Promise<WizardView> => program.until(({ task }) => task === null);
const organizationOf = ({ context }: WizardView): Organization => {
  if (context.organization === null) throw new Error('nothing was gathered');
  return context.organization;
};

describe('a server that did not answer', () => {
  it('is read again alone: the rest stays as it was read', async () => {
    const { program, here, sent } = await withServerDown();
    const before = organizationOf(program.view());
    expect(before.hybridServers[2]?.certificates).toEqual({ known: false, reason: 'failed', evidence: down });
    here.down = false;
    sent.length = 0;
    const views = program.views.length;
    expect(await program.controller.send(again)).toMatchObject({ ok: true });
    const view = await read(program);

    expect(wizardStepName(view)).toBe('collect.done');
    expect(sent).toEqual([
      'Get-ReceiveConnector EX03',
      'Get-ExchangeCertificate EX03',
      'Get-ExchangeCertificate EX03',
      'Get-TransportService EX03',
    ]);
    const after = organizationOf(view);
    const {
      hybridServers: [, , server],
      ...rest
    } = after;
    expect(server).toMatchObject({ name: 'EX03', certificates: { known: true }, receiveConnectors: { known: true } });
    expect({ ...rest, hybridServers: after.hybridServers.slice(0, 2) }).toEqual({
      ...before,
      hybridServers: before.hybridServers.slice(0, 2),
    });
    expect(view.certificates.every(({ servers }) => servers.length > 0)).toBe(true);
    const progress = program.views.slice(views).flatMap(({ context }) => context.progress ?? []);
    expect(new Set(progress.map(({ total }) => total))).toEqual(new Set<GatherProgress['total']>([4]));
    expect(progress.at(-1)).toEqual({ done: 4, total: 4, what: 'transportService', subject: 'EX03', others: 0 });
    expect((await program.saved())?.context).toEqual(persistedPart(view.context));
    // There is nothing left to read.
    expect(await program.controller.send(again)).toMatchObject({ ok: false, error: { code: 'ipc.notNow' } });
    await goTo(program, 'finish.ready');
  });

  it('that still does not answer stays unknown', async () => {
    const { program } = await withServerDown();
    const before = organizationOf(program.view());
    await program.controller.send(again);
    expect(organizationOf(await read(program))).toEqual(before);
  });

  it('is no longer read when it is stopped: what was read before stays, and it can be tried again', async () => {
    const { program, here, sent } = await withServerDown();
    const before = organizationOf(program.view());
    here.down = false;
    here.stops = true;
    await program.controller.send(again);
    const view = await read(program);
    expect(wizardStepName(view)).toBe('collect.done');
    expect(view.context).toMatchObject({ organization: before, serverToRead: null, problem: { code: 'powershell.canceled' } });
    expect(sent.at(-1)).toBe('Get-ExchangeCertificate EX03');
    here.stops = false;
    await program.controller.send(again);
    expect(organizationOf(await read(program)).hybridServers[2]?.certificates.known).toBe(true);
  });

  it.each(['EX01', 'EX99', 'ex03'])('is none that was read, or that there is not: %s', async (server) => {
    const { program } = await withServerDown();
    expect(await program.controller.send({ type: 'COLLECT_SERVER', server })).toMatchObject({ ok: false, error: { code: 'ipc.notNow' } });
  });

  it('is read to its end by the program that is started next, when one ended meanwhile', async () => {
    const { program, here } = await withServerDown();
    here.hangs = true;
    await program.controller.send(again);
    await program.until(({ phase, context }) => phase === 'readingServer' && context.progress !== null);
    expect((await program.saved())?.value).toEqual({ collect: 'readingServer' });
    const next = await startProgram(program.folder);
    await next.controller.send({ type: 'RESUME' });
    const view = await read(next);
    expect(wizardStepName(view)).toBe('collect.done');
    expect(organizationOf(view).hybridServers[2]?.certificates.known).toBe(true);
  });

  it('is not asked for by a wizard that was kept before servers could be read alone', async () => {
    const { program } = await withServerDown();
    const older: Record<string, unknown> = {
      ...persistedPart(program.view().context),
      progress: { done: 1, total: 2, what: 'servers', subject: '' },
    };
    delete older['serverToRead'];
    expect(v.parse(persistedContextSchema, older)).toMatchObject({ serverToRead: null, progress: { others: 0 } });
  });
});
