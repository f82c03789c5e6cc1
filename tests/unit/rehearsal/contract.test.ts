import { readingContract } from '../../contract/exchange-contract.ts';
import { openCopy } from './copy.ts';

readingContract('rehearsal adapter', openCopy);
