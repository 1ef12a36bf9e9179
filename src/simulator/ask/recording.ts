/** What `ask --record FILE` writes: the conversation as a transcript. */
import { writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import type { Stack } from '../stack.ts';
import { recordTranscript, type Happening } from '../transcripts/record.ts';
import { schemaPath } from '../transcripts/schema.ts';
import { writeTranscript } from '../transcripts/write.ts';
import type { AskOptions } from './options.ts';

export interface Recording {
  readonly add: (happening: Happening) => void;
  /** Writes the file, where one is wanted and anything was said. */
  readonly write: () => void;
}

const root = resolve(import.meta.dirname, '../../..');

/** Begins a recording at the stack's day. */
export function startRecording(
  { stepUp, today }: Pick<Stack, 'stepUp' | 'today'>,
  { record: file, customer, locale, token, link }: AskOptions,
): Recording {
  const day = today();
  const happenings: Happening[] = [];
  if (link) happenings.push({ links: true });
  if (token !== 'valid' && token !== 'none') happenings.push({ token });
  return {
    add: happening => void happenings.push(happening),
    write: () => {
      const said = happenings.flatMap(each => ('utterance' in each ? [each.utterance ?? '(silence)'] : []));
      const [title] = said;
      if (file === null || title === undefined) return;
      const around = { title, today: day, locale, customer, linked: token !== 'none', stepUp };
      const schema = relative(dirname(resolve(file)), resolve(root, schemaPath));
      writeFileSync(file, writeTranscript(recordTranscript(around, happenings), schema));
    },
  };
}
