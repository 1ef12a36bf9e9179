/** What each precision of balances promises, on each engine. */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BankDatabase } from '../../../../src/bank/database/database.ts';
import { engines } from '../../engines.ts';
import { openHouse, type Booking } from './house.ts';

const sevenAt = (day: string) => `${day}T07:00`;
const plusDays = (day: string, days: number) => Temporal.PlainDate.from(day).add({ days }).toString();
const bookings = (count: number, day: string, amountMinor = -1_000): Booking[] =>
  Array.from({ length: count }, () => ({ day, amountMinor }));

describe.each(engines)('balances on $name', ({ open }) => {
  let database: BankDatabase;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(async () => {
    await database.close();
  });

  describe('fresh', () => {
    test('are one figure within a quarter of a day, whatever is booked meanwhile', async () => {
      const house = await openHouse(database);
      await house.book({ day: '2026-11-23', amountMinor: -12_345 });
      const first = await house.tell('fresh', '2026-11-23T06:00');
      expect(first).toEqual({ bookedMinor: 88_000, availableMinor: 88_000, asOfDay: null });
      await house.book({ day: '2026-11-23', amountMinor: -50_000 });
      expect(await house.tell('fresh', '2026-11-23T11:59')).toEqual(first);
      expect(await house.tell('fresh', '2026-11-23T12:00')).toMatchObject({ bookedMinor: 38_000 });
    });

    test('say nothing of what is pending, and round once', async () => {
      const card = await openHouse(database, { openingMinor: -4_499, creditLimitMinor: 500_700 });
      await card.book({ day: '2026-11-23', amountMinor: -30_000, status: 'pending' });
      expect(await card.tell('fresh', '2026-11-23T06:00')).toEqual({
        bookedMinor: -4_000,
        availableMinor: 496_000,
        asOfDay: null,
      });
    });

    test('are kept no longer than they are told', async () => {
      const house = await openHouse(database);
      for (const hour of ['00', '06', '12', '18']) await house.tell('fresh', `2026-11-23T${hour}:30`);
      const kept = await database.kysely
        .selectFrom('balance_snapshot')
        .select('slot')
        .where('customer_id', '=', house.customerId)
        .execute();
      expect(kept).toEqual([{ slot: '2026-11-23T18' }]);
    });

    test('tell no more than four figures a day', { timeout: 60_000 }, async () => {
      const steps = fc.array(
        fc.record({ minute: fc.integer({ min: 0, max: 1_439 }), amountMinor: fc.integer({ min: -90_000 }) }),
        { maxLength: 30 },
      );
      await fc.assert(
        fc.asyncProperty(steps, async day => {
          const house = await openHouse(database);
          const told = new Map<number, number | undefined>();
          for (const { minute, amountMinor } of day.toSorted((one, other) => one.minute - other.minute)) {
            await house.book({ day: '2026-11-23', amountMinor });
            const clock = [Math.floor(minute / 60), minute % 60].map(part => String(part).padStart(2, '0'));
            const balance = await house.tell('fresh', `2026-11-23T${clock.join(':')}`);
            const quarter = Math.floor(minute / 360);
            if (told.has(quarter)) expect(balance?.bookedMinor).toBe(told.get(quarter));
            told.set(quarter, balance?.bookedMinor);
          }
        }),
        { numRuns: 15 },
      );
    });
  });

  describe('sealed', () => {
    test('are of the close of yesterday, without what is booked today', async () => {
      const house = await openHouse(database);
      await house.book(
        { day: '2026-11-22', amountMinor: -12_345 },
        { day: '2026-11-23', amountMinor: -50_000 },
      );
      expect(await house.tell('sealed', '2026-11-23T23:00')).toEqual({
        bookedMinor: 88_000,
        availableMinor: 88_000,
        asOfDay: '2026-11-22',
      });
    });

    test('move on after five bookings, not after four', async () => {
      const house = await openHouse(database);
      const first = await house.tell('sealed', sevenAt('2026-11-10'));
      expect(first).toMatchObject({ asOfDay: '2026-11-09', bookedMinor: 100_000 });
      await house.book(...bookings(4, '2026-11-10'));
      expect(await house.tell('sealed', sevenAt('2026-11-20'))).toEqual(first);
      await house.book(...bookings(1, '2026-11-20'));
      expect(await house.tell('sealed', sevenAt('2026-11-20')), 'today is not over').toEqual(first);
      const second = { bookedMinor: 95_000, availableMinor: 95_000, asOfDay: '2026-11-20' };
      expect(await house.tell('sealed', sevenAt('2026-11-21'))).toEqual(second);
      await house.book(...bookings(3, '2026-11-12'));
      expect(await house.tell('sealed', sevenAt('2026-11-22')), 'booked late').toEqual(second);
    });

    test('wait for the auditor, who is told the days that would follow', async () => {
      const house = await openHouse(database);
      const first = await house.tell('sealed', sevenAt('2026-11-10'));
      await house.book(...bookings(7, '2026-11-11'));
      const asked: unknown[] = [];
      const veto = (...of: readonly unknown[]) => {
        asked.push(of);
        return Promise.resolve(false);
      };
      expect(await house.tell('sealed', sevenAt('2026-11-13'), veto)).toEqual(first);
      expect(asked).toEqual([['main', '2026-11-10', '2026-11-13']]);
      expect(await house.tell('sealed', sevenAt('2026-11-13'))).toMatchObject({ asOfDay: '2026-11-12' });
    });

    test('do not pass a day on which something waits to be booked, for some days', async () => {
      const house = await openHouse(database);
      await house.tell('sealed', sevenAt('2026-11-10'));
      await house.book(...bookings(5, '2026-11-10'), ...bookings(5, '2026-11-12'), {
        day: '2026-11-12',
        amountMinor: -9_900,
        status: 'pending',
        id: 'waiting',
      });
      expect(await house.tell('sealed', sevenAt('2026-11-15'))).toMatchObject({
        asOfDay: '2026-11-11',
        bookedMinor: 95_000,
      });
      await house.book({ day: '2026-11-12', amountMinor: -9_900, id: 'waiting' });
      expect(await house.tell('sealed', sevenAt('2026-11-15'))).toMatchObject({
        asOfDay: '2026-11-14',
        bookedMinor: 80_000,
      });
      await house.book(...bookings(5, '2026-11-15'), {
        day: '2026-11-15',
        amountMinor: -9_900,
        status: 'pending',
        id: 'never booked',
      });
      expect(await house.tell('sealed', sevenAt('2026-11-20'))).toMatchObject({ asOfDay: '2026-11-14' });
      expect(await house.tell('sealed', sevenAt('2026-11-21'))).toMatchObject({ asOfDay: '2026-11-20' });
    });

    test('of a new account are a total of all that was booked, and weighed as one', async () => {
      const house = await openHouse(database, { openingMinor: 0 });
      await house.book(...bookings(3, '2026-11-04', 5_000), ...bookings(4, '2026-11-09', 7_000));
      const asked: unknown[] = [];
      const veto = (...of: readonly unknown[]) => {
        asked.push(of);
        return Promise.resolve(false);
      };
      expect(await house.tell('sealed', sevenAt('2026-11-11'), veto)).toBeUndefined();
      expect(asked).toEqual([['main', '2026-11-04', '2026-11-11']]);
      expect(await house.tell('sealed', sevenAt('2026-11-11'))).toMatchObject({ bookedMinor: 43_000 });
    });

    test('of a new account wait until it has as many bookings, or say that there are none', async () => {
      const house = await openHouse(database, { openingMinor: 0 });
      await house.book(...bookings(1, '2026-11-10', 500_000));
      expect(await house.tell('sealed', sevenAt('2026-11-11'))).toBeUndefined();
      await house.book(...bookings(4, '2026-11-11'));
      expect(await house.tell('sealed', sevenAt('2026-11-12'))).toMatchObject({ bookedMinor: 496_000 });

      const empty = await openHouse(database, { openingMinor: 0 });
      const nothing = { bookedMinor: 0, availableMinor: 0, asOfDay: '2026-11-10' };
      expect(await empty.tell('sealed', sevenAt('2026-11-11'))).toEqual(nothing);
      await empty.book(...bookings(1, '2026-11-11', 500_000));
      expect(await empty.tell('sealed', sevenAt('2026-11-12'))).toEqual(nothing);
    });

    test('are one, where two that lie too close are asked for at once', async () => {
      for (let attempt = 0; attempt < 10; attempt += 1) {
        const house = await openHouse(database);
        await house.tell('sealed', sevenAt('2026-11-10'));
        await house.book(...bookings(5, '2026-11-10'), ...bookings(4, '2026-11-11'));
        await Promise.all([
          house.tell('sealed', sevenAt('2026-11-11')),
          house.tell('sealed', sevenAt('2026-11-12')),
        ]);
        const seals = await database.kysely
          .selectFrom('balance_seal')
          .select('day')
          .where('customer_id', '=', house.customerId)
          .execute();
        expect(seals).toHaveLength(2);
      }
    });

    /** One customer's days: what is booked, when it is asked, and with a clock that may be set back. */
    const history = fc.array(
      fc.oneof(
        {
          weight: 4,
          arbitrary: fc.record({
            kind: fc.constant('book' as const),
            daysAgo: fc.integer({ min: 0, max: 4 }),
            count: fc.integer({ min: 1, max: 3 }),
            amountMinor: fc.integer({ min: -200_000, max: 200_000 }),
          }),
        },
        { weight: 4, arbitrary: fc.constant({ kind: 'ask' as const }) },
        {
          weight: 3,
          arbitrary: fc.record({ kind: fc.constant('later' as const), days: fc.integer({ min: 1, max: 6 }) }),
        },
        {
          weight: 1,
          arbitrary: fc.record({
            kind: fc.constant('later' as const),
            days: fc.integer({ min: -9, max: 0 }),
          }),
        },
      ),
      { minLength: 10, maxLength: 60 },
    );

    test('lie five bookings apart at least, and each stays as it was told', { timeout: 60_000 }, async () => {
      await fc.assert(
        fc.asyncProperty(history, fc.integer({ min: 0, max: 1 }), async (steps, opening) => {
          const house = await openHouse(database, { openingMinor: opening * 100_000 });
          let today = '2026-06-15';
          const booked: string[] = [];
          const told = new Map<string, string>();
          for (const step of steps) {
            if (step.kind === 'later') today = plusDays(today, step.days);
            if (step.kind === 'book') {
              const day = plusDays(today, -step.daysAgo);
              await house.book(...bookings(step.count, day, step.amountMinor));
              booked.push(...Array.from({ length: step.count }, () => day));
            }
            if (step.kind !== 'ask') continue;
            const balance = await house.tell('sealed', sevenAt(today));
            if (balance === undefined) continue;
            const asOf = balance.asOfDay ?? today;
            expect(asOf < today).toBe(true);
            expect(Math.abs(balance.bookedMinor) % 1_000).toBe(0);
            expect(told.get(asOf) ?? JSON.stringify(balance)).toBe(JSON.stringify(balance));
            told.set(asOf, JSON.stringify(balance));
          }
          const days = [...told.keys()].toSorted();
          for (const [index, day] of days.entries()) {
            const earlier = days[index - 1];
            if (earlier === undefined) continue;
            expect(booked.filter(on => earlier < on && on <= day).length).toBeGreaterThanOrEqual(5);
          }
        }),
        { numRuns: 40 },
      );
    });
  });

  test('exact are as the ledger stands, with what is pending', async () => {
    const house = await openHouse(database);
    await house.book(
      { day: '2026-11-23', amountMinor: -12_345 },
      { day: '2026-11-23', amountMinor: -1_111, status: 'pending' },
    );
    expect(await house.tell('exact', '2026-11-23T06:00')).toEqual({
      bookedMinor: 87_655,
      availableMinor: 86_544,
      asOfDay: null,
    });
  });
});
