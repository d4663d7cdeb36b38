import { expect, test } from "vitest";
import { failedStart } from "./postgres-end.ts";

test("data of another PostgreSQL are told with how to bring them along; any other end with its last words", () => {
  const words = `FATAL:  database files are incompatible with server
DETAIL:  The data directory was initialized by PostgreSQL version 16, which is not compatible with this version 18.4.
`;
  expect(failedStart(1, words, "/srv/mill/postgres")).toMatchObject({
    code: "DATABASE_OTHER_VERSION",
    details: { dir: "/srv/mill/postgres", theirs: "16", ours: "18.4" },
  });
  expect(failedStart(1, 'FATAL:  could not write lock file "postmaster.pid"\n', "/x").message).toBe(
    'PostgreSQL ended before it could serve (1):\nFATAL:  could not write lock file "postmaster.pid"',
  );
});
