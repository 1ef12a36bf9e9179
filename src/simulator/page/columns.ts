/** On a narrow screen one of them is shown at a time. */
export const columns = ['you', 'owner', 'bank'] as const;
export type Column = (typeof columns)[number];
