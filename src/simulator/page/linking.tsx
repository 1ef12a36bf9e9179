/** Account linking on the page: the card in the assistant's app, and how it went. */
import type { LinkingNote } from '../page-api.ts';
import { noteWords } from './linking-words.ts';

/** What Alexa shows in its app when a skill answers with a LinkAccount card. */
export function LinkCard({ onLink }: { onLink: () => void }) {
  return (
    <div class="link-card" role="group" aria-label="Card in the Alexa app">
      <p>
        <strong>Sotto Voce</strong>
        <span class="quiet">in the Alexa app</span>
      </p>
      <button type="button" class="link" onClick={onLink}>
        Link account
      </button>
    </div>
  );
}

/** How the linking went. */
export function Note({ note, onLink }: { note: LinkingNote; onLink: () => void }) {
  const { tone, text } = noteWords[note];
  return (
    <p class={`noted ${tone}`} aria-live="polite">
      {text}
      {note === 'linked' ? null : (
        <button type="button" class="link" onClick={onLink}>
          Link account
        </button>
      )}
    </p>
  );
}
