/**
 * Whether the ways in which a step-up is refused can be told apart by a clock: an unknown token, an unlinked one, a
 * locked link, a customer without a PIN, a wrong PIN. Each is compared with the wrong PIN by a Mann-Whitney test over interleaved
 * samples at the bank itself, where no network hides anything.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/bank/database/database.ts';
import { issueAccessToken } from '../../src/bank/link/access-token.ts';
import { createLink } from '../../src/bank/link/create-link.ts';
import { isRefusal } from '../../src/bank/pipeline/step.ts';
import { choosePin } from '../../src/bank/step-up/choose-pin.ts';
import { stepUp } from '../../src/bank/step-up/step-up.ts';
import { median, rowsOfSamples, type Row } from './figures.ts';

const customerId = 'with a PIN';
const withoutPin = 'without a PIN';
const pepper = randomBytes(32);

/**
 * Two-sided p of the Mann-Whitney U test, by its normal approximation (good from twenty samples on). Small: the two
 * can be told apart.
 */
function mannWhitneyP(first: readonly number[], second: readonly number[]): number {
  const all = [
    ...first.map(value => ({ value, own: true })),
    ...second.map(value => ({ value, own: false })),
  ];
  all.sort((a, b) => a.value - b.value);
  const rankSum = all.reduce((sum, { own }, index) => sum + (own ? index + 1 : 0), 0);
  const [n, m] = [first.length, second.length];
  const u = rankSum - (n * (n + 1)) / 2;
  const z = Math.abs(u - (n * m) / 2) / Math.sqrt((n * m * (n + m + 1)) / 12);
  // Abramowitz and Stegun, 7.1.26.
  const t = 1 / (1 + 0.3275911 * (z / Math.SQRT2));
  const poly =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return poly * Math.exp(-(z * z) / 2);
}

export interface StepUpTiming {
  readonly medians: readonly Row[];
  /** For each refusal, the p of "takes as long as a wrong PIN". */
  readonly sameAsWrongPin: Readonly<Record<string, number>>;
}

/** Measures `rounds` refusals of each kind. */
export async function measureStepUpTiming(rounds: number): Promise<StepUpTiming> {
  // On a disk, where waiting for a write would show.
  const folder = await mkdtemp(join(tmpdir(), 'sottovoce-bench-'));
  const database = await openDatabase({ kind: 'sqlite', file: join(folder, 'bank.sqlite') });
  try {
    const now = Date.now();
    const today = new Date(now).toISOString().slice(0, 10);
    const day = 86_400_000;
    await database.kysely
      .insertInto('customer')
      .values([customerId, withoutPin].map(customer_id => ({ customer_id, name: 'Bench', birth_date: null })))
      .execute();
    await choosePin(database.kysely, { customerId, pin: '4821', pepper, now, random: randomBytes });
    const link = async (platform: string, of = customerId) => {
      const options = { customerId: of, platform, now, random: randomBytes };
      const consent = {
        questions: ['balance'],
        precision: { totals: 'exact', balances: 'exact' },
        validForMs: day,
      } as const;
      const linkId = await createLink(database.kysely, { ...options, consent });
      return { linkId, token: await issueAccessToken(database.kysely, { ...options, ttlMs: day }) };
    };
    const open = await link('open');
    const locked = await link('locked');
    const unlinked = await link('unlinked');
    const noPin = await link('no-pin', withoutPin);
    const links = database.kysely.updateTable('link');
    await links.set({ unlinked_at: now }).where('link_id', '=', unlinked.linkId).execute();

    const tokens: Readonly<Record<string, string | null>> = {
      'wrong PIN': open.token,
      'locked link': locked.token,
      unlinked: unlinked.token,
      'no PIN': noPin.token,
      'unknown token': randomBytes(32).toString('base64url'),
    };
    const samples: Record<string, number[]> = {};
    const warmUp = 5;
    for (let round = 0; round < rounds + warmUp; round += 1) {
      for (const [name, accessToken] of Object.entries(tokens)) {
        // Every round begins alike: one link locked, the others not, a day without failures.
        await links.set({ failed_step_ups: 0, locked_at: null }).execute();
        await links
          .set({ failed_step_ups: 3, locked_at: now })
          .where('link_id', '=', locked.linkId)
          .execute();
        await database.kysely.deleteFrom('step_up_day').execute();
        await database.kysely.deleteFrom('customer_notice').execute();
        const request = {
          context: { conversation: 'conversation-0123456789ab' },
          factor: { kind: 'voice-pin' as const, pin: '9182' },
        };
        const startedAt = performance.now();
        const outcome = await stepUp(
          { accessToken, request },
          { database: database.kysely, now, today, pepper },
        );
        const elapsedMs = performance.now() - startedAt;
        if (!isRefusal(outcome)) throw new Error(`${name} was not refused`);
        if (round >= warmUp) (samples[name] ??= []).push(elapsedMs);
      }
    }
    const wrong = samples['wrong PIN'] ?? [];
    const others = Object.entries(samples).filter(([name]) => name !== 'wrong PIN');
    return {
      medians: rowsOfSamples('ms', samples, median),
      sameAsWrongPin: Object.fromEntries(others.map(([name, values]) => [name, mannWhitneyP(values, wrong)])),
    };
  } finally {
    await database.close();
    await rm(folder, { recursive: true });
  }
}

/** The comparison in words: at 1 in 100 over all comparisons (Bonferroni). */
export function verdictOf({ sameAsWrongPin }: StepUpTiming): string {
  const comparisons = Object.entries(sameAsWrongPin);
  const lines = comparisons.map(
    ([name, p]) =>
      `  ${name.padEnd(13)}  p = ${p.toFixed(3)}  ${p < 0.01 / comparisons.length ? 'CAN be told from a wrong PIN' : 'cannot be told from a wrong PIN'}`,
  );
  return `Refusals by the clock (Mann-Whitney, two-sided)\n${lines.join('\n')}\n`;
}
