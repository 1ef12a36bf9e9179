/** Opening PostgreSQL, and what is said where that fails. */
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/bank/database/database.ts';
import { createPostgresDatabase } from '../postgres-server.ts';

describe('opening PostgreSQL', () => {
  it('lets several programs open and migrate one database at the same time', async () => {
    const { url, drop } = await createPostgresDatabase();
    const opened = await Promise.all(
      Array.from({ length: 4 }, () => openDatabase({ kind: 'postgres', url })),
    );
    for (const database of opened) await database.close();
    await drop();
  });

  it('says what to do about a wrong password and a missing database', async () => {
    const { url, drop } = await createPostgresDatabase();
    const wrongPassword = new URL(url);
    wrongPassword.password = 'hunter2';
    await expect(openDatabase({ kind: 'postgres', url: wrongPassword.href })).rejects.toThrow(/password/);
    await drop();
    await expect(openDatabase({ kind: 'postgres', url })).rejects.toThrow(/no such database/);
  });
});
