/** Work that needs a table for itself, beside others who use it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { isUndone } from './transact.ts';

/** Before each further try. */
const usualPauseMs = 500;
const tries = 60;

/** PostgreSQL's word for a lock that was not to be had in time (appendix A: lock not available). */
const lockNotAvailable = '55P03';

/** Whether the engine says that others were in the way, so that the same may go through later. */
export const mayPass = (error: unknown): boolean =>
  isUndone(error) || (error instanceof Error && 'code' in error && error.code === lockNotAvailable);

/**
 * Does something that is undone whole when it fails, and does it again where others were in the way. On a connection with
 * a short `lockTimeoutMs`: who waits for a table holds up everybody who comes after, so it gives way and comes again.
 *
 * @throws what `work` threw last
 */
export async function givingWay<Result>(
  work: () => Promise<Result>,
  pauseMs = usualPauseMs,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!mayPass(error) || attempt === tries) throw error;
      await sleep(pauseMs);
    }
  }
}
