/** A transcript as a file. */
import { stringify } from 'yaml';
import type { WrittenTranscript } from './form.ts';

/**
 * The text of a file.
 *
 * @param schema where the JSON schema is, from the file; null where the file does not know
 */
export function writeTranscript(transcript: WrittenTranscript, schema: string | null): string {
  const text = stringify(transcript, { lineWidth: 0, flowCollectionPadding: false });
  return schema === null ? text : `# yaml-language-server: $schema=${schema}\n${text}`;
}
