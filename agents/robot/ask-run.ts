import { MillwrightError } from "../../services/core/errors.ts";
import { contentHash, deterministicId } from "../../services/core/ids.ts";
import type { Db, Tx } from "../../services/mes/database.ts";
import { appendEvents } from "../../services/mes/events.ts";
import {
  type CellRunRow,
  cellProducts,
  cellRunId,
  cellRunOfRequest,
  cellsOfProduct,
  describedCell,
} from "../../services/mes/queries/cells.ts";
import type { CellUnit } from "../../services/mes/schema/cell.ts";
import type { CellDescription } from "../../services/protocols/cell/description.ts";
import type { ToolContext } from "../runtime/context.ts";
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
  /** Whose units these are. */
  readonly jobOrderId?: string | undefined;
  /** Where it is told; a conversation of its own if none is given. */
  readonly conversationId?: string | undefined;
  readonly language: "zh" | "en";
  /** Plant time. */
  readonly now: Date;
}

/** More units than this are not planned at once. */
export const mostUnits = 60;

const unitsOf = ({ cell, recipes }: CellDescription, wanted: readonly UnitsWanted[]): CellUnit[] => {
  const products = recipes.map(({ product }) => product);
  const refuse = (path: string, problem: string) => new MillwrightError("INVALID_INPUT", { path, problem });
  const units = wanted.flatMap(({ product, count }, index) => {
    if (!products.includes(product))
      throw refuse(
        `units[${index}].product`,
        `${cell.id} has no recipe of ${product}, but of ${products.join(", ")}`,
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

interface AskedRun {
  readonly requestId: string;
  readonly toolCallId: string;
  readonly units: readonly CellUnit[];
  readonly description: CellDescription;
  readonly actorId: string;
  readonly jobOrderId?: string | undefined;
  readonly now: Date;
}

/** Stores it with the cell and recipes as they are now; who was quicker with the same request has it. */
const storeRun = async (tx: Db | Tx, asked: AskedRun): Promise<CellRunRow> => {
  const { requestId, toolCallId, units, description, actorId, now } = asked;
  const { cell, recipes } = description;
  await tx
    .insertInto("cell_run")
    .values({
      request_id: requestId,
      tool_call_id: toolCallId,
      cell_id: cell.id,
      status: "Asked",
      units: JSON.stringify(units),
      description: JSON.stringify({
        cell,
        recipes: recipes.filter(({ product }) => units.some((unit) => unit.product === product)),
      }),
      state: null,
      set_ups: "[]",
      planned: "[]",
      robots_out: "[]",
      stranded: "[]",
      job_order_id: asked.jobOrderId ?? null,
      requested_by: actorId,
      asked_at: now,
      makespan_s: null,
      bound_s: null,
      started_at: null,
      ended_at: null,
      reason: null,
    })
    .onConflict((conflict) => conflict.column("request_id").doNothing())
    .execute();
  return (await cellRunOfRequest(tx, requestId))!;
};

/**
 * Stores that units are to go through a cell, and opens the tool call that plans it and waits for approval. Nothing moves.
 *
 * @throws MillwrightError NOT_FOUND, INVALID_INPUT with the place.
 */
export const askCellRun = async (tx: Tx, request: CellRunRequest): Promise<CellRunRow> => {
  const { requestId, cell, units: wanted, actor, jobOrderId, language, now } = request;
  const { conversationId = deterministicId("conversation", requestId) } = request;
  const known = await cellRunOfRequest(tx, requestId);
  if (known) return known;
  const description = await describedCell(tx, cell);
  const units = unitsOf(description, wanted);
  const counted = wanted.map(({ product, count }) => `${count} × ${product}`).join(", ");
  const { toolCallId, resolveArguments } = await openToolCall(tx, {
    requestId,
    conversationId,
    user: actor,
    text: {
      zh: `${cell} 测试 ${counted}${jobOrderId ? `（${jobOrderId}）` : ""}`,
      en: `Test ${counted} in ${cell}${jobOrderId ? ` for ${jobOrderId}` : ""}`,
    }[language],
    language,
    tool: "run_cell",
  });
  const run = await storeRun(tx, {
    requestId,
    toolCallId,
    units,
    description,
    actorId: actor.id,
    jobOrderId,
    now,
  });
  await resolveArguments({ run: cellRunId(run.number) });
  await appendEvents(tx, [
    {
      id: contentHash("cell.run.asked", requestId),
      type: "cell.run.asked",
      time: now,
      source: "robot",
      objects: [
        { id: cellRunId(run.number), type: "cell_run", qualifier: "run" },
        { id: cell, type: "cell", qualifier: "cell" },
        ...(jobOrderId ? [{ id: jobOrderId, type: "job_order", qualifier: "of" }] : []),
        { id: actor.id, type: "person", qualifier: "asked" },
      ],
      attributes: { units },
    },
  ]);
  return run;
};

/**
 * The run that a sentence asks for: in the cell that can begin first of those with a recipe of the product.
 *
 * @throws MillwrightError MISSING_ARGUMENT, UNKNOWN_PRODUCT, INVALID_INPUT.
 */
export const spokenCellRun = async ({
  db,
  clock,
  args,
  toolCallId,
  actorId,
}: ToolContext): Promise<CellRunRow> => {
  const known = await cellRunOfRequest(db, toolCallId);
  if (known) return known;
  const { product, quantity } = args;
  if (!product) throw new MillwrightError("MISSING_ARGUMENT", { argument: "product" });
  if (!quantity) throw new MillwrightError("MISSING_ARGUMENT", { argument: "quantity" });
  const [cell] = await cellsOfProduct(db, product);
  if (!cell)
    throw new MillwrightError("UNKNOWN_PRODUCT", { id: product, suggestions: [...(await cellProducts(db))] });
  const description = await describedCell(db, cell);
  const units = unitsOf(description, [{ product, count: quantity }]);
  return storeRun(db, { requestId: toolCallId, toolCallId, units, description, actorId, now: clock.now() });
};
