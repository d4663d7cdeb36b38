import { randomUUID } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

const onServer = async (sql: string): Promise<pg.QueryResult> => {
  const client = new pg.Client({ connectionString: inject("postgresUrl") });
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
};

export const hasDatabase = async (name: string): Promise<boolean> =>
  (await onServer(`select from pg_database where datname = '${name}'`)).rowCount === 1;

/** A new empty database on the shared server; `template` copies another one, which is much faster than seeding. */
export const createTestDatabase = async (
  template?: string,
  name = `test_${randomUUID().replaceAll("-", "")}`,
): Promise<TestDatabase> => {
  await onServer(`create database ${name}${template ? ` template ${template}` : ""}`);
  const url = new URL(inject("postgresUrl"));
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: async () => {
      await onServer(`drop database if exists ${name} with (force)`);
    },
  };
};
