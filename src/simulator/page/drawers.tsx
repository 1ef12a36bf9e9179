/** Details that open in place, under the row's own cell. */
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { pinDots } from './pin.ts';

export interface Drawer {
  readonly name: ComponentChildren;
  readonly content: ComponentChildren;
}

interface DrawersProps {
  /** What the drawers belong to, for those who hear the page. */
  readonly of: string;
  readonly drawers: readonly Drawer[];
  /** Which one is open; null: none. */
  readonly open: number | null;
  readonly onOpen: (index: number | null) => void;
}

export function Drawers({ of, drawers, open, onOpen }: DrawersProps) {
  const id = useId();
  const shown = open === null ? undefined : drawers[open];
  return (
    <div class="drawers">
      <div class="handles" role="group" aria-label={`Details of ${of}`}>
        {drawers.map((drawer, index) => (
          <button
            key={index}
            type="button"
            aria-expanded={open === index}
            aria-controls={open === index ? id : undefined}
            onClick={() => onOpen(open === index ? null : index)}
          >
            {drawer.name}
          </button>
        ))}
      </div>
      {shown === undefined ? null : (
        <div id={id} class="drawer">
          {shown.content}
        </div>
      )}
    </div>
  );
}

/** Keys whose values open doors: their length is enough to see, where the server has not hidden them already. */
const secretKeys = new Set(['accessToken', 'apiAccessToken']);

const veil = (key: string, value: unknown): unknown =>
  secretKeys.has(key) && typeof value === 'string' && value !== pinDots
    ? `‹${value.length} characters›`
    : value;

/** Pretty-printed JSON, its keys set apart. */
export function Json({ value }: { value: unknown }) {
  const text = JSON.stringify(value, veil, 2);
  return (
    // A scrolling region has to be reachable by keyboard.
    <pre class="json" tabIndex={0} role="group" aria-label="JSON">
      {text.split('\n').map((line, index) => {
        const [, indent = '', key, rest = ''] = /^( *)("(?:[^"\\]|\\.)*": )?(.*)$/.exec(line) ?? [];
        return (
          <span key={index}>
            {indent}
            {key === undefined ? null : <b>{key}</b>}
            {rest}
            {'\n'}
          </span>
        );
      })}
    </pre>
  );
}
