/** The page before the first word: what to say, and how to read what will happen. */
import type { PageState } from '../page-api.ts';

interface InvitationProps {
  readonly state: Extract<PageState, { phase: 'ready' }>;
  readonly onSay: (utterance: string) => void;
}

export function Invitation({ state, onSay }: InvitationProps) {
  return (
    <div class="row turn invitation">
      <div class="cell you">
        <p class="quiet">Say it as you would to Alexa:</p>
        <ul>
          {state.examples.map(example => (
            <li key={example}>
              <button type="button" class="said" onClick={() => onSay(example)}>
                {example}
              </button>
            </li>
          ))}
        </ul>
        <p class="quiet how">
          Type it, or hold the microphone<span class="with-keys"> or the space bar</span> and speak.
        </p>
      </div>
      <p class="cell owner quiet">The words, what they were taken for, and the reply. Nothing else.</p>
      <ol class="crossings legend" aria-hidden="true">
        <li class="out">
          <span class="gate">a question</span>
        </li>
        <li class="in">
          <span class="gate">totals</span>
        </li>
      </ol>
      <p class="cell bank quiet">
        The bank decides what it answers, and answers with totals. The transactions behind them stay here.
      </p>
    </div>
  );
}
