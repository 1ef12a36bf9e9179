import type { Kysely } from 'kysely';
import { calendarDate } from '../../calendar-date.ts';
import type { BankSchema } from '../../database/schema.ts';
import { faultOf, pingOf } from '../../fault.ts';
import type { Log } from '../../log.ts';
import { takeCheckpoint } from './checkpoint.ts';
import type { RecordKeys } from './keys.ts';

/** How often it is seen whether the day has its checkpoint. */
const everyMs = 3_600_000;

/**
 * Takes the day's checkpoint now and on each day that begins, and writes its hash to the log: the log leaves the
 * machine, as a rule, and so there is a copy that who changes the data does not reach.
 */
export function keepCheckpoints({
  database,
  keys,
  now,
  timeZone,
  log,
}: {
  readonly database: Kysely<BankSchema>;
  readonly keys: RecordKeys;
  readonly now: () => number;
  readonly timeZone: string;
  readonly log: Log;
}): { stop(): Promise<void> } {
  const take = async (): Promise<void> => {
    const at = now();
    try {
      const taken = await takeCheckpoint(database, keys, { now: at, day: calendarDate(at, timeZone) });
      if (taken !== null) log({ event: 'checkpoint', ...taken });
    } catch (error) {
      // The next hour tries again; answers do not wait for it.
      log(await faultOf(error, pingOf(database), null));
    }
  };
  let underWay = take();
  const timer = setInterval(() => {
    underWay = underWay.then(take);
  }, everyMs);
  return {
    stop: () => {
      clearInterval(timer);
      return underWay;
    },
  };
}
