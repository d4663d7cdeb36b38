import type { Selectable } from "kysely";
import { MillwrightError } from "../../core/errors.ts";
import type { Db, Tx } from "../database.ts";
import type { NoticeTable, PlaybookRunTable, PlaybookStepTable } from "../schema/playbook.ts";

export type PlaybookRunRow = Selectable<PlaybookRunTable>;
export type PlaybookStepRow = Selectable<PlaybookStepTable>;
export type NoticeRow = Selectable<NoticeTable>;

/** Every playbook with its latest version, in the order in which they were made. */
export const allPlaybooks = (db: Db | Tx) =>
  db
    .selectFrom("playbook as p")
    .innerJoin("playbook_version as v", (join) =>
      join.onRef("v.playbook_id", "=", "p.id").onRef("v.version", "=", "p.version"),
    )
    .selectAll("p")
    .select(["v.definition", "v.saved_by", "v.saved_at"])
    .orderBy("p.created_at")
    .orderBy("p.id")
    .execute();
export type PlaybookRow = Awaited<ReturnType<typeof allPlaybooks>>[number];

/** @throws MillwrightError NOT_FOUND. */
export const playbookById = async (db: Db | Tx, id: string): Promise<PlaybookRow> => {
  const row = (await allPlaybooks(db)).find((one) => one.id === id);
  if (!row) throw new MillwrightError("NOT_FOUND", { kind: "playbook", id });
  return row;
};

/** @throws MillwrightError NOT_FOUND. */
export const versionOf = async (db: Db | Tx, playbookId: string, version: number) => {
  const row = await db
    .selectFrom("playbook_version")
    .selectAll()
    .where("playbook_id", "=", playbookId)
    .where("version", "=", version)
    .executeTakeFirst();
  if (!row) throw new MillwrightError("NOT_FOUND", { kind: "playbook", id: `${playbookId} v${version}` });
  return row;
};

export const runsOf = (db: Db | Tx, playbookId: string, limit: number): Promise<PlaybookRunRow[]> =>
  db
    .selectFrom("playbook_run")
    .selectAll()
    .where("playbook_id", "=", playbookId)
    .orderBy("started_at", "desc")
    .orderBy("id")
    .limit(limit)
    .execute();

/** @throws MillwrightError NOT_FOUND. */
export const playbookRunById = async (db: Db | Tx, id: string): Promise<PlaybookRunRow> => {
  const row = await db.selectFrom("playbook_run").selectAll().where("id", "=", id).executeTakeFirst();
  if (!row) throw new MillwrightError("NOT_FOUND", { kind: "playbook run", id });
  return row;
};

export const stepsOfPlaybookRun = (db: Db | Tx, runId: string): Promise<PlaybookStepRow[]> =>
  db
    .selectFrom("playbook_step")
    .selectAll()
    .where("run_id", "=", runId)
    .orderBy("position")
    .orderBy("step_id")
    .execute();

/** Steps of running playbooks that wait for a time, an event or a person. */
export const waitingSteps = (db: Db | Tx) =>
  db
    .selectFrom("playbook_step as s")
    .innerJoin("playbook_run as r", "r.id", "s.run_id")
    .selectAll("s")
    .select(["r.playbook_id", "r.version", "r.cause", "r.facts as run_facts"])
    .where("s.status", "=", "Waiting")
    .where("r.status", "=", "Running")
    .execute();

/** Runs that go on when somebody of the roles takes a task or decides an act. */
export const runsWaitingFor = async (db: Db, roles: readonly string[]): Promise<number> => {
  if (roles.length === 0) return 0;
  const { count } = await db
    .selectFrom("playbook_step as s")
    .innerJoin("playbook_run as r", "r.id", "s.run_id")
    .leftJoin("approval as a", (join) =>
      join.onRef("a.tool_call_id", "=", "s.tool_call_id").on("a.status", "=", "Pending"),
    )
    .leftJoin("notice as n", (join) =>
      join.onRef("n.run_id", "=", "s.run_id").on("n.kind", "=", "task").on("n.acknowledged_at", "is", null),
    )
    .select((fields) => fields.fn.count<string>("s.run_id").distinct().as("count"))
    .where("s.status", "=", "Waiting")
    .where("r.status", "=", "Running")
    .where((where) => where.or([where("a.role", "in", roles), where("n.role", "in", roles)]))
    .executeTakeFirstOrThrow();
  return Number(count);
};

/** What people were told, what nobody has seen yet first. */
export const latestNotices = (db: Db | Tx, limit: number): Promise<NoticeRow[]> =>
  db
    .selectFrom("notice")
    .selectAll()
    .orderBy((where) => where("acknowledged_at", "is", null), "desc")
    .orderBy("created_at", "desc")
    .orderBy("id")
    .limit(limit)
    .execute();
