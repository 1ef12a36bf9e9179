/** Before everything runs: never blank, always saying what is happening. */
import type { PageState } from '../page-api.ts';

export function Welcome({ state, words }: { state: PageState; words: string | null }) {
  const failed = state.phase === 'failed';
  return (
    <main class="boot">
      <h1 class="wordmark">sottovoce</h1>
      <p class="hero">
        You get your answer.
        <br />
        They don’t get your data.
      </p>
      <p role={failed ? 'alert' : 'status'} class={failed ? 'bad' : 'quiet'}>
        {words ??
          (state.phase === 'failed' ? state.message : state.phase === 'starting' ? state.progress : '')}
      </p>
      {failed ? null : <div class="starting" aria-hidden="true" />}
    </main>
  );
}
