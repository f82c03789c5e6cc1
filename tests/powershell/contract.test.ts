import { exchangeContract } from '../contract/exchange-contract.ts';
import { openConnectedExchange } from './open-exchange.ts';

exchangeContract('connected adapter', openConnectedExchange);
