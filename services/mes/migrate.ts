import type pg from "pg";
import { MillwrightError } from "../core/errors.ts";
import { advisoryLocks } from "./locks.ts";
import { plant } from "./migrations/001-plant.ts";
import { operations } from "./migrations/002-operations.ts";
import { conversations } from "./migrations/003-conversations.ts";
import { planAnalysis } from "./migrations/004-plan-analysis.ts";
import { planProposals } from "./migrations/005-plan-proposals.ts";
import { constraints } from "./migrations/006-constraints.ts";
import { planReason } from "./migrations/007-plan-reason.ts";
import { replay } from "./migrations/008-replay.ts";
import { repair } from "./migrations/009-repair.ts";
import { sessions } from "./migrations/010-sessions.ts";
import { plantScale } from "./migrations/011-plant-scale.ts";
import { idsAnyCase } from "./migrations/012-ids-any-case.ts";
import { figures } from "./migrations/013-figures.ts";
import { knowledge } from "./migrations/014-knowledge.ts";
import { instructions } from "./migrations/015-instructions.ts";
import { cells } from "./migrations/016-cells.ts";
import { lineChoices } from "./migrations/017-line-choices.ts";
import { audit } from "./migrations/019-audit.ts";
import { playbooks } from "./migrations/021-playbooks.ts";
import { idsSaid } from "./migrations/022-ids-said.ts";
import { roadmap } from "./migrations/023-roadmap.ts";
import { shield } from "./migrations/024-shield.ts";
import { cellJobs } from "./migrations/025-cell-jobs.ts";
import { integrator } from "./migrations/026-integrator.ts";
import { content } from "./migrations/027-content.ts";
import { peopleGone } from "./migrations/028-people-gone.ts";
import { inspection } from "./migrations/029-inspection.ts";
import { patrol } from "./migrations/030-patrol.ts";
import { retention } from "./migrations/033-retention.ts";
import { namesSaid } from "./migrations/036-names-said.ts";
import { playbookCursor } from "./migrations/037-playbook-cursor.ts";
import { meterTime } from "./migrations/041-meter-time.ts";
import { jobsAgain } from "./migrations/042-jobs-again.ts";
import { callsFound } from "./migrations/044-calls-found.ts";
import { actuals } from "./migrations/045-actuals.ts";
import { lineStops } from "./migrations/046-line-stops.ts";
import { alertWindows } from "./migrations/047-alert-windows.ts";
import { cellInside } from "./migrations/050-cell-inside.ts";
import { kitsGivenUp } from "./migrations/056-kits-given-up.ts";
import { stateTold } from "./migrations/057-state-told.ts";
import { figuresAnew } from "./migrations/058-figures-anew.ts";
import { vehicleWords } from "./migrations/061-vehicle-words.ts";
import { measuredHours } from "./migrations/063-measured-hours.ts";
import { lineTemperatures } from "./migrations/064-line-temperatures.ts";
import { characteristicAlerts } from "./migrations/065-characteristic-alerts.ts";

/** Forward only: an entry that has landed is never changed, a later one is added. */
const migrations: readonly { readonly name: string; readonly sql: string }[] = [
  { name: "001-plant", sql: plant },
  { name: "002-operations", sql: operations },
  { name: "003-conversations", sql: conversations },
  { name: "004-plan-analysis", sql: planAnalysis },
  { name: "005-plan-proposals", sql: planProposals },
  { name: "006-constraints", sql: constraints },
  { name: "007-plan-reason", sql: planReason },
  { name: "008-replay", sql: replay },
  { name: "009-repair", sql: repair },
  { name: "010-sessions", sql: sessions },
  { name: "011-plant-scale", sql: plantScale },
  { name: "012-ids-any-case", sql: idsAnyCase },
  { name: "013-figures", sql: figures },
  { name: "014-knowledge", sql: knowledge },
  { name: "015-instructions", sql: instructions },
  { name: "016-cells", sql: cells },
  { name: "017-line-choices", sql: lineChoices },
  { name: "019-audit", sql: audit },
  { name: "021-playbooks", sql: playbooks },
  { name: "022-ids-said", sql: idsSaid },
  { name: "023-roadmap", sql: roadmap },
  { name: "024-shield", sql: shield },
  { name: "025-cell-jobs", sql: cellJobs },
  { name: "026-integrator", sql: integrator },
  { name: "027-content", sql: content },
  { name: "028-people-gone", sql: peopleGone },
  { name: "029-inspection", sql: inspection },
  { name: "030-patrol", sql: patrol },
  { name: "033-retention", sql: retention },
  { name: "036-names-said", sql: namesSaid },
  { name: "037-playbook-cursor", sql: playbookCursor },
  { name: "041-meter-time", sql: meterTime },
  { name: "042-jobs-again", sql: jobsAgain },
  { name: "044-calls-found", sql: callsFound },
  { name: "045-actuals", sql: actuals },
  { name: "046-line-stops", sql: lineStops },
  { name: "047-alert-windows", sql: alertWindows },
  { name: "050-cell-inside", sql: cellInside },
  { name: "056-kits-given-up", sql: kitsGivenUp },
  { name: "057-state-told", sql: stateTold },
  { name: "058-figures-anew", sql: figuresAnew },
  { name: "061-vehicle-words", sql: vehicleWords },
  { name: "063-measured-hours", sql: measuredHours },
  { name: "064-line-temperatures", sql: lineTemperatures },
  { name: "065-characteristic-alerts", sql: characteristicAlerts },
];

export const migrationNames: readonly string[] = migrations.map(({ name }) => name);

/**
 * Applies what is missing, or of that only what is wanted, within the transaction of the client; gives the names.
 *
 * @throws MillwrightError DATABASE_NEWER where a later version has been at work: it is not known what its rows mean.
 */
export const applyMigrations = async (
  client: pg.ClientBase,
  wanted?: ReadonlySet<string>,
): Promise<string[]> => {
  // Two processes that start at once must not migrate together.
  await client.query("select pg_advisory_xact_lock($1)", [advisoryLocks.migration]);
  await client.query(
    "create table if not exists migration (name text primary key, applied_at timestamptz not null default now())",
  );
  const { rows } = await client.query<{ name: string }>("select name from migration");
  const done = new Set(rows.map((row) => row.name));
  const newer = [...done].filter((name) => !migrationNames.includes(name));
  if (newer.length > 0) throw new MillwrightError("DATABASE_NEWER", { names: newer });
  const missing = migrations.filter(({ name }) => !done.has(name) && (wanted?.has(name) ?? true));
  for (const { name, sql } of missing) {
    await client.query(sql);
    await client.query("insert into migration (name) values ($1)", [name]);
  }
  return missing.map(({ name }) => name);
};

/** Brings the schema up to date in one transaction; gives the names that were applied. */
export const migrate = async (pool: pg.Pool): Promise<string[]> => {
  const client = await pool.connect();
  try {
    await client.query("begin");
    const applied = await applyMigrations(client);
    await client.query("commit");
    return applied;
  } catch (error) {
    await client.query("rollback");
    throw error;
  } finally {
    client.release();
  }
};
