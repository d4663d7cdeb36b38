import { MillwrightError } from "../../core/errors.ts";
import { contentHash } from "../../core/ids.ts";
import { formatCfxTopic } from "../../protocols/cfx/envelope.ts";
import { repairEndpoint, type UnitsRepaired, unitsRepairedName } from "../../protocols/cfx/units.ts";
import type { Tx } from "../database.ts";
import { appendEvents } from "../events.ts";
import { enqueue } from "../outbox.ts";
import { siteOf } from "../queries/sites.ts";
import { repairsOf, testsOf, unitById } from "../queries/units.ts";
import type { RepairResult } from "../schema/repair.ts";

export type RepairOutcome = "Repaired" | "NotReproduced" | "Scrapped";

export interface RecordedRepair {
  readonly unitId: string;
  readonly outcome: RepairOutcome;
  /** What was found; without, for a unit with nothing wrong, the family's cause of that name. */
  readonly causeId: string | null;
  /** What was done; without, the cause's first action. */
  readonly actionId: string | null;
  /** What looks at the unit found, by check. */
  readonly findings: Readonly<Record<string, boolean>>;
  readonly minutes: number | null;
  readonly actorId: string;
  /** Makes the repair: recorded again it is the same one. */
  readonly actId: string;
  /** Plant time. */
  readonly now: Date;
}

export interface RepairMade {
  readonly id: string;
  readonly unitId: string;
  readonly attempt: number;
  readonly causeId: string;
  readonly actionId: string | null;
  readonly status: "Retest" | "Scrapped";
}

const invalid = (path: string, problem: string) => new MillwrightError("INVALID_INPUT", { path, problem });

const causeOf = async (tx: Tx, family: string, { causeId, outcome }: RecordedRepair): Promise<string> => {
  const causes = await tx.selectFrom("repair_cause").selectAll().where("family", "=", family).execute();
  const wanted =
    outcome === "NotReproduced" && causeId === null
      ? causes.find(({ no_fault }) => no_fault)
      : causes.find(({ cause_id }) => cause_id === causeId);
  if (!wanted) throw invalid("causeId", `must be a cause of the family ${family}`);
  if (outcome === "Repaired" && wanted.no_fault)
    throw invalid("causeId", "says that nothing was wrong: the outcome is NotReproduced");
  return wanted.cause_id;
};

const actionOf = async (
  tx: Tx,
  family: string,
  causeId: string,
  { actionId, outcome }: RecordedRepair,
): Promise<string | null> => {
  if (outcome === "Scrapped" && actionId === null) return null;
  const actions = await tx
    .selectFrom("repair_action")
    .selectAll()
    .where("family", "=", family)
    .orderBy("action_id")
    .execute();
  if (actionId === null) return actions.find(({ cause_id }) => cause_id === causeId)?.action_id ?? null;
  const wanted = actions.find(({ action_id }) => action_id === actionId);
  if (!wanted) throw invalid("actionId", `must be an action of the family ${family}`);
  return wanted.action_id;
};

const checkFindings = async (tx: Tx, family: string, { findings }: RecordedRepair): Promise<void> => {
  const rows = await tx.selectFrom("repair_check").select("check_id").where("family", "=", family).execute();
  const known = new Set(rows.map(({ check_id }) => check_id));
  for (const check of Object.keys(findings))
    if (!known.has(check)) throw invalid(`findings.${check}`, `must be a check of the family ${family}`);
};

/**
 * Writes down a repair: the unit goes to its test again, or is scrapped; an event tells it, and the plant's test stations
 * are told by CFX. Whether the repair was the right one, the next test says.
 *
 * @throws MillwrightError NOT_FOUND; INVALID_TRANSITION where the unit does not wait for repair; INVALID_INPUT.
 */
export const recordRepair = async (tx: Tx, record: RecordedRepair): Promise<RepairMade> => {
  const { outcome, findings, minutes, actorId, actId, now } = record;
  const { id: unitId } = await unitById(tx, record.unitId);
  await tx.selectFrom("unit").select("id").where("id", "=", unitId).forUpdate().execute();
  const unit = await unitById(tx, unitId);
  const status = outcome === "Scrapped" ? "Scrapped" : "Retest";
  const earlier = await repairsOf(tx, unitId);
  const id = `REP-${contentHash("repair", actId).slice(0, 12)}`;
  const same = earlier.find((repair) => repair.id === id);
  if (same)
    return { id, unitId, attempt: same.attempt, causeId: same.cause_id, actionId: same.action_id, status };
  if (unit.status !== "Failed")
    throw new MillwrightError("INVALID_TRANSITION", {
      kind: "unit",
      id: unitId,
      from: unit.status,
      to: status,
    });
  if (!unit.family) throw invalid("unitId", `its product ${unit.product_id} belongs to no repair family`);
  const test = (await testsOf(tx, unitId)).find(({ result }) => result !== "Passed");
  if (!test) throw invalid("unitId", "has no failed test");
  const causeId = await causeOf(tx, unit.family, record);
  const actionId = await actionOf(tx, unit.family, causeId, record);
  await checkFindings(tx, unit.family, record);
  const attempt = Math.max(0, ...earlier.map((repair) => repair.attempt)) + 1;
  const result: RepairResult = outcome === "Scrapped" ? "Scrap" : "RepairSuccessful";
  await tx
    .insertInto("repair")
    .values({
      id,
      unit_id: unitId,
      test_id: test.id,
      attempt,
      time: now,
      family: unit.family,
      cause_id: causeId,
      action_id: actionId,
      result,
      findings: JSON.stringify(findings),
      minutes,
      person_id: actorId,
      verified: null,
    })
    .execute();
  await tx.updateTable("unit").set({ status, changed_at: now }).where("id", "=", unitId).execute();
  await appendEvents(tx, [
    {
      id: contentHash("unit-repaired", id),
      type: "unit.repaired",
      time: now,
      source: "repair",
      objects: [
        { id: unitId, type: "unit", qualifier: "repaired" },
        { id, type: "repair", qualifier: "repair" },
        { id: actorId, type: "person", qualifier: "technician" },
        ...(unit.work_order_id ? [{ id: unit.work_order_id, type: "work_order", qualifier: "order" }] : []),
      ],
      attributes: {
        outcome,
        result,
        status,
        attempt,
        cause: causeId,
        action: actionId,
        findings,
        test: test.id,
      },
    },
  ]);
  await enqueue(tx, {
    id: `units-repaired/${id}`,
    topic: formatCfxTopic(await siteOf(tx, test.station), repairEndpoint),
    payload: Buffer.from(
      JSON.stringify({
        MessageName: unitsRepairedName,
        Version: "2.0",
        TimeStamp: now.toISOString(),
        UniqueID: id,
        Source: repairEndpoint,
        MessageBody: {
          TransactionId: id,
          RepairOperator: { OperatorIdentifier: actorId, ActorType: "Human" },
          RepairedUnits: [
            {
              UnitIdentifier: unitId,
              UnitPositionNumber: 1,
              OverallResult: result,
              RecipeName: unit.product_id,
              Repairs: [
                {
                  UniqueIdentifier: id,
                  RepairName: actionId ?? "",
                  RepairEndTime: now.toISOString(),
                  Comments: causeId,
                  RelatedSymptomIdentifiers: [test.id],
                  Result: result,
                },
              ],
            },
          ],
        } satisfies UnitsRepaired,
      }),
    ),
  });
  return { id, unitId, attempt, causeId, actionId, status };
};
