/** A screenshot with few colours, as a PNG with a palette (PNG, third edition, sections 9 and 11): a third of the bytes. */
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const maxColours = 256;

/** Takes an 8-bit RGB or RGBA picture without interlace, as Chromium makes it; transparency is dropped. */
export function withPalette(png: Buffer): Buffer {
  const { width, height, channels, rows } = decode(png);
  const colours = new Map<number, number>();
  const pixels = new Uint32Array(width * height);
  for (let pixel = 0; pixel < pixels.length; pixel += 1) {
    const at = pixel * channels;
    const colour = rows.readUIntBE(at, 3);
    pixels[pixel] = colour;
    colours.set(colour, (colours.get(colour) ?? 0) + 1);
  }
  const palette = [...colours]
    .toSorted(([, often], [, less]) => less - often)
    .slice(0, maxColours)
    .map(([colour]) => colour);
  const indexOf = new Map([...colours.keys()].map(colour => [colour, nearest(colour, palette)]));

  // Each line begins with its filter; none is best for a palette.
  const lines = Buffer.alloc((width + 1) * height);
  for (let pixel = 0; pixel < pixels.length; pixel += 1) {
    lines[pixel + Math.floor(pixel / width) + 1] = indexOf.get(pixels[pixel] ?? 0) ?? 0;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const entries = Buffer.alloc(palette.length * 3);
  palette.forEach((colour, index) => entries.writeUIntBE(colour, index * 3, 3));
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('PLTE', entries),
    chunk('IDAT', deflateSync(lines, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function nearest(colour: number, palette: readonly number[]): number {
  const distance = (other: number): number => {
    const [red, green, blue] = [16, 8, 0].map(shift => ((colour >> shift) & 255) - ((other >> shift) & 255));
    return (red ?? 0) ** 2 + (green ?? 0) ** 2 + (blue ?? 0) ** 2;
  };
  return palette.reduce(
    (best, other, index) => (distance(other) < distance(palette[best] ?? 0) ? index : best),
    0,
  );
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

export function decode(png: Buffer): { width: number; height: number; channels: number; rows: Buffer } {
  const data: Buffer[] = [];
  for (let at = signature.length; at < png.length;) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') data.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const channels = png[25] === 6 ? 4 : 3;
  const lines = inflateSync(Buffer.concat(data));
  const stride = width * channels;
  const rows = Buffer.alloc(stride * height);
  for (let row = 0; row < height; row += 1) {
    const filter = lines[row * (stride + 1)] ?? 0;
    for (let column = 0; column < stride; column += 1) {
      const at = row * stride + column;
      const left = column < channels ? 0 : (rows[at - channels] ?? 0);
      const above = row === 0 ? 0 : (rows[at - stride] ?? 0);
      const corner = row === 0 || column < channels ? 0 : (rows[at - stride - channels] ?? 0);
      const filtered = lines[row * (stride + 1) + 1 + column] ?? 0;
      rows[at] = filtered + predicted(filter, left, above, corner);
    }
  }
  return { width, height, channels, rows };
}

function predicted(filter: number, left: number, above: number, corner: number): number {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return above;
    case 3:
      return (left + above) >> 1;
    case 4: {
      const guess = left + above - corner;
      const [toLeft, toAbove, toCorner] = [left, above, corner].map(value => Math.abs(guess - value));
      if (toLeft === undefined || toAbove === undefined || toCorner === undefined) return 0;
      if (toLeft <= toAbove && toLeft <= toCorner) return left;
      return toAbove <= toCorner ? above : corner;
    }
    default:
      return 0;
  }
}
