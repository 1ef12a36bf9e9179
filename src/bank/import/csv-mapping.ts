/** How a bank's CSV file is to be read: a small JSON file that the person at the terminal writes. */
import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { accountKind, currency } from '../../facade/contract.ts';
import { ledgerCategories } from '../ledger/category.ts';
import { ImportFailed } from './text.ts';

/** A column: its name in the first line, or without one its number from 1. */
const column = z.union([z.string().min(1), z.int().min(1)]);
const category = z.enum(ledgerCategories);

const money = z.string().regex(/^-?\d{1,13}(\.\d+)?$/, { error: 'write it as text like "1250.00"' });

export const csvMapping = z
  .strictObject({
    delimiter: z.string().length(1).default(','),
    encoding: z.enum(['utf-8', 'windows-1252']).default('utf-8'),
    /** Whether the first line names the columns. */
    header: z.boolean().default(true),
    columns: z
      .strictObject({
        id: z.union([column, z.array(column).min(1)]),
        date: column,
        /** Signed: money in is positive, unless `positiveIs` says otherwise. */
        amount: column.optional(),
        debit: column.optional(),
        credit: column.optional(),
        description: column.optional(),
        merchant: column.optional(),
        counterparty: column.optional(),
        counterpartyAccount: column.optional(),
        category: column.optional(),
        status: column.optional(),
      })
      .refine(
        columns =>
          columns.amount !== undefined
            ? columns.debit === undefined && columns.credit === undefined
            : columns.debit !== undefined || columns.credit !== undefined,
        { error: 'name either "amount", or "debit" and "credit"' },
      ),
    dateFormat: z
      .string()
      .regex(/^(?=.*Y)(?=.*M)(?=.*D)(?:YYYY|YY|MM|M|DD|D|[ ./-])+$/, {
        error: 'use YYYY or YY, MM or M, DD or D, and . / - between, like DD.MM.YYYY',
      })
      .default('YYYY-MM-DD'),
    decimalMark: z.enum(['.', ',']).default('.'),
    positiveIs: z.enum(['in', 'out']).default('in'),
    /** What the category column may hold, and what it means here. */
    categories: z.record(z.string(), category).default({}),
    /** Where the category column holds something else, or there is none. */
    otherwise: z
      .strictObject({ in: category.default('other-income'), out: category.default('other') })
      .default({ in: 'other-income', out: 'other' }),
    /** Values of the status column that mean: not booked yet. */
    pending: z.array(z.string()).default([]),
    account: z.strictObject({
      id: z.string().min(1).max(64).optional(),
      kind: accountKind,
      nickname: z.string().min(1).max(40),
      currency,
      /** Booked before the first line; below zero on a card that owes. */
      opening: money.default('0'),
      creditLimit: money.default('0'),
    }),
  })
  .refine(({ pending, columns }) => pending.length === 0 || columns.status !== undefined, {
    path: ['pending'],
    error: 'name the "status" column too',
  })
  .refine(
    ({ categories, columns }) => Object.keys(categories).length === 0 || columns.category !== undefined,
    {
      path: ['categories'],
      error: 'name the "category" column too',
    },
  );
export type CsvMapping = z.infer<typeof csvMapping>;

/**
 * Reads a mapping file.
 *
 * @throws ImportFailed that names every field which is wrong.
 */
export async function loadCsvMapping(file: string): Promise<CsvMapping> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new ImportFailed(`The mapping ${file} cannot be read. Check its name.`, { cause: error });
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new ImportFailed(
      `The mapping ${file} is not JSON: ${error instanceof Error ? error.message : ''}`,
      { cause: error },
    );
  }
  const parsed = csvMapping.safeParse(json);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(issue => `  ${issue.path.join('.') || 'it'}: ${issue.message}`);
  throw new ImportFailed(`The mapping ${file} does not fit:\n${problems.join('\n')}`);
}

/** For `--help`: a mapping that works, and what the fields mean. */
export const csvMappingHelp = `A mapping is a JSON file:

  {
    "columns": {
      "id": "Reference",           one column, or several that name a transaction together: ["Date", "Text", "Amount"]
      "date": "Date",
      "amount": "Amount",          signed; or "debit" and "credit" instead
      "description": "Text",       these never leave the bank: description, merchant, counterparty, counterpartyAccount
      "category": "Type",
      "status": "Status"
    },
    "dateFormat": "DD.MM.YYYY",    default YYYY-MM-DD
    "decimalMark": ",",            default .
    "positiveIs": "in",            "out" where a card statement has purchases without a minus sign
    "categories": { "Supermarket": "groceries", "Wages": "salary" },
    "otherwise": { "in": "other-income", "out": "other" },
    "pending": ["Authorised"],     values of "status" that mean: not booked yet
    "account": {
      "kind": "checking",          checking, savings or credit-card
      "nickname": "Everyday",
      "currency": "EUR",
      "opening": "1250.00",        booked before the first line; default 0
      "creditLimit": "0"
    },
    "delimiter": ";",              default ,
    "encoding": "windows-1252",    default utf-8
    "header": true                 false: name the columns by number, from 1
  }

Categories: ${ledgerCategories.join(', ')}.`;
