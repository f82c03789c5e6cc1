/** A gateway whose every call goes one way, which a test watches or bends. */
import { oneByOne, type ExchangeGateway } from '../../src-main/exchange/port.ts';

export const throughout = (gateway: ExchangeGateway, invoke: ExchangeGateway['invoke']): ExchangeGateway => ({
  ...gateway,
  invoke,
  invokeMany: oneByOne(invoke),
});
