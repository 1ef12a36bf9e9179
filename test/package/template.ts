/** The CloudFormation template that `npm run package` has compiled. */
import { readFileSync } from 'node:fs';
import * as z from 'zod';

export const json = z.json();
export type Json = z.infer<typeof json>;

const templateSchema = z.object({
  Resources: z.record(
    z.string(),
    z.looseObject({
      Type: z.string(),
      Properties: z.record(z.string(), json).default({}),
      Condition: z.string().optional(),
    }),
  ),
  Conditions: z.record(z.string(), json),
});

/** Its text. */
export const template = (): string =>
  readFileSync('.serverless/cloudformation-template-update-stack.json', 'utf8');

/** The properties of its resources of one type, by their logical ids. */
export const resourcesOf = (type: string): Record<string, Readonly<Record<string, Json>>> =>
  Object.fromEntries(
    Object.entries(templateSchema.parse(JSON.parse(template())).Resources)
      .filter(([, { Type }]) => Type === type)
      .map(([name, { Properties }]) => [name, Properties]),
  );

export const conditionOf = (name: string): Json | undefined =>
  templateSchema.parse(JSON.parse(template())).Conditions[name];

/** The logical ids of the resources that there are under a condition alone. */
export const underCondition = (name: string): string[] =>
  Object.entries(templateSchema.parse(JSON.parse(template())).Resources)
    .filter(([, { Condition }]) => Condition === name)
    .map(([id]) => id);

/** Every statement that allows something, wherever it stands. */
export function allowances(value: Json = json.parse(JSON.parse(template()))): readonly Json[] {
  if (typeof value !== 'object' || value === null) return [];
  const below = Object.values(value).flatMap(each => allowances(each));
  return 'Effect' in value && value.Effect === 'Allow' ? [value, ...below] : below;
}

/** The functions, as their logical ids begin. */
export const functions = ['Skill', 'Https'] as const;
