/** Transcripts: the conversation as a file, and files that are played. */
import { useRef, useState } from 'preact/hooks';
import { packTranscript } from './link-fragment.ts';
import type { Simulator } from './use-simulator.ts';

interface TranscriptsProps {
  readonly simulator: Simulator;
  /** Whether there is a conversation to save. */
  readonly canSave: boolean;
}

export function Transcripts({ simulator, canSave }: TranscriptsProps) {
  const file = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState<Copied | null>(null);
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
        <button type="button" disabled={!canSave} onClick={() => void copyLink(simulator).then(setCopied)}>
          copy a link to it
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
            if (chosen !== undefined) void chosen.text().then(text => simulator.play(chosen.name, text));
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
      {copied === null ? null : <CopiedNote copied={copied} />}
      {report === null ? null : (
        <pre class="json report" tabIndex={0} role="group" aria-label="What is different">
          {report}
        </pre>
      )}
    </section>
  );
}

/** What became of a link. */
type Copied =
  | { readonly kind: 'copied' }
  /** This browser does not let the page copy: the person does. */
  | { readonly kind: 'shown'; readonly link: string }
  | { readonly kind: 'too-long' };

/** Null where there is no conversation, which the page says by itself. */
async function copyLink({ transcript }: Pick<Simulator, 'transcript'>): Promise<Copied | null> {
  const text = await transcript();
  if (text === null) return null;
  const fragment = await packTranscript(text);
  if (fragment === null) return { kind: 'too-long' };
  const link = location.origin + location.pathname + fragment;
  try {
    await navigator.clipboard.writeText(link);
    return { kind: 'copied' };
  } catch {
    return { kind: 'shown', link };
  }
}

function CopiedNote({ copied }: { copied: Copied }) {
  if (copied.kind === 'too-long') {
    return (
      <p class="aside" role="status">
        This conversation is too long for a link. Save it as a transcript.
      </p>
    );
  }
  return (
    <p class="aside" role="status">
      {copied.kind === 'copied' ? <strong>Copied.</strong> : 'Copy it from here:'}{' '}
      {copied.kind === 'copied' ? null : (
        <input
          class="shown-link"
          type="text"
          readOnly
          aria-label="The link"
          value={copied.link}
          onFocus={event => event.currentTarget.select()}
        />
      )}{' '}
      The link itself holds what was said and answered, and no PIN. Nothing of it is sent to a server; whoever
      opens it on such a page is asked before it is played.
    </p>
  );
}
