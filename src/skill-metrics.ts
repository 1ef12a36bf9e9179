/** The skill's metrics, made of what it logs: so none can tell more than the log does. */
import type { Log } from './log.ts';
import type { SkillTelemetry } from './skill-terms.ts';

/** A log that counts and measures; it goes beside the one that writes. */
export function measureSkill(telemetry: SkillTelemetry): Log {
  return record => {
    switch (record.event) {
      case 'turn': {
        const { intent, code, result, durationMs, calls } = record;
        telemetry.count('sottovoce.turns', { intent, code, result });
        telemetry.record('sottovoce.turn.duration', durationMs, { code });
        for (const { call, code: outcome, durationMs: waitedMs } of calls) {
          telemetry.record('sottovoce.facade.duration', waitedMs, { call, code: outcome });
        }
        break;
      }
      case 'refused':
        telemetry.count('sottovoce.refusals', { code: record.code });
        break;
      case 'fault':
        telemetry.count('sottovoce.faults', {});
        break;
      // What it does at start and stop, or has told with the turn already, is not counted.
      default:
    }
  };
}
