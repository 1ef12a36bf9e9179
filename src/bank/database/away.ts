/**
 * The database did not do its part: no connection was to be had in time, or the one that there was broke. What was under
 * way may or may not have been done. Trying again later may help.
 */
export class DatabaseAway extends Error {
  override readonly name = 'DatabaseAway';

  /** @param cause what the driver said */
  constructor(cause: unknown) {
    super('the database is away', { cause });
  }
}
