/** Before everything runs: never blank, always saying what is happening. */
export function Welcome({ words }: { words: string }) {
  return (
    <main class="boot">
      <h1 class="wordmark">sottovoce</h1>
      <p class="hero">
        You get your answer.
        <br />
        They don’t get your data.
      </p>
      <p role="status" class="quiet">
        {words}
      </p>
      <div class="starting" aria-hidden="true" />
    </main>
  );
}
