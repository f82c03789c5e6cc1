import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { requests } from '../../../shared/ipc/channels.ts';
import { createFileTickets } from '../../../src-main/files/file-tickets.ts';

describe('tickets of files', () => {
  it('say the name, and nothing else of the path, also of one of Windows', () => {
    const files = createFileTickets();
    for (const path of ['C:\\secret folder\\mail.pfx', '/secret folder/mail.pfx']) {
      const ticket = files.give(path);
      expect(ticket.name).toBe('mail.pfx');
      expect(JSON.stringify(ticket)).not.toContain('secret');
      expect(files.pathOf(ticket.token)).toBe(path);
    }
  });

  it('are taken by the channels, which take no path', () => {
    const { token } = createFileTickets().give('/a.pfx');
    const takes = (value: string): readonly boolean[] => [
      v.is(requests['collection:drop'].request, [value]),
      v.is(requests['certificateFile:examine'].request, { token: value, password: null }),
    ];
    expect(takes(token)).toEqual([true, true]);
    for (const path of ['/a.pfx', 'C:\\a.pfx', '\\\\server\\share\\a.pfx', `${token}/../a.pfx`])
      expect(takes(path)).toEqual([false, false]);
  });

  it('are of one session: what another one gave is not known', () => {
    const { token } = createFileTickets().give('/a.pfx');
    const files = createFileTickets();
    expect(files.pathOf(token)).toBeUndefined();
    expect(files.give('/a.pfx').token).not.toBe(token);
  });

  it('are the same for the same file, and the oldest is forgotten when there are many', () => {
    const files = createFileTickets();
    const [first, second] = [files.give('/a'), files.give('/b')];
    expect(files.give('/a')).toEqual(first);
    for (let index = 0; index < 1023; index += 1) files.give(`/${String(index)}`);
    expect([files.pathOf(first.token), files.pathOf(second.token)]).toEqual(['/a', undefined]);
  });
});
