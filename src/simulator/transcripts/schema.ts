/** The form of a transcript as a JSON schema, with which an editor completes and checks one while it is written. */
import { writeFileSync } from 'node:fs';
import * as z from 'zod';
import { transcriptForm } from './form.ts';

/** Where the schema is, from the root of the repository. */
export const schemaPath = 'docs/transcript.schema.json';

/** As it is committed: two spaces, a line feed at the end. */
export function transcriptSchemaText(): string {
  const schema = z.toJSONSchema(transcriptForm, { io: 'input', target: 'draft-7' });
  return `${JSON.stringify({ title: 'Transcript', ...schema }, null, 2)}\n`;
}

if (import.meta.main) {
  writeFileSync(new URL(`../../../${schemaPath}`, import.meta.url), transcriptSchemaText());
}
