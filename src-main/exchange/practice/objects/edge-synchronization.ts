/** `Test-EdgeSynchronization`: one object for each Edge server that is subscribed. */
import { psInt32, psObject, psString, type PsObject } from '../../../../shared/clixml/value.ts';
import { deserialized } from './shapes.ts';

const validation = 'Microsoft.Exchange.EdgeSync.Validation';

/** `connectors`: what comparing the send connectors gave; `Skipped` where nothing was compared. */
export const edgeSynchronization = (name: string, connectors: 'Synchronized' | 'NotSynchronized' | 'Skipped'): PsObject =>
  psObject(
    {
      SyncStatus: psString('Normal'),
      Name: psString(name),
      FailureDetail: psString(''),
      SendConnectorStatus: psObject(
        { SyncStatus: psString(connectors), SynchronizedObjects: psInt32(connectors === 'Synchronized' ? 1 : 0) },
        deserialized(`${validation}.EdgeConfigStatus`, 'System.Object'),
        connectors,
      ),
    },
    deserialized(`${validation}.EdgeSubscriptionStatus`, 'System.Object'),
    `${validation}.EdgeSubscriptionStatus`,
  );
