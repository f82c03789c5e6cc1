/** `npm run schemas`: writes docs/*.schema.json, which say what the command line and packs give, from the schemas of the product. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toJsonSchema, type JsonSchema } from '@valibot/to-json-schema';
import { format } from 'prettier';
import { checkResultSchema, resultFormat, examineResultSchema } from '../shared/check/result.ts';
import { decodeFormat, decodeResultSchema } from '../shared/decode/result.ts';
import { hcwLogFormat, hcwLogResultSchema } from '../shared/hcw-log/result.ts';
import { manifestSchema, packFormat } from '../src-main/pack/manifest.ts';
import { changeRequestFormat, changeRequestSchema } from '../src-main/report/change-request.ts';
import { runReportFormat, runReportSchema } from '../src-main/report/run-data.ts';
import { root } from './root.ts';

/** What is not in the types: how the two files are told from those of other versions. */
const about = (title: string, number: number): JsonSchema => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title,
  description: `Format ${number}. A reader has to look at "format" first: another number is another layout.`,
});

/** A name of a file below docs/, and its schema (JSON Schema 2020-12). */
export const jsonSchemas = (): readonly { readonly name: string; readonly schema: JsonSchema }[] =>
  [
    { name: 'check.schema.json', title: 'Result of --check', number: resultFormat, schema: checkResultSchema },
    { name: 'examine.schema.json', title: 'Result of --examine', number: resultFormat, schema: examineResultSchema },
    { name: 'decode.schema.json', title: 'Result of --decode', number: decodeFormat, schema: decodeResultSchema },
    { name: 'hcw-log.schema.json', title: 'Result of --hcw-log', number: hcwLogFormat, schema: hcwLogResultSchema },
    {
      name: 'run-report.schema.json',
      title: 'Report of a run: report.json of a ticket pack',
      number: runReportFormat,
      schema: runReportSchema,
    },
    {
      name: 'change-request.schema.json',
      title: 'Change request: request.json of its pack',
      number: changeRequestFormat,
      schema: changeRequestSchema,
    },
    { name: 'pack-manifest.schema.json', title: 'manifest.json of a pack', number: packFormat, schema: manifestSchema },
  ].map(({ name, title, number, schema }) => ({
    name,
    // That a list is not changed by the product, and that no name occurs twice, is nothing that JSON could say.
    schema: Object.assign(
      about(title, number),
      toJsonSchema(schema, { target: 'draft-2020-12', ignoreActions: ['readonly', 'check', 'not_value'] }),
    ),
  }));

/** The text of the file, as it is kept. */
export const schemaText = (schema: JsonSchema): Promise<string> => format(JSON.stringify(schema), { parser: 'json', printWidth: 140 });

if (import.meta.url === `file://${process.argv[1] ?? ''}`) {
  for (const { name, schema } of jsonSchemas()) writeFileSync(join(root, 'docs', name), await schemaText(schema));
}
