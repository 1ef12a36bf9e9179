/** The report as a machine reads it. */
import type { JudgedGroup } from '../rule.ts';
import { summaryOf } from './summary.ts';

/**
 * @param at when it was judged, milliseconds since 1970 UTC
 * @param target what was judged, in words
 */
export function jsonReport(groups: readonly JudgedGroup[], at: number, target: string): string {
  const report = {
    at: new Date(at).toISOString(),
    target,
    summary: summaryOf(groups),
    rules: groups.flatMap(({ title: group, judged }) =>
      judged.map(({ rule: { id, title, source, how, remedy }, outcome: { kind, ...outcome } }) => ({
        id,
        group,
        title,
        result: kind,
        ...outcome,
        how,
        ...(kind === 'failed' ? { remedy } : {}),
        source: source.url,
      })),
    ),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
