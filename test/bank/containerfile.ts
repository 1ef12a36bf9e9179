/** Containerfile and compose.yaml, read as far as the tests need them. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import * as z from 'zod';

export const root = new URL('../../', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, root), 'utf8');

export interface Instruction {
  readonly name: string;
  readonly text: string;
}

/** The instructions of each stage, in their order; what comes before the first is left away. */
export function readStages(): readonly (readonly Instruction[])[] {
  const stages: Instruction[][] = [];
  const lines = read('Containerfile')
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n');
  for (const line of lines) {
    const [, name, text = ''] = /^([A-Z]+) (.*)$/.exec(line) ?? [];
    if (name === undefined) continue;
    if (name === 'FROM') stages.push([]);
    stages.at(-1)?.push({ name, text });
  }
  return stages;
}

/** What is before the first stage: the base images. */
export const readBase = (): string => /^ARG NODE_IMAGE=(\S+)$/m.exec(read('Containerfile'))?.[1] ?? '';

/** What a list of words in an instruction says, as in `CMD ["serve"]`. */
export const wordsOf = (text: string): string[] =>
  z.array(z.string()).parse(JSON.parse(text.slice(text.indexOf('['))));

/** What a build may see, by .dockerignore, which lets nothing through but what it names. */
export const readVisible = (): readonly string[] =>
  read('.dockerignore')
    .split('\n')
    .flatMap(line => (line.startsWith('!') ? [line.slice(1)] : []));

const service = z.looseObject({
  image: z.string(),
  command: z.array(z.string()).optional(),
  user: z.string().optional(),
  read_only: z.boolean(),
  cap_drop: z.array(z.string()),
  security_opt: z.array(z.string()),
  environment: z.record(z.string(), z.string()),
  secrets: z.array(z.string()),
  volumes: z.array(z.string()).optional(),
  ports: z.array(z.string()).optional(),
  networks: z.array(z.string()),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).optional(),
  healthcheck: z.looseObject({ test: z.array(z.string()) }).optional(),
});

const compose = z.looseObject({
  services: z.record(z.string(), service),
  secrets: z.record(z.string(), z.object({ file: z.string() })),
});

export const readCompose = () => compose.parse(parse(read('compose.yaml'), { merge: true }));
