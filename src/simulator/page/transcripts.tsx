/** Transcripts: the conversation as a file, and files that are played. */
import { useRef } from 'preact/hooks';
import type { Simulator } from './use-simulator.ts';

interface TranscriptsProps {
  readonly simulator: Simulator;
  /** Whether there is a conversation to save. */
  readonly canSave: boolean;
}

export function Transcripts({ simulator, canSave }: TranscriptsProps) {
  const file = useRef<HTMLInputElement>(null);
  const { played } = simulator;
  const results = played?.results ?? [];
  const report = results[played?.shown ?? -1]?.report ?? null;
  return (
    <section class="strip" aria-label="Transcript">
      <fieldset>
        <legend>This conversation</legend>
        <button type="button" disabled={!canSave} onClick={() => void simulator.saveTranscript()}>
          save as transcript
        </button>
      </fieldset>
      <fieldset>
        <legend>Another</legend>
        <button type="button" disabled={played?.results === null} onClick={() => file.current?.click()}>
          {played?.results === null ? 'playing…' : 'play a transcript…'}
        </button>
        <input
          ref={file}
          class="file"
          type="file"
          accept=".yaml,.yml"
          aria-label="A transcript to play"
          onChange={event => {
            const [chosen] = event.currentTarget.files ?? [];
            if (chosen !== undefined) void simulator.play(chosen);
            event.currentTarget.value = '';
          }}
        />
      </fieldset>
      {played === null || results.length === 0 ? null : (
        <fieldset>
          <legend>{played.name}</legend>
          {results.map((each, index) => (
            <label key={index}>
              <input
                type="radio"
                name="played"
                checked={played.shown === index}
                onChange={() => simulator.showPlayed(index)}
              />
              <span>
                {each.report === null ? '✓' : '✗'} {each.title}
              </span>
            </label>
          ))}
          <button type="button" onClick={() => simulator.showPlayed(null)}>
            back to your own
          </button>
        </fieldset>
      )}
      {report === null ? null : (
        <pre class="json report" tabIndex={0} role="group" aria-label="What is different">
          {report}
        </pre>
      )}
    </section>
  );
}
