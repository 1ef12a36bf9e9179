/** Transactions as a field of dots, on whole pixels so that it stays crisp. */

/** Of more than this, a dot stands for ten, a hundred, a thousand. */
const maxDots = 1_900;

/** Below this width dots move closer together. */
const narrowPx = 400;

export interface Dots {
  readonly width: number;
  readonly height: number;
  /** One SVG path for each of three shades; a dot is a line of no length with a round cap. */
  readonly paths: readonly string[];
}

/** @param widthPx what there is; the field is as high as it needs to be */
export function layDots(transactions: number, widthPx: number): Dots {
  const pitch = widthPx < narrowPx ? 4 : 5;
  const each = 10 ** Math.max(0, Math.ceil(Math.log10(Math.max(1, transactions) / maxDots)));
  const dots = Math.ceil(transactions / each);
  const perLine = Math.max(1, Math.floor(widthPx / pitch));
  const paths = ['', '', ''];
  for (let dot = 0; dot < dots; dot += 1) {
    // A fixed scatter, so that the field looks like entries of a ledger and not like a raster.
    const shade = scatter(dot) % paths.length;
    const x = (dot % perLine) * pitch + 1.5;
    const y = Math.floor(dot / perLine) * pitch + 1.5;
    paths[shade] = `${paths[shade] ?? ''}M${x} ${y}h0`;
  }
  return { width: perLine * pitch, height: Math.max(1, Math.ceil(dots / perLine)) * pitch, paths };
}

/** A fixed hash of a whole number (the finaliser of MurmurHash3), without a pattern that an eye would find. */
function scatter(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
