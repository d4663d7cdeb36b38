import type { Db } from "../../services/mes/database.ts";
import { allCells, cellsOfProduct, runningCells } from "../../services/mes/queries/cells.ts";
import type { LastCall } from "../../services/mes/queries/runs.ts";
import { hasRouting } from "../../services/mes/queries/segment-master.ts";
import { onlyThings } from "../../services/mes/queries/things.ts";
import type { ToolCall } from "../runtime/call-schema.ts";
import type { Candidates, SaidArgument } from "../runtime/candidates.ts";
import type { Mentioned } from "../runtime/mentioned.ts";
import { asksAboutAlerts } from "../runtime/spoken/about-alerts.ts";
import { wantsCellStop } from "../runtime/spoken/about-cell.ts";
import { asksForWhom, asksWhatIsLeft } from "../runtime/spoken/about-customer.ts";
import { asksForRouting } from "../runtime/spoken/about-routing.ts";
import { everyVehicle, saysSeveral, saysVehicle, thingWords } from "../runtime/spoken/about-thing.ts";
import type { ToolArguments } from "../runtime/tool.ts";

/** What a sentence says, and what was said before. */
interface Said {
  readonly text: string;
  readonly candidates: Candidates;
  readonly mentioned: Mentioned;
  readonly last: LastCall<ToolArguments> | undefined;
}

/** That a robot cell is to stop: the one that is named, or else one that runs. */
export const cellToStop = async (
  db: Db,
  text: string,
  { named, line: lines, numberedLines }: Candidates,
): Promise<ToolCall | undefined> => {
  if (!wantsCellStop(text, true) || named.has("order") || numberedLines.length > 0) return undefined;
  const cells = await allCells(db);
  // A cell may be a work centre of the plan too, under its own id or another.
  const said = named.has("line") ? lines : [];
  const meant = cells.filter(
    ({ id, equipment_id: centre }) =>
      said.some((line) => line === id || line === centre) || thingWords(text).includes(id.toLowerCase()),
  );
  if (said.some((line) => !meant.some(({ id, equipment_id: centre }) => line === id || line === centre)))
    return undefined;
  if (!wantsCellStop(text, meant.length > 0)) return undefined;
  const cell = meant[0]?.id ?? (await runningCells(db))[0] ?? cells[0]?.id;
  return cell ? { tool: "look_up", thing: cell } : undefined;
};

/** The vehicles as such, of a plant that has several; not where the talk is of one of them and the sentence may go on from it. */
const ofFleet = async (
  db: Db,
  { text, candidates: { thing }, last }: Said,
): Promise<ToolCall | undefined> => {
  if (!saysVehicle(text) || thing.length < 2) return undefined;
  const vehicles = new Set(await onlyThings(db, "vehicle"));
  if (!thing.every((id) => vehicles.has(id))) return undefined;
  const isTalkedOf = last?.tool === "look_up" && vehicles.has(last.args.thing ?? "");
  return isTalkedOf && !saysSeveral(text) ? undefined : { tool: "look_up", thing: everyVehicle };
};

/** The order that the sentence names, or that was talked about. */
const orderMeant = (
  { candidates: { named, order }, mentioned }: Said,
  mayPointBack: boolean,
): string | undefined => {
  const said = named.has("order") ? order : order.filter((id) => id !== mentioned.order);
  if (said.length > 0) return said.length === 1 ? said[0] : undefined;
  return mayPointBack ? (mentioned.order ?? undefined) : undefined;
};

/** What a sentence comes to by its words that name one thing and ask one thing of it: no model is asked. */
export const byPlainWords = async (db: Db, said: Said): Promise<ToolCall | undefined> => {
  const { text, candidates } = said;
  const { named, wish, product, numberedLines } = candidates;
  if (wish === "thing") return ofFleet(db, said);
  const isOf = (...names: readonly SaidArgument[]) => names.some((name) => named.has(name));
  if (wish !== undefined || isOf("line", "material", "unit") || numberedLines.length > 0) return undefined;
  const [only, ...others] = product;
  if (only && named.has("product") && others.length === 0) {
    if (isOf("order", "quantity", "metric", "hours") || !asksForRouting(text)) return undefined;
    // What only a robot cell makes has no routing.
    return (await cellsOfProduct(db, only)).length === 0 || (await hasRouting(db, only))
      ? { tool: "look_up", thing: only }
      : undefined;
  }
  if (asksForWhom(text) || asksWhatIsLeft(text)) {
    const order = orderMeant(said, asksForWhom(text));
    if (order) return { tool: "order_status", order };
  }
  return !isOf("order") && asksAboutAlerts(text) ? { tool: "open_alerts" } : undefined;
};
