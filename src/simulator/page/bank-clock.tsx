/** The time at the bank, which goes on as the real time does. */
import { useEffect, useState } from 'preact/hooks';
import { bankTime, longDay } from './words.ts';

/** Fine enough for a clock without seconds. */
const tickMs = 10_000;

/** @param aheadMs how far the bank's clock is ahead of this machine's */
export function BankClock({ aheadMs, timeZone }: { aheadMs: number; timeZone: string }) {
  const [realNow, setRealNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setRealNow(Date.now()), tickMs);
    return () => clearInterval(timer);
  }, []);
  const { date, time } = bankTime(realNow + aheadMs, timeZone);
  return (
    <time dateTime={`${date}T${time}`}>
      {longDay(date)} <span class="quiet">{time}</span>
    </time>
  );
}
