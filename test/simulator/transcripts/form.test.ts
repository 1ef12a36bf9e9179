/** The form of a transcript: as it is read, as it is written, and as an editor knows it. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseTranscript, readTranscript, TranscriptError } from '../../../src/simulator/transcripts/read.ts';
import { schemaPath, transcriptSchemaText } from '../../../src/simulator/transcripts/schema.ts';
import { writeTranscript } from '../../../src/simulator/transcripts/write.ts';

const root = resolve(import.meta.dirname, '../../..');
const files = globSync('test/**/*.yaml', { cwd: root });

describe('the schema for editors', () => {
  it('is the one that the form makes (npm run transcript-schema)', () => {
    expect(readFileSync(resolve(root, schemaPath), 'utf8')).toBe(transcriptSchemaText());
  });

  it.each(files)('is named by %s, at the top', file => {
    const [first = ''] = readFileSync(resolve(root, file), 'utf8').split('\n');
    const [, schema = ''] = /^# yaml-language-server: \$schema=(.+)$/.exec(first) ?? [];
    expect(relative(root, resolve(root, dirname(file), schema))).toBe(schemaPath);
  });
});

it.each(files)('%s is the same when it is written and read again', file => {
  const transcript = readTranscript(resolve(root, file));
  expect(parseTranscript(writeTranscript(transcript, null), file)).toEqual(transcript);
});

describe('what does not fit is told with its place', () => {
  const base = ['today: 2026-11-23', 'conversations:', '  - title: One', '    turns:'];
  it.each<[string, string[], RegExp]>([
    ['no YAML', ['a: [1'], /^talk\.yaml: .*line 1/],
    ['no day', ['today: soon', ...base.slice(1), '      - opens: true'], /talk\.yaml:1:8 today: /],
    ['nothing said', base, /talk\.yaml:\d+:\d+ conversations\.0\.turns: /],
    [
      'a row with a word too many',
      [...base, '      - customer: hello', '        answer: Hi.', '        then: ends', '        mood: good'],
      /talk\.yaml:5:9 conversations\.0\.turns\.0: .*"mood"/,
    ],
    [
      'a row that lacks one',
      [...base, '      - customer: hello', '        then: ends'],
      /talk\.yaml:5:9 conversations\.0\.turns\.0\.answer: /,
    ],
    [
      'a time that is none',
      [...base, '      - later: soon'],
      /talk\.yaml:5:16 conversations\.0\.turns\.0\.later: /,
    ],
    [
      'an end that is none',
      [...base, '      - opens: true', '        answer: Hi.', '        then: waits'],
      /talk\.yaml:7:15 conversations\.0\.turns\.0\.then: /,
    ],
  ])('%s', (_, lines, message) => {
    expect(() => parseTranscript(lines.join('\n'), 'talk.yaml')).toThrow(TranscriptError);
    expect(() => parseTranscript(lines.join('\n'), 'talk.yaml')).toThrow(message);
  });

  it('a file that is not there', () => {
    expect(() => readTranscript('/nowhere/talk.yaml')).toThrow(
      'There is no transcript at /nowhere/talk.yaml',
    );
  });
});
