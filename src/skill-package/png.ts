/** What a PNG says of itself (W3C Portable Network Graphics, sections 5.2 and 11.2.2). */

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

export interface PngSize {
  readonly width: number;
  readonly height: number;
}

/** The size in pixels; null when the bytes are no PNG. */
export function pngSize(bytes: Buffer): PngSize | null {
  if (bytes.length < 33 || !bytes.subarray(0, 8).equals(signature)) return null;
  if (bytes.toString('latin1', 12, 16) !== 'IHDR') return null;
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}
