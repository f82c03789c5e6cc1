import { practiceGateway } from '../../../src-main/exchange/practice/gateway.ts';
import { gatewayContract } from '../../contract/gateway-contract.ts';

gatewayContract('practice gateway', (organization) => {
  const gateway = practiceGateway(organization);
  return Promise.resolve({ gateway, dispose: () => gateway.close() });
});
