/** The one switch: nothing of OpenTelemetry is loaded as long as it is off. */
import type { Telemetry, Terms } from './port.ts';
import type { TelemetrySettings } from './settings.ts';
import { withoutTelemetry } from './without.ts';

/**
 * Opens what the settings ask for.
 * @param onLost told when an export was not taken
 */
export async function openTelemetry<Of extends Terms>(
  settings: TelemetrySettings,
  terms: Of,
  onLost: () => void,
): Promise<Telemetry<Of>> {
  if (settings.telemetry === 'off') return withoutTelemetry();
  const { collectorAt, exportTelemetry } = await import('./otlp.ts');
  return exportTelemetry(terms, collectorAt(settings), onLost);
}
