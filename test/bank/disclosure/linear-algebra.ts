/** What follows from totals, by Gaussian elimination: slow, plain, and nothing but the definition. */

/** Large enough that no determinant of 0, 1 and -1 of the sizes tested here is a multiple of it by chance. */
const prime = 1_000_003;

type Row = readonly number[];

function inverse(value: number): number {
  let result = 1;
  let base = value;
  for (let power = prime - 2; power > 0; power = Math.floor(power / 2)) {
    if (power % 2 === 1) result = (result * base) % prime;
    base = (base * base) % prime;
  }
  return result;
}

/** The rank of a matrix of small whole numbers. */
function rank(matrix: readonly Row[]): number {
  const rows = matrix.map(row => row.map(value => ((value % prime) + prime) % prime));
  const width = rows[0]?.length ?? 0;
  let found = 0;
  for (let column = 0; column < width && found < rows.length; column += 1) {
    const index = rows.findIndex((row, at) => at >= found && row[column] !== 0);
    const pivot = rows[index];
    if (pivot === undefined) continue;
    rows.splice(index, 1);
    rows.splice(found, 0, pivot);
    const scale = inverse(pivot[column] ?? 1);
    for (let at = found + 1; at < rows.length; at += 1) {
      const row = rows[at];
      const factor = ((row?.[column] ?? 0) * scale) % prime;
      if (row === undefined || factor === 0) continue;
      for (let place = column; place < width; place += 1) {
        row[place] = ((row[place] ?? 0) + (prime - factor) * (pivot[place] ?? 0)) % prime;
      }
    }
    found += 1;
  }
  return found;
}

/** Whether a combination of the rows gives the target. */
export function follows(matrix: readonly Row[], target: Row): boolean {
  return rank([...matrix, target]) === rank(matrix);
}

/**
 * Whether some combination of the rows, not zero, is zero everywhere but in fewer than `least` columns: then, and only
 * then, striking out those columns lowers the rank.
 */
export function tellsOfFewerThan(matrix: readonly Row[], least: number): boolean {
  const full = rank(matrix);
  const width = matrix[0]?.length ?? 0;
  // Where striking few columns lowers the rank, striking more does: the largest sets are enough.
  const lowersRank = (count: number, from: number, struck: readonly number[]): boolean => {
    if (count === 0) return rank(matrix.map(row => row.filter((_, at) => !struck.includes(at)))) < full;
    for (let column = from; column <= width - count; column += 1) {
      if (lowersRank(count - 1, column + 1, [...struck, column])) return true;
    }
    return false;
  };
  return width < least ? full > 0 : lowersRank(least - 1, 0, []);
}
