/** The bank's data cannot be used. The message is for the person who runs the bank: it says what to do. */
export class DatabaseUnusable extends Error {
  override readonly name = 'DatabaseUnusable';
}
