import { openPractice } from '../../contract/practice.ts';
import { exchangeContract } from '../../contract/exchange-contract.ts';

exchangeContract('practice adapter', async (organization) => {
  const exchange = await openPractice(organization);
  return { exchange, dispose: () => exchange.close() };
});
