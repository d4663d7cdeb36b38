import { MillwrightError } from "../../services/core/errors.ts";
import { deterministicId } from "../../services/core/ids.ts";
import type { Db } from "../../services/mes/database.ts";
import {
  type CellRunRow,
  cellById,
  cellRunId,
  cellRunOfRequest,
  describedCell,
} from "../../services/mes/queries/cells.ts";
import type { CellUnit } from "../../services/mes/schema/cell.ts";
import { openToolCall } from "../runtime/open-call.ts";

export interface UnitsWanted {
  readonly product: string;
  readonly count: number;
}

export interface CellRunRequest {
  /** The same request asks once. */
  readonly requestId: string;
  readonly cell: string;
  readonly units: readonly UnitsWanted[];
  readonly actor: { readonly id: string; readonly nameZh: string };
  /** Where it is told; a conversation of its own if none is given. */
  readonly conversationId?: string | undefined;
  readonly language: "zh" | "en";
  /** Plant time. */
  readonly now: Date;
}

/** More units than this are not planned at once. */
export const mostUnits = 60;

const unitsOf = (cell: string, wanted: readonly UnitsWanted[], products: readonly string[]): CellUnit[] => {
  const refuse = (path: string, problem: string) => new MillwrightError("INVALID_INPUT", { path, problem });
  const units = wanted.flatMap(({ product, count }, index) => {
    if (!products.includes(product))
      throw refuse(
        `units[${index}].product`,
        `${cell} has no recipe of ${product}, but of ${products.join(", ")}`,
      );
    if (!Number.isInteger(count) || count < 1)
      throw refuse(`units[${index}].count`, "must be a whole number above 0");
    return Array.from({ length: Math.min(count, mostUnits + 1) }, () => product);
  });
  if (units.length === 0) throw refuse("units", "names no unit");
  if (units.length > mostUnits) throw refuse("units", `at most ${mostUnits} units are planned at once`);
  return units.map((product, index) => ({
    id: `U${String(index + 1).padStart(2, "0")}-${product}`,
    product,
  }));
};

/**
 * Stores that units are to go through a cell, and opens the tool call that plans it and waits for approval. Nothing moves.
 *
 * @throws MillwrightError NOT_FOUND, INVALID_INPUT with the place.
 */
export const askCellRun = async (db: Db, request: CellRunRequest): Promise<CellRunRow> => {
  const { requestId, cell, units: wanted, actor, language, now } = request;
  const { conversationId = deterministicId("conversation", requestId) } = request;
  const known = await cellRunOfRequest(db, requestId);
  if (known) return known;
  await cellById(db, cell);
  const description = await describedCell(db, cell);
  const units = unitsOf(
    cell,
    wanted,
    description.recipes.map(({ product }) => product),
  );
  const counted = wanted.map(({ product, count }) => `${count} × ${product}`).join(", ");
  return db.transaction().execute(async (tx) => {
    const { toolCallId, resolveArguments } = await openToolCall(tx, {
      requestId,
      conversationId,
      user: actor,
      text: { zh: `${cell} 测试 ${counted}`, en: `Test ${counted} in ${cell}` }[language],
      language,
      tool: "run_cell",
    });
    const run = await tx
      .insertInto("cell_run")
      .values({
        request_id: requestId,
        tool_call_id: toolCallId,
        cell_id: cell,
        status: "Asked",
        units: JSON.stringify(units),
        description: JSON.stringify({
          cell: description.cell,
          recipes: description.recipes.filter(({ product }) =>
            units.some((unit) => unit.product === product),
          ),
        }),
        state: null,
        set_ups: "[]",
        planned: "[]",
        robots_out: "[]",
        requested_by: actor.id,
        asked_at: now,
        makespan_s: null,
        bound_s: null,
        started_at: null,
        ended_at: null,
        reason: null,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await resolveArguments({ run: cellRunId(run.number) });
    return run;
  });
};
