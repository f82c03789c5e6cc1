/** Who uses a certificate, in words, and what to do about what stands against its removal. */
import { m } from './compiled/messages.js';
import { serversText } from './finding-text.ts';
import { textOf, unknownText } from './labels.ts';
import { markServer, withoutMark } from '../model/same-values.ts';
import type { NotKnownRow, Obstacle, UseRow } from '../wizard/old-certificate.ts';

type Rows = readonly [UseRow | NotKnownRow, ...(UseRow | NotKnownRow)[]];

/** The user that the rows have in common. A connector of several servers is named without them. */
export function userText([{ user, server }, ...others]: Rows): string {
  switch (user.kind) {
    case 'sendConnector':
      return m.old_user_sendConnector({ connector: user.connector });
    case 'receiveConnector':
      return m.old_user_receiveConnector({
        connector: others.length === 0 ? user.connector : withoutMark(markServer(server)(user.connector)),
      });
    case 'authConfig':
      return textOf(`old_user_authConfig_${user.which}`);
    case 'service':
      return m.old_user_service({ service: user.service });
    case 'hybridConfiguration':
    case 'internalTransport':
    case 'sendConnectors':
    case 'receiveConnectors':
    case 'services':
      return textOf(`old_user_${user.kind}`);
  }
}

const groupText = (rows: Rows): string =>
  m.old_obstacle_group({ user: userText(rows), servers: serversText(rows.map(({ server }) => server)) });

export function obstacleText(obstacle: Obstacle): string {
  switch (obstacle.kind) {
    case 'notAsExpected':
      return m.old_obstacle_notAsExpected();
    case 'notKnown':
      return m.old_obstacle_notKnown({ user: groupText(obstacle.rows) });
    case 'openTakeOver':
      return m.old_obstacle_openTakeOver({ user: groupText(obstacle.rows) });
    case 'openSources': {
      const { connector, servers } = obstacle;
      return servers.known
        ? m.old_obstacle_openSources({ connector, servers: serversText(servers.value) })
        : m.old_obstacle_unreadSources({ connector, reason: unknownText(servers.reason, servers.evidence) });
    }
    case 'use': {
      const texts = {
        sendConnector: m.old_obstacle_sendConnector,
        receiveConnector: m.old_obstacle_receiveConnector,
        hybridConfiguration: m.old_obstacle_hybridConfiguration,
        internalTransport: m.old_obstacle_internalTransport,
        authConfig: m.old_obstacle_authConfig,
        service: m.old_obstacle_service,
      } as const;
      return texts[obstacle.rows[0].user.kind]({ user: groupText(obstacle.rows) });
    }
  }
}
