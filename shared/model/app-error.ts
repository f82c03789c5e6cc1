/** The schema of `AppError`, for what is kept in files. */
import * as v from 'valibot';
import { errorCodes } from '../errors.ts';

export const appErrorSchema = v.object({
  code: v.picklist(errorCodes),
  effect: v.picklist(['none', 'unknown', 'partial']),
  details: v.record(v.string(), v.string()),
});
