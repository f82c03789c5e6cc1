/** What the pages say of Edge servers: what is to be done on each, and whether what is there was read. */
import { describe, expect, it } from 'vitest';
import { known, unknown } from '../../../shared/model/known.ts';
import { freshContext, type WizardContext } from '../../../shared/wizard/context.ts';
import { edgeView } from '../../../shared/wizard/edge-view.ts';
import { hybridConfiguration, hybridServer, organization } from '../rules/sample.ts';

const unread = hybridServer('EDGE01', { role: 'edge', certificates: unknown('notConnected'), receiveConnectors: unknown('notConnected') });
const overEdge = (edge = unread, mailbox = hybridServer('EX01')): WizardContext['organization'] =>
  organization({
    hybridConfiguration: known({ ...hybridConfiguration(), edgeTransportServers: ['EDGE01'] }),
    hybridServers: [mailbox, edge],
  });
const viewOf = (changes: Partial<WizardContext>): ReturnType<typeof edgeView> => edgeView({ ...freshContext('en'), ...changes });

describe('the Edge servers', () => {
  it('are shown where there are any', () => {
    expect([viewOf({}), viewOf({ organization: organization() })]).toEqual([null, null]);
    expect(viewOf({ organization: overEdge() })?.servers).toEqual([{ server: 'EDGE01', isRead: false, tasks: [] }]);
  });

  it('have tasks, and the certificate is exported for them, once it is chosen', () => {
    const chosen = viewOf({ organization: overEdge(), certificate: 'A1' });
    expect(chosen?.servers.map(({ server, isRead, tasks }) => [server, isRead, tasks.length > 0])).toEqual([['EDGE01', false, true]]);
    expect(chosen?.exportText).toContain('Export-ExchangeCertificate');
    expect(viewOf({ organization: overEdge() })?.exportText).toBeNull();
  });

  it('have nothing exported for them where no Mailbox server has the certificate', () => {
    const onEdgeAlone = viewOf({
      organization: overEdge(hybridServer('EDGE01', { role: 'edge' }), hybridServer('EX01', { certificates: known([]) })),
      certificate: 'A1',
    });
    expect(onEdgeAlone).toMatchObject({ servers: [{ server: 'EDGE01', isRead: true }], exportText: null });
  });
});
