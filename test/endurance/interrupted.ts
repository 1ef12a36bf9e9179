/** What has to be taken away again when somebody interrupts a run: programs, a disk, folders. */

type CleanUp = () => unknown;

/** The last one first. */
const cleanUps: CleanUp[] = [];

/** As a shell tells of a process that a signal has ended. */
const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Has something cleaned up where the process is interrupted.
 *
 * @returns forgets it again: it has been cleaned up
 */
export function whenInterrupted(cleanUp: CleanUp): () => void {
  cleanUps.push(cleanUp);
  return () => {
    const at = cleanUps.indexOf(cleanUp);
    if (at >= 0) cleanUps.splice(at, 1);
  };
}

/** From now on a signal ends the process when everything has been cleaned up; a second one at once. */
export function cleanUpOnSignals(): void {
  let isAsked = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    // PostgreSQL's starter listens, too, and would end the process as soon as its own server has stopped.
    process.removeAllListeners(signal);
    process.on(signal, () => {
      if (isAsked) process.exit(exitCodes[signal]);
      isAsked = true;
      // What the run stumbles over while things are taken away under it is no news.
      process.on('uncaughtException', () => undefined);
      void cleanUpAll().then(() => process.exit(exitCodes[signal]));
    });
  }
}

async function cleanUpAll(): Promise<void> {
  for (let cleanUp = cleanUps.pop(); cleanUp !== undefined; cleanUp = cleanUps.pop()) {
    try {
      await cleanUp();
    } catch (error) {
      process.stderr.write(`Not everything could be cleaned up: ${String(error)}\n`);
    }
  }
}
