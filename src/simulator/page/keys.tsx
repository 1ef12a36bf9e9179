/** What the keyboard does, listed in place. */

const keys = [
  ['Enter', 'say it'],
  ['hold Space', 'speak'],
  ['↑ ↓', 'what you said before'],
  ['Alt ↑ ↓', 'from turn to turn'],
  ['Enter', 'on a turn: its details'],
  ['← →', 'on a turn: other details'],
  ['any letter', 'goes to the field'],
  ['!', 'what if…'],
  ['?', 'these keys'],
  ['Esc', 'close, be quiet, back to the field'],
] as const;

export function Keys({ demoPin }: { demoPin: string | null }) {
  return (
    <section class="strip" aria-label="Keys">
      <dl class="keys">
        {keys.map(([key, meaning]) => (
          <div key={meaning}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
        {demoPin === null ? null : (
          <div>
            <dt>demo voice PIN</dt>
            <dd>{demoPin}</dd>
          </div>
        )}
      </dl>
    </section>
  );
}
