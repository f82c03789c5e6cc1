import { gatewayContract } from '../contract/gateway-contract.ts';
import { openConnectedGateway } from './open-gateway.ts';

gatewayContract('connected gateway', openConnectedGateway);
