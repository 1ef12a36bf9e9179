import type { CommandContext } from './command.ts';

const width = 30;

/** A bar on a terminal, redrawn when it has moved; nothing elsewhere. `done` removes it. */
export function progressBar(
  { draw }: Pick<CommandContext, 'draw'>,
  label: string,
): { show: (part: number, whole: number) => void; done: () => void } {
  let shown = -1;
  return {
    show(part, whole) {
      const percent = whole === 0 ? 100 : Math.min(100, Math.floor((100 * part) / whole));
      if (draw === null || percent === shown) return;
      shown = percent;
      const filled = Math.round((percent / 100) * width);
      draw(`${label} ${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${percent} %`);
    },
    done() {
      if (shown !== -1) draw?.('');
    },
  };
}
