/**
 * Loaded into a program before its own code (`node --import`): how it is, told to whoever has started it. It changes
 * nothing about the program, and nothing waits for it.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** One message, once a second. */
export interface Vitals {
  readonly rssBytes: number;
  readonly heapBytes: number;
  /** What keeps the process alive: sockets, servers, timers. */
  readonly handles: number;
  /** 99th percentile since the last message. */
  readonly eventLoopDelayMs: number;
}

if (process.send !== undefined) {
  const resolutionMs = 10;
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  delay.enable();
  const timer = setInterval(() => {
    const { rss, heapUsed } = process.memoryUsage();
    const vitals: Vitals = {
      rssBytes: rss,
      heapBytes: heapUsed,
      handles: process.getActiveResourcesInfo().length,
      // The histogram counts the pause that it makes itself.
      eventLoopDelayMs: Math.max(0, delay.percentile(99) / 1e6 - resolutionMs),
    };
    delay.reset();
    // Who has started this may be gone.
    process.send?.(vitals, undefined, undefined, () => undefined);
  }, 1_000);
  timer.unref();
  process.channel?.unref();
}
