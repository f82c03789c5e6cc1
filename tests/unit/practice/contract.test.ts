import { practiceGateway } from '../../../src-main/exchange/practice/gateway.ts';
import { gatewayContract } from '../../contract/gateway-contract.ts';

gatewayContract('practice gateway', (organisation) => {
  const gateway = practiceGateway(organisation);
  return Promise.resolve({ gateway, dispose: () => gateway.close() });
});
