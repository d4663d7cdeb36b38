import { expect, test } from "vitest";
import { failedStart } from "./postgres-end.ts";

test("data of another PostgreSQL are told with how to bring them along; any other end with its last words", () => {
  const words = `FATAL:  database files are incompatible with server
DETAIL:  The data directory was initialized by PostgreSQL version 16, which is not compatible with this version 18.4.
`;
  expect(failedStart(1, words, { dataDir: "/srv/mill/postgres", port: 1 })).toMatchObject({
    code: "DATABASE_OTHER_VERSION",
    details: { dir: "/srv/mill/postgres", theirs: "16", ours: "18.4" },
  });
  expect(
    failedStart(1, 'FATAL:  could not write lock file "postmaster.pid"\n', { dataDir: "/x", port: 1 })
      .message,
  ).toBe('PostgreSQL ended before it could serve (1):\nFATAL:  could not write lock file "postmaster.pid"');
});

test("a port that somebody else has taken meanwhile is told as one in use", () => {
  const words =
    'LOG:  could not bind IPv4 address "127.0.0.1": Address already in use\nFATAL:  could not create any TCP/IP sockets\n';
  expect(failedStart(1, words, { dataDir: "/x", port: 43_749 })).toMatchObject({
    code: "PORT_IN_USE",
    details: { port: 43_749, variable: "POSTGRES_PORT" },
  });
});
