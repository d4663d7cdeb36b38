import type { Db } from "../../services/mes/database.ts";
import { allCells, cellsOfProduct, runningCells } from "../../services/mes/queries/cells.ts";
import { receiptNamed } from "../../services/mes/queries/expected-receipts.ts";
import { existingIds, namesOfPlant } from "../../services/mes/queries/names.ts";
import { hasRouting } from "../../services/mes/queries/segment-master.ts";
import { testSteps } from "../../services/mes/queries/test-steps.ts";
import { onlyThings } from "../../services/mes/queries/things.ts";
import type { ToolCall } from "../runtime/call-schema.ts";
import type { Candidates, SaidArgument } from "../runtime/candidates.ts";
import { isChinese } from "../runtime/format.ts";
import { asksAboutAlerts } from "../runtime/spoken/about/alerts.ts";
import { asksWhatIsBefore } from "../runtime/spoken/about/before.ts";
import { asksWhichCustomerIsLate } from "../runtime/spoken/about/by-customer.ts";
import {
  asksForCapability,
  asksForWorstStep,
  asksWhichDrift,
  codesIn,
  stepNamedIn,
} from "../runtime/spoken/about/capability.ts";
import { asksWhatItTests, saysEmergency, wantsCellStop } from "../runtime/spoken/about/cell.ts";
import { asksOfSeveral, comparesWithIt } from "../runtime/spoken/about/compare-orders.ts";
import { asksForConnection } from "../runtime/spoken/about/connection.ts";
import {
  asksForWhom,
  asksForWhomOfIt,
  asksWhatIsLeft,
  asksWhatIsLeftOfIt,
} from "../runtime/spoken/about/customer.ts";
import {
  asksForFailedSteps,
  asksForSameFaults,
  comparesMeasurements,
} from "../runtime/spoken/about/faults.ts";
import { asksWhenFree, asksWhereFree } from "../runtime/spoken/about/free-time.ts";
import { asksOfPapers } from "../runtime/spoken/about/knowledge.ts";
import { imaginesMoved, imaginesWithout } from "../runtime/spoken/about/order-if.ts";
import { asksForReceipts, asksWhenMoreComes, comesLate } from "../runtime/spoken/about/receipts.ts";
import { asksForRouting } from "../runtime/spoken/about/routing.ts";
import {
  asksForNextSetUp,
  asksForPlannedSetUps,
  asksForSetUp,
  setUpAsked,
} from "../runtime/spoken/about/set-up.ts";
import { asksForExpiry, asksForUnusable } from "../runtime/spoken/about/stock.ts";
import {
  asksAboutThing,
  everyVehicle,
  paperSaid,
  saysCell,
  saysSeveral,
  saysVehicle,
  thingWords,
} from "../runtime/spoken/about/thing.ts";
import { asksForTime } from "../runtime/spoken/about/time.ts";
import { asksWhoHeld } from "../runtime/spoken/about/who-held.ts";
import { asksApart } from "../runtime/spoken/asked/apart.ts";
import { goesOn, onlyTakesBack, onlyWaits } from "../runtime/spoken/goes-on.ts";
import { pointsAtLine, saysKindOfLine } from "../runtime/spoken/ids/lines.ts";
import { stretchHoursIn } from "../runtime/spoken/times/gap-stretch.ts";
import { isToolName, takesMetric } from "../runtime/tool.ts";
import { lateOfCustomer, ofPriority, ordersListed, otherCustomer, type Said } from "./orders-of-customers.ts";
import { twoBranches } from "./put-right/says-so.ts";
import { stepWatched } from "./step-watched.ts";

