/** The rules as docs/certification.md shows them; a test keeps the two equal. */
import { groups } from '../rules/index.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** Every group as a table in Markdown. */
export function rulesTable(): string {
  return groups
    .map(({ title, rules }) =>
      [
        `### ${title}`,
        '',
        '| rule | what has to be | how it is checked | source |',
        '| --- | --- | --- | --- |',
        ...rules.map(({ id, title: what, how, source }) => {
          const link = source.url.startsWith('docs/') ? source.url.replace('docs/', '') : source.url;
          return `| \`${id}\` | ${cell(what)} | ${cell(how)} | [${cell(source.name)}](${link}) |`;
        }),
      ].join('\n'),
    )
    .join('\n\n');
}
