/** What a link holds, before anything of it is played. */
import { pinDots } from './pin.ts';
import type { Offered } from './use-offered.ts';
import { counted, dayInWords } from './words.ts';

interface OfferedProps {
  readonly offered: Offered;
  readonly onPlay: (text: string) => void;
  readonly onLeave: () => void;
}

/** What stands in a transcript for something secret. */
const placeholder = /\{(?:wrong |unfinished )?(?:pin|digits|code)\}/g;

/** More would not be read before one decides. */
const maxLines = 8;

export function OfferedConversation({ offered, onPlay, onLeave }: OfferedProps) {
  if (offered.kind === 'damaged') {
    return (
      <section class="strip offered" aria-label="The link">
        <p class="damaged" role="alert">
          {offered.message}
        </p>
        <button type="button" onClick={onLeave}>
          close
        </button>
      </section>
    );
  }
  const { outline, text } = offered;
  const { customer, today, conversations } = outline;
  const lines = conversations.flatMap(each => each.lines);
  return (
    <section class="strip offered" aria-label="The link">
      <div>
        <p role="status">
          <strong>This link holds a conversation.</strong> Nothing of it has been played.
        </p>
        <p class="quiet">
          {counted(lines.length, 'line')}, {dayInWords(today)},{' '}
          {customer === null ? 'with a pretend customer' : `with the customer “${customer}”`}. It is played on
          a copy of the data, and changes nothing here.
        </p>
      </div>
      <ol>
        {lines.slice(0, maxLines).map((line, index) => (
          <li key={index}>{line.replaceAll(placeholder, pinDots)}</li>
        ))}
        {lines.length > maxLines ? <li class="quiet">and {lines.length - maxLines} more</li> : null}
      </ol>
      <div class="decide">
        <button type="button" class="link" onClick={() => onPlay(text)}>
          Play it
        </button>
        <button type="button" onClick={onLeave}>
          leave it
        </button>
      </div>
    </section>
  );
}