/** That a robot cell is to stop: the one that is named, or else one that runs. */
export const cellToStop = async (
  db: Db,
  text: string,
  { named, line: lines, numberedLines }: Candidates,
): Promise<ToolCall | undefined> => {
  if (!wantsCellStop(text, true)) return undefined;
  if ((named.has("order") || numberedLines.length > 0) && !saysEmergency(text)) return undefined;
  const cells = await allCells(db);
  // A cell may be a work centre of the plan too, under its own id or another.
  const said = named.has("line") ? lines : [];
  const words = new Set(thingWords(text));
  const meant = cells.filter(
    ({ id, equipment_id: centre, description: { robots } }) =>
      said.some((line) => line === id || line === centre) ||
      [id, ...robots.map((robot) => robot.id)].some((one) => words.has(one.toLowerCase())),
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

/** When the one line that it names could stand still. */
const freeTimeOfLine = ({ text, candidates, by }: Said): ToolCall | undefined => {
  const { named, line: lines, hours } = candidates;
  const isOfOther = (["order", "product", "quantity"] as const).some((name) => named.has(name));
  const [line, ...others] = lines;
  if (!line || others.length > 0 || isOfOther || !asksWhenFree(text)) return undefined;
  const [span, ...more] = named.has("hours") ? hours : [];
  return more.length > 0
    ? undefined
    : { tool: "line_gaps", line, hours: span ?? null, ...(by ? { by } : {}) };
};

/** Which of the lines has free time, where none is named nor pointed at. */
const freeTimeOfLines = ({ text, candidates: { named, hours }, by }: Said): ToolCall | undefined => {
  const isOfOther = (["order", "product", "quantity", "metric"] as const).some((name) => named.has(name));
  if (isOfOther || pointsAtLine(text) || !asksWhereFree(text, saysKindOfLine(text))) return undefined;
  const looked = stretchHoursIn(text);
  const [span, ...more] = named.has("hours") ? hours.filter((length) => length !== looked) : [];
  return more.length > 0
    ? undefined
    : { tool: "line_gaps", line: null, hours: span ?? null, ...(by ? { by } : {}) };
};

/** How the one product that it names is made; also where it only puts another one into such a question. */
const routingOfProduct = async (db: Db, { text, candidates, last }: Said): Promise<ToolCall | undefined> => {
  const { named, product: products } = candidates;
  const isOfOther = (["order", "quantity", "metric", "hours"] as const).some((name) => named.has(name));
  const [product, ...others] = products;
  if (!product || others.length > 0 || isOfOther) return undefined;
  const before = last?.tool === "look_up" && goesOn(text) ? last.args.thing : undefined;
  if (!asksForRouting(text) && !(before && (await hasRouting(db, before)))) return undefined;
  // What only a robot cell makes has no routing.
  return (await hasRouting(db, product)) || (await cellsOfProduct(db, product)).length === 0
    ? { tool: "look_up", thing: product }
    : undefined;
};

/** How many set-ups are planned, on the one line that it names or on all of them. */
const plannedSetUps = ({ candidates: { named, line: lines } }: Said): ToolCall | undefined => {
  const [line, ...others] = named.has("line") ? lines : [];
  return others.length > 0 ? undefined : { tool: "planned_work", line: line ?? "all" };
};

/** How long a line is set up from one product or family to another, neither of which only a robot cell makes. */
const setUpBetween = async (db: Db, { text, candidates: { named } }: Said): Promise<ToolCall | undefined> => {
  if (!asksForSetUp(text) || (["order", "material", "quantity"] as const).some((name) => named.has(name)))
    return undefined;
  const asked = setUpAsked(text, (await namesOfPlant(db)).products);
  return asked ? { tool: "routing", product: asked.to[0]! } : undefined;
};

/** What would be if a receipt that it names came so much later. */
const lateReceipt = async (
  db: Db,
  { text, by, candidates: { named, days } }: Said,
): Promise<ToolCall | undefined> => {
  const [late, ...more] = named.has("days") ? days : [];
  if (!late || more.length > 0 || by || !comesLate(text)) return undefined;
  const receipt = await receiptNamed(db, thingWords(text));
  return receipt ? { tool: "what_if_late", material: receipt.material, days: late } : undefined;
};

/** Whether a robot cell tests the one product that it names, where it speaks of a cell or goes on from one. */
const testedInCell = async (db: Db, { text, candidates, last }: Said): Promise<ToolCall | undefined> => {
  const { named, product: products, quantity } = candidates;
  const [product, ...others] = named.has("product") ? products : [];
  // So many of it are to be tested.
  if (!product || others.length > 0 || named.has("order") || quantity.length > 0) return undefined;
  const cells = new Set((await allCells(db)).map(({ id }) => id));
  const wasOfCell =
    (last?.tool === "look_up" && cells.has(last.args.thing ?? "")) || last?.tool === "test_units";
  const isOfCell = saysCell(text) || thingWords(text).some((word) => cells.has(word.toUpperCase()));
  const asks = isOfCell ? asksWhatItTests(text) : wasOfCell && (asksWhatItTests(text) || goesOn(text));
  if (!asks) return undefined;
  const [cell] = await cellsOfProduct(db, product);
  // What no cell has a recipe of is told with what they have.
  return cell ? { tool: "look_up", thing: cell } : { tool: "test_units", product, quantity: null };
};

/** Several orders that it asks of: those that it names, or the one that was talked about and another. */
const ordersCompared = async (
  db: Db,
  { text, candidates: { named, order, unit }, mentioned }: Said,
): Promise<ToolCall | undefined> => {
  const said = named.has("order") ? order : order.filter((id) => id !== mentioned.order);
  if (named.has("material") || unit.length > 0) return undefined;
  const withIt = said.length === 1 && mentioned.order && mentioned.order !== said[0] && comparesWithIt(text);
  if (said.length < 2 && !withIt) return undefined;
  if (!withIt && !asksOfSeveral(text)) return undefined;
  const wanted = withIt ? [mentioned.order!, ...said] : said;
  const known = await existingIds(db, "work_order", wanted);
  return known.size > 1 || (named.has("order") && said.length > 1)
    ? { tool: "compare_orders", orders: wanted.join(",") }
    : undefined;
};

/** What would be without the one order that it names or points back to, or with it on the one line that it names. */
const orderImagined = (said: Said): ToolCall | undefined => {
  const { text, candidates } = said;
  const { named, line: lines } = candidates;
  const isOfOther = (["material", "product", "quantity", "hours", "metric", "unit"] as const).some((name) =>
    named.has(name),
  );
  const order = isOfOther || twoBranches(text) ? undefined : orderMeant(said, true);
  if (!order) return undefined;
  const [line, ...others] = named.has("line") ? lines : [];
  if (line)
    return others.length === 0 && imaginesMoved(text) ? { tool: "what_if_order", order, line } : undefined;
  return imaginesWithout(text) ? { tool: "what_if_order", order, line: null } : undefined;
};

/** The product that a figure was told of. */
const productOfFigure = (last: Said["last"]): string | undefined =>
  last && isToolName(last.tool) && takesMetric(last.tool)
    ? /(?<![A-Z])[A-Z]{2,5}-\d{3,5}(?!\d)/i.exec(last.args.words ?? last.text)?.[0].toUpperCase()
    : undefined;

/** Units that failed as the one did that it names or that was told of, or as units of its product do. */
const failuresLike = ({ text, candidates, mentioned, last }: Said): ToolCall | undefined => {
  // Where an order is stuck is no test that units fail: 1053卡在哪一步.
  if (candidates.order.some((id) => id !== mentioned.order)) return undefined;
  const { named, unit: units, product: products, line: lines } = candidates;
  if (!asksForSameFaults(text) && !comparesMeasurements(text) && !asksForFailedSteps(text)) return undefined;
  if (named.has("order") || named.has("material")) return undefined;
  const before =
    last && ["diagnose_unit", "test_failures"].includes(last.tool)
      ? last.args
      : { unit: undefined, product: productOfFigure(last) };
  const unit = named.has("unit") ? units[0] : named.has("product") ? undefined : before.unit;
  const product = named.has("product") ? products[0] : before.product;
  const [line = null, ...others] = named.has("line") ? lines : [];
  return {
    tool: "test_failures",
    unit: unit ?? null,
    product: unit ? null : (product ?? null),
    line: others.length > 0 ? null : line,
  };
};

/** How capable test steps are, of the product or at the tester that it names. A control chart of a governed metric is its trend. */
const capabilityOfSteps = ({ text, candidates: { named, product: products, line: lines }, last }: Said) => {
  // The worst of those that were told stands first among them.
  if (last?.tool === "capability" && named.size === 0 && asksForWorstStep(text))
    return { tool: "capability", product: last.args.product ?? null, line: last.args.line ?? null } as const;
  const isOfOther = (["order", "material", "unit", "metric"] as const).some((name) => named.has(name));
  if (isOfOther || !asksForCapability(text)) return undefined;
  const [product = null] = named.has("product") ? products : [];
  const [line = null] = named.has("line") ? lines : [];
  return { tool: "capability", product, line } as const;
};

/** Another step, or what drifts, of the test steps that were told: VSWR呢, 有没有漂的. */
const capabilityGoesOn = async (
  db: Db,
  { text, candidates: { named }, last }: Said,
): Promise<ToolCall | undefined> => {
  if (last?.tool !== "capability" || named.size > 0 || text.length > 40) return undefined;
  const { product = null, line = null } = last.args;
  const call = { tool: "capability", product, line } as const;
  if (asksWhichDrift(text))
    return { ...call, words: isChinese(text) ? "测试项有没有漂移" : "do test steps drift" };
  if (!goesOn(text)) return undefined;
  const isStep = codesIn(text).length > 0 || stepNamedIn(text, await testSteps(db)) !== undefined;
  return isStep ? { ...call, words: `${text} Cpk` } : undefined;
};

/** What a sentence comes to by its words that name one thing and ask one thing of it: no model is asked. */
export const byPlainWords = async (db: Db, said: Said): Promise<ToolCall | undefined> => {
  const { text, candidates, mentioned, last } = said;
  if (
    onlyTakesBack(text) ||
    onlyWaits(text) ||
    (/^(?:ok,? )?cancel (?:that|it)[.!]?$/i.test(text) && !mentioned.order)
  )
    return { tool: "help" };
  if (asksForTime(text)) return { tool: "overview" };
  const { named, wish, numberedLines } = candidates;
  const listed = ofPriority(said) ?? (await ordersListed(db, said)) ?? (await lateOfCustomer(db, said));
  if (listed) return listed;
  const late = await lateReceipt(db, said);
  if (late) return late;
  if (
    (asksForPlannedSetUps(text) || asksForNextSetUp(text)) &&
    !named.has("order") &&
    !named.has("product") &&
    numberedLines.length === 0
  )
    return plannedSetUps(said);
  if (wish === "thing") return ofFleet(db, said);
  // A paper that there is would be a thing: this one there is not, and its number is that of no order.
  const vehicle = thingWords(text).find((word) => /^agv-\d+$/.test(word));
  if (vehicle && asksAboutThing(text, vehicle)) return { tool: "look_up", thing: everyVehicle };
  const paper = paperSaid(text);
  if (paper && asksAboutThing(text, paper)) return { tool: "look_up", thing: paper };
  const compared = await ordersCompared(db, said);
  if (compared) return compared;
  const [one, ...more] = named.has("order") || !mentioned.order ? candidates.order : [];
  if (one && more.length === 0 && asksWhoHeld(text) && (await existingIds(db, "work_order", [one])).size > 0)
    return { tool: "who_decided", order: one };
  const setUp = await setUpBetween(db, said);
  if (setUp) return setUp;
  const watched = await stepWatched(db, said);
  if (watched) return watched;
  const step = await capabilityGoesOn(db, said);
  if (step) return step;
  const imagined = orderImagined(said) ?? capabilityOfSteps(said) ?? failuresLike(said);
  if (imagined) return imagined;
  const isOf = (...names: readonly SaidArgument[]) => names.some((name) => named.has(name));
  if (wish !== undefined || isOf("material", "unit") || numberedLines.length > 0) return undefined;
  // After a material it is asked of that one.
  const isOfMaterial = last?.tool === "stock_status" && last.args.material && asksWhenMoreComes(text);
  // When a spare part comes is in the list of those, and no receipt.
  if (
    !isOf("line", "order", "metric", "product") &&
    asksForReceipts(text) &&
    !asksOfPapers(text) &&
    !isOfMaterial
  )
    return { tool: "expected_receipts", material: null };
  // Which machines report is a question of the lines, by whatever they are connected.
  if (!isOf("line", "order", "metric", "product") && asksForConnection(text))
    return { tool: "line_status", line: "all" };
  // After a figure the customers are ranked by it.
  const isFigure = last && isToolName(last.tool) && takesMetric(last.tool);
  if (!isFigure && !isOf("line", "order", "metric") && asksWhichCustomerIsLate(text))
    return { tool: "late_orders" };
  const customer = isOf("line", "order", "metric", "product") ? undefined : await otherCustomer(db, said);
  if (customer) return customer;
  const ahead = asksWhatIsBefore(text) && text.length <= 40 ? orderMeant(said, true) : undefined;
  if (ahead && !isOf("line", "product", "quantity", "hours"))
    return { tool: "planned_next", order: ahead, line: null };
  if (!isOf("line", "order", "product") && (asksForExpiry(text) || asksForUnusable(text)))
    return { tool: "stock_status", material: null };
  const inCell = await testedInCell(db, said);
  if (inCell) return inCell;
  if (isOf("line")) return freeTimeOfLine(said);
  if (isOf("product")) return routingOfProduct(db, said);
  const free = freeTimeOfLines(said);
  if (free) return free;
  // By how much a figure differs is asked with the same words as how much of an order is left.
  if (!isOf("metric") && !(isFigure && asksApart(text)) && (asksForWhom(text) || asksWhatIsLeft(text))) {
    const order = orderMeant(said, asksForWhomOfIt(text) || asksWhatIsLeftOfIt(text));
    if (order) return { tool: "order_status", order };
  }
  return !isOf("order") && asksAboutAlerts(text) ? { tool: "open_alerts" } : undefined;
};
