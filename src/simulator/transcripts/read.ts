/** Transcripts from files. */
import { readFileSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LineCounter, parseDocument, type Document } from 'yaml';
import * as z from 'zod';
import { transcriptForm, type Transcript } from './form.ts';

/** A file that is no transcript; the message says where and why. */
export class TranscriptError extends Error {
  override readonly name = 'TranscriptError';
}

/**
 * Reads a transcript.
 *
 * @param source names it in the message of an error
 * @throws TranscriptError with line and column of everything that does not fit
 */
export function parseTranscript(text: string, source: string): Transcript {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [error] = document.errors;
  if (error !== undefined) throw new TranscriptError(`${source}: ${error.message}`);
  const parsed = transcriptForm.safeParse(document.toJS());
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.flatMap(issue => innermost(issue, []));
  const sentences = issues.map(({ path, message }) => {
    const { line, col } = lines.linePos(offsetOf(document, path));
    return `${source}:${line}:${col} ${path.join('.')}: ${message}`;
  });
  throw new TranscriptError([...new Set(sentences)].join('\n'));
}

type Issue = z.core.$ZodIssue;
interface Placed {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Of a union, what is wrong with the member that comes closest: the row that it was meant to be. */
function innermost(issue: Issue, above: readonly PropertyKey[]): Placed[] {
  const path = [...above, ...issue.path];
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [{ path, message: issue.message }];
  const misfit = (issues: readonly Issue[]): number =>
    issues.reduce((sum, each) => sum + (each.code === 'unrecognized_keys' ? each.keys.length : 1), 0);
  const [closest = []] = [...issue.errors].sort((one, other) => misfit(one) - misfit(other));
  return closest.flatMap(each => innermost(each, path));
}

/** Where something stands; where it is missing, what it is missing in. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)) {
      return Number(node.range[0]);
    }
  }
  return 0;
}

/**
 * Reads a file.
 *
 * @throws TranscriptError when it is not there or is no transcript
 */
export function readTranscript(file: string | URL): Transcript {
  const path = typeof file === 'string' ? file : fileURLToPath(file);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'it cannot be read';
    throw new TranscriptError(`There is no transcript at ${path} (${reason}).`, { cause: error });
  }
  return parseTranscript(text, basename(path));
}

/** The transcripts of a folder, by name without `.yaml`, in their order. */
export function transcriptNames(folder: URL): string[] {
  return readdirSync(folder)
    .filter(file => file.endsWith('.yaml'))
    .map(file => file.slice(0, -'.yaml'.length))
    .sort();
}
