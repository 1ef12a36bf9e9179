/** The comparison as a picture (SVG): one group of bars for each way of answering. */
import { percent } from './table.ts';
import type { Share } from './findings.ts';
import type { Row } from './run.ts';

const bars: readonly {
  readonly name: string;
  readonly colour: string;
  readonly share: (row: Row) => Share;
}[] = [
  { name: 'single transactions that follow exactly', colour: '#b3361b', share: row => row.transactions },
  { name: 'days whose spending follows exactly', colour: '#d98a3d', share: row => row.days },
  {
    name: 'transactions within 20 %, from what was really told',
    colour: '#3f6d8e',
    share: row => row.estimatedFromRounded,
  },
];

const width = 900;
const left = 330;
const right = 60;
const barHeight = 11;
const groupHeight = bars.length * barHeight + 16;
const top = 92;

export function chartOf(rows: readonly Row[], caption: string): string {
  const height = top + rows.length * groupHeight + 22;
  const scale = width - left - right;
  const text = (x: number, y: number, content: string, attributes = ''): string =>
    `<text x="${x}" y="${y}" ${attributes}>${escape(content)}</text>`;
  const legend = bars.map(
    ({ name, colour }, place) =>
      `<rect x="${left}" y="${38 + place * 16}" width="10" height="10" fill="${colour}"/>` +
      text(left + 16, 47 + place * 16, name),
  );
  const grid = [0, 25, 50, 75, 100].map(value => {
    const x = left + (scale * value) / 100;
    return (
      `<line x1="${x}" y1="${top - 4}" x2="${x}" y2="${height - 24}" class="grid"/>` +
      text(x, height - 8, `${value} %`, 'text-anchor="middle" class="quiet"')
    );
  });
  const groups = rows.flatMap((row, place) => {
    const y = top + place * groupHeight;
    return [
      text(left - 12, y + (bars.length * barHeight) / 2 + 4, row.title, 'text-anchor="end"'),
      ...bars.map(({ colour, share }, bar) => {
        const { found, of } = share(row);
        const length = of === 0 ? 0 : (scale * found) / of;
        const barTop = y + bar * barHeight;
        return (
          `<rect x="${left}" y="${barTop}" width="${length.toFixed(1)}" height="${barHeight - 2}" fill="${colour}"/>` +
          text(Math.round(left + length + 5), barTop + 8, percent({ found, of }), 'class="number"')
        );
      }),
    ];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escape(caption)}">`,
    '<style>text{font:13px system-ui,sans-serif;fill:#222}.quiet{fill:#666;font-size:11px}.number{fill:#444;font-size:10px}.title{font-weight:600}.grid{stroke:#ddd}</style>',
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    text(16, 22, caption, 'class="title"'),
    ...legend,
    ...grid,
    ...groups,
    '</svg>',
    '',
  ].join('\n');
}

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
