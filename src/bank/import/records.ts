/** Delimited text to records, with the line of each. */
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';

export type DelimitedRecord =
  | { readonly kind: 'record'; readonly line: number; readonly fields: readonly string[] }
  /** The rest of the file cannot be told apart any more. */
  | { readonly kind: 'broken'; readonly line: number; readonly reason: string };

/** Longer than any line of a bank; a quote that is never closed would swallow the rest of the file. */
const maxRecordCharacters = 64 * 1_024;

/** RFC 4180 with any delimiter; a byte order mark and empty lines are skipped. */
export async function* readRecords(
  pieces: AsyncIterable<string>,
  delimiter: string,
): AsyncGenerator<DelimitedRecord> {
  const parser = parse({
    delimiter,
    // Files that were put together from several mix them.
    record_delimiter: ['\r\n', '\n', '\r'],
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: maxRecordCharacters,
  });
  const source = Readable.from(pieces);
  source.on('error', error => parser.destroy(error));
  source.pipe(parser);
  try {
    for await (const item of parser) {
      // What `info: true` makes of each record.
      const { info, record } = item as { info: { lines: number }; record: string[] };
      yield { kind: 'record', line: info.lines, fields: record };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? error.lines : 0;
    yield { kind: 'broken', line, reason: wordsFor(error.code) };
  } finally {
    source.destroy();
  }
}

const wordsFor = (code: string): string =>
  code === 'CSV_MAX_RECORD_SIZE'
    ? `the record is longer than ${maxRecordCharacters} characters; a quotation mark may be left open`
    : 'the quotation marks of this record do not fit together';
