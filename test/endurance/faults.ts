/**
 * `npm run faults`: rounds in which something breaks while people talk to the skill. Every turn has to be answered within
 * Alexa's eight seconds, and after each round nothing may be lost, counted twice, or have been said wrongly.
 * `npm run faults -- bank-killed` plays one fault. It ends with 1 where a round went wrong.
 */
import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanUpOnSignals, whenInterrupted } from './interrupted.ts';
import type { EngineName } from './rig.ts';
import { playRound, type Fault, type RoundReport } from './round.ts';

interface FaultRound {
  readonly about: string;
  readonly engines: readonly EngineName[];
  /** Plays it on a disk of so many megabytes. */
  readonly diskMegabytes?: number;
  readonly fault: (folder: string) => Fault;
}

const rounds: Readonly<Record<string, FaultRound>> = {
  'bank-killed': {
    about: 'the bank and an ingest are killed; the bank comes back after three seconds',
    engines: ['sqlite', 'postgres'],
    fault: () => async scene => {
      const ingest = scene.startIngest();
      await scene.wait(2_000);
      await scene.rig.killBank();
      ingest.kill();
      scene.note(`the ingest ${await ingest.ended}`);
      await scene.wait(3_000);
      await scene.rig.startBank();
      scene.note(`the next ingest ${await scene.startIngest().ended}`);
    },
  },
  'database-killed': {
    about: 'the database is killed during an ingest, and comes back after three seconds',
    engines: ['postgres'],
    fault: () => async scene => {
      const ingest = scene.startIngest();
      await scene.wait(2_000);
      await scene.rig.postgres?.kill();
      scene.note(`the ingest ${await ingest.ended}`);
      await scene.wait(3_000);
      await scene.rig.postgres?.restart();
      scene.note(`the next ingest ${await scene.startIngest().ended}`);
    },
  },
  'bank-slow': {
    about: 'what the bank answers comes ten seconds late, for twenty seconds',
    engines: ['sqlite'],
    fault: () => async scene => {
      scene.rig.bankLine.setDelay(10_000);
      await scene.wait(20_000);
      scene.rig.bankLine.setDelay(0);
    },
  },
  'database-slow': {
    about: 'what the database answers comes ten seconds late, for twenty seconds',
    engines: ['postgres'],
    fault: () => async scene => {
      scene.rig.databaseLine?.setDelay(10_000);
      await scene.wait(20_000);
      scene.rig.databaseLine?.setDelay(0);
    },
  },
  'bank-half-open': {
    about: 'the connections to the bank lead nowhere, new ones too for eight seconds',
    engines: ['sqlite'],
    fault: () => async scene => {
      scene.rig.bankLine.lose(true);
      await scene.wait(8_000);
      scene.rig.bankLine.mend();
    },
  },
  'database-half-open': {
    about: 'the connections to the database lead nowhere, new ones too for eight seconds',
    engines: ['postgres'],
    fault: () => async scene => {
      const ingest = scene.startIngest();
      scene.rig.databaseLine?.lose(true);
      await scene.wait(8_000);
      scene.rig.databaseLine?.mend();
      // It has a connection of its own.
      scene.note(`the ingest ${await ingest.ended}`);
    },
  },
  'disk-full': {
    about: 'the disk is full during an ingest, until somebody frees some of it',
    engines: ['sqlite', 'postgres'],
    diskMegabytes: 320,
    fault: folder => async scene => {
      const ballast = join(folder, 'ballast');
      const { bavail, bsize } = await statfs(folder);
      await writeFile(ballast, Buffer.alloc(Math.max(0, bavail * bsize - 2_000_000)));
      const ingest = scene.startIngest();
      const outcome = await Promise.race([ingest.ended, scene.wait(20_000)]);
      scene.note(`the ingest ${outcome === 'failed' ? 'failed' : 'went on'}`);
      ingest.kill();
      await ingest.ended;
      await scene.wait(2_000);
      await rm(ballast);
      // A server that could not write its log has ended by itself.
      if (scene.rig.postgres?.hasEnded() === true) {
        scene.note('the database had ended and was started again');
        await scene.rig.postgres.restart();
      }
      scene.note(`the next ingest ${await scene.startIngest().ended}`);
    },
  },
};

/** A disk of its own, as a folder; null where this user may not make one. */
async function mountDisk(
  megabytes: number,
): Promise<{ folder: string; unmount: () => Promise<void> } | null> {
  const folder = await mkdtemp(join(tmpdir(), 'sottovoce-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]);
  if (mounted.status !== 0) {
    await rm(folder, { recursive: true });
    return null;
  }
  const unmount = async (): Promise<void> => {
    spawnSync('umount', [folder]);
    await rm(folder, { recursive: true, force: true });
  };
  const forget = whenInterrupted(unmount);
  await chmod(folder, 0o755);
  return {
    folder,
    unmount: () => {
      forget();
      return unmount();
    },
  };
}

async function play(name: string, round: FaultRound, engine: EngineName): Promise<RoundReport | null> {
  if (round.diskMegabytes === undefined) return playRound(name, engine, round.fault(''));
  const disk = await mountDisk(round.diskMegabytes);
  if (disk === null) return null;
  try {
    return await playRound(name, engine, round.fault(disk.folder), disk.folder);
  } finally {
    await disk.unmount();
  }
}

const chosen = process.argv.slice(2);
const unknown = chosen.filter(name => !Object.hasOwn(rounds, name));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no round ${unknown.join(', ')}. The rounds are: ${Object.keys(rounds).join(', ')}.\n`,
  );
  process.exit(2);
}
cleanUpOnSignals();
let failed = 0;
for (const [name, round] of Object.entries(rounds)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  for (const engine of round.engines) {
    process.stdout.write(`${name}, ${engine}: ${round.about}\n`);
    const report = await play(name, round, engine);
    if (report === null) {
      process.stdout.write('  not played: making a small disk takes the rights of root\n\n');
      continue;
    }
    if (report.problems.length > 0) failed += 1;
    const { turns, told, slowestMs, batches, notes, problems } = report;
    process.stdout.write(
      [
        ...notes.map(note => `  ${note}`),
        `  ${turns} turns, ${told} of them with an amount; the slowest took ${(slowestMs / 1_000).toFixed(1)} s`,
        `  ${batches.acknowledged} batches acknowledged, ${batches.tried} tried`,
        ...(problems.length === 0
          ? ['  nothing lost, nothing counted twice, no wrong number, the record is whole']
          : problems.map(problem => `  WRONG: ${problem}`)),
        '',
        '',
      ].join('\n'),
    );
  }
}
process.stdout.write(failed === 0 ? 'All rounds went well.\n' : `${failed} rounds went wrong.\n`);
// PostgreSQL's starter listens for the end of the process, and would make it a success.
process.exit(failed === 0 ? 0 : 1);
