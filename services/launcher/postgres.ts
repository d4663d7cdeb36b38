import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chown, mkdir, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import pg from "pg";
import { commonPassword, embeddedUrl } from "../core/embedded-database.ts";
import { MillwrightError } from "../core/errors.ts";
import { endEngine } from "./end-engine.ts";
import { failedStart } from "./postgres-end.ts";
import { postgresBinaries } from "./postgres-files.ts";

export interface RunningPostgres {
  readonly url: string;
  readonly pid: number;
  /** Resolves when the server is gone, with what it said last. */
  readonly ended: Promise<string>;
  /** Makes the database when it is not there and gives its address. */
  createDatabase(name: string): Promise<string>;
  stop(): Promise<void>;
}

export interface PostgresOptions {
  /** Folder of the cluster; made on first use and kept, unless `throwAway`. */
  readonly dataDir: string;
  readonly port: number;
  readonly database?: string;
  /** The server listens on loopback only; the password keeps other accounts of the same machine out. */
  readonly password?: string;
  /** Deletes the cluster on stop and trades durability for speed; for tests only. */
  readonly throwAway?: boolean;
  readonly onLog?: (line: string) => void;
}

const user = "millwright";

type Account = { readonly uid?: number; readonly gid?: number };

const giveTo = async (path: string, { uid, gid }: Account): Promise<void> => {
  if (uid !== undefined && gid !== undefined) await chown(path, uid, gid);
};

/** PostgreSQL refuses to run as root: as root it gets an ordinary account of the machine. */
const ordinaryAccount = (): Account => {
  if (process.getuid?.() !== 0) return {};
  for (const account of ["postgres", "nobody"]) {
    try {
      const id = (flag: string) =>
        Number(execFileSync("id", [flag, account], { stdio: ["ignore", "pipe", "ignore"] }));
      return { uid: id("-u"), gid: id("-g") };
    } catch {
      // No such account: try the next.
    }
  }
  throw new MillwrightError("TOOL_MISSING", {
    tool: "an ordinary user account for PostgreSQL",
    remedy: "start as a user other than root, or set DATABASE_URL.",
  });
};

const initialise = async (
  initdb: string,
  dataDir: string,
  password: string,
  throwAway: boolean,
  account: Account,
) => {
  const passwordFile = `${dataDir}.pw`;
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  await giveTo(passwordFile, account);
  const args = [
    "-D",
    dataDir,
    "-A",
    "scram-sha-256",
    "-U",
    user,
    `--pwfile=${passwordFile}`,
    "-E",
    "UTF8",
    "--locale=C",
  ];
  const child = spawn(initdb, throwAway ? [...args, "--no-sync"] : args, {
    ...account,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let problem = "";
  child.stderr.on("data", (chunk) => {
    problem += chunk;
  });
  const [code] = await once(child, "close");
  await rm(passwordFile, { force: true });
  if (code !== 0)
    throw new MillwrightError("TOOL_MISSING", {
      tool: "a PostgreSQL cluster",
      remedy: `initdb failed in ${dataDir}: ${problem.trim()}. The account that runs PostgreSQL must be able to enter that folder.`,
    });
};

/** Resolves when the server takes connections, and `ended` with its last words when it is gone. */
const waitUntilReady = async (
  child: ChildProcess,
  place: { readonly dataDir: string; readonly port: number },
  onLog: (line: string) => void,
): Promise<{ readonly ended: Promise<string> }> => {
  let tail = "";
  const ended = once(child, "exit").then(() => tail);
  await new Promise<void>((ready, fail) => {
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      onLog(text);
      tail = (tail + text).slice(-4_000);
      if (tail.includes("ready to accept connections")) ready();
    });
    // Not before all of its last words are read.
    child.once("close", (code) => fail(failedStart(code, tail, place)));
  });
  return { ended };
};

const wrongPassword = "28P01";

/** Connects with the password; a cluster that still has the common one gets it. */
const connect = async (port: number, password: string): Promise<pg.Client> => {
  const withPassword = async (said: string) => {
    const client = new pg.Client({ connectionString: embeddedUrl(port, said, "postgres") });
    await client.connect();
    return client;
  };
  try {
    return await withPassword(password);
  } catch (error) {
    if ((error as { code?: string }).code !== wrongPassword) throw error;
    const client = await withPassword(commonPassword);
    await client.query(`alter role ${user} password ${pg.escapeLiteral(password)}`);
    return client;
  }
};

/** Starts PostgreSQL from the binaries that npm brought, making the cluster on first use. */
export const startPostgres = async (options: PostgresOptions): Promise<RunningPostgres> => {
  const { port, database = "millwright", password = commonPassword, throwAway = false } = options;
  const { onLog = () => {} } = options;
  const dataDir = resolve(options.dataDir);
  const binaries = await postgresBinaries();
  const account = ordinaryAccount();
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await giveTo(dataDir, account);
  if (!existsSync(join(dataDir, "PG_VERSION")))
    await initialise(binaries.initdb, dataDir, password, throwAway, account);

  const quick = ["fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_wal_size=256MB"];
  const flags = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=200",
    ...(throwAway ? quick : []),
  ];
  // Its own process group: a Ctrl-C in the terminal must reach the launcher only, which stops the database last.
  const child = spawn(
    binaries.postgres,
    ["-D", dataDir, "-p", String(port), ...flags.flatMap((flag) => ["-c", flag])],
    {
      ...account,
      detached: true,
      stdio: ["ignore", "ignore", "pipe"],
    },
  );
  const { ended } = await waitUntilReady(child, { dataDir, port }, onLog);

  const createDatabase = async (name: string) => {
    const client = await connect(port, password);
    try {
      const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [name]);
      if (!rowCount) await client.query(`create database ${pg.escapeIdentifier(name)}`);
    } finally {
      await client.end();
    }
    return embeddedUrl(port, password, name);
  };
  const stop = async () => {
    // PostgreSQL 18 that is asked to end in order while it recovers from a crash, as of a full disk, may wait for ever. Ended at once it
    // recovers at its next start.
    await endEngine(child, { gently: "SIGINT", hard: "SIGQUIT" });
    if (throwAway) await rm(dataDir, { recursive: true, force: true });
  };
  try {
    return { url: await createDatabase(database), pid: child.pid!, ended, createDatabase, stop };
  } catch (error) {
    // Nobody else knows of it: it would run on with its folder and its port.
    await stop();
    throw error;
  }
};
