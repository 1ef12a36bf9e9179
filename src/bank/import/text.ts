/** A file as text, in pieces, with bytes that are no text refused. */
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';

export type Encoding = 'utf-8' | 'windows-1252';

/** The file cannot be read, or is not what it should be; the message says what to do. */
export class ImportFailed extends Error {
  override readonly name = 'ImportFailed';
}

const pieceBytes = 256 * 1_024;

/**
 * Reads a file piece by piece.
 *
 * @param onBytes is told how many of how many bytes have been read.
 * @throws ImportFailed when it is not text.
 */
export async function* readText(
  file: string,
  encoding: (firstBytes: Uint8Array) => Encoding,
  onBytes: (read: number, all: number) => void,
): AsyncGenerator<string> {
  const { size } = await stat(file);
  let decoder: TextDecoder | undefined;
  let read = 0;
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: pieceBytes })) {
      // A stream without an encoding gives buffers.
      const bytes = chunk as Buffer;
      decoder ??= new TextDecoder(encoding(bytes), { fatal: true });
      read += bytes.length;
      yield decoder.decode(bytes, { stream: true });
      onBytes(read, size);
    }
    if (decoder !== undefined) yield decoder.decode();
  } catch (error) {
    if (error instanceof TypeError && decoder !== undefined) {
      throw new ImportFailed(
        `${file} is not text in ${decoder.encoding} around byte ${read}. Save it as UTF-8 and try again.`,
        { cause: error },
      );
    }
    throw error;
  }
}

/** @throws ImportFailed when the file cannot be opened. */
export async function checkReadable(file: string): Promise<void> {
  try {
    const handle = await open(file);
    const isFile = await handle.stat().then(found => found.isFile());
    await handle.close();
    if (!isFile) throw new ImportFailed(`${file} is no file.`);
  } catch (error) {
    if (error instanceof ImportFailed) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const why =
      code === 'ENOENT' ? 'There is no such file' : code === 'EACCES' ? 'This user may not read it' : code;
    throw new ImportFailed(`${file} cannot be read. ${why}.`, { cause: error });
  }
}
