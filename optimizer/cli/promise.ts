import { ProblemError } from "../problem.ts";
import type { Inquiry } from "../promise/inquiry.ts";
import { type OrderPromise, promise } from "../promise/promise.ts";
import { type Times, tellBinding, tellCause } from "../tell.ts";
import { type Command, exitCode, shared } from "./command.ts";
import { inFile, print, readJson, readPlanFile, readProblemFile, requireOrder, timesOf } from "./files.ts";
import { table } from "./report.ts";

/** Paths begin at the order, which is all that the file holds. */
const fromOrder = <T>(ask: () => T): T => {
  try {
    return ask();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    throw new ProblemError(
      error.issues.map((issue) => ({ ...issue, path: issue.path.replace(/^orders\.0\.?/, "") })),
    );
  }
};

const listOf = (text = ""): string[] =>
  text
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean);

type Row = readonly [string, string];

const tellPromise = ({ id, due }: Inquiry, answer: OrderPromise, times: Times): string => {
  const { end, binding, causes, operations, displaced, broken } = answer;
  const late = end === undefined ? undefined : Math.max(0, end - due);
  const inTime = late === undefined ? "" : late > 0 ? `: ${times.span(late).en} late` : ": in time";
  return table([
    ["order", id],
    ["promise", end === undefined ? "no date" : times.at(end).en],
    ["due", `${times.at(due).en}${inTime}`],
    ["held back", tellBinding(binding, times).en],
    ...causes.map((cause): Row => ["  sooner", tellCause(cause, times).en]),
    ...operations.map(
      ({ operationId, resource, start, end: to }): Row => [
        `  ${operationId}`,
        `${resource}  ${times.at(start).en} to ${times.at(to).en}`,
      ],
    ),
    ...displaced.map(
      ({ orderId, endBefore, endAfter }): Row => [
        "gives way",
        `${orderId} ends ${times.span(endAfter - endBefore).en} later, ${times.at(endAfter).en}`,
      ],
    ),
    ...(broken.length > 0
      ? [["breaks", `${broken.join(", ")} would begin without what it makes`] as const]
      : []),
  ]).join("\n");
};

export const promiseOrder: Command = {
  name: "promise",
  files: ["PROBLEM", "PLAN", "ORDER"],
  help: "Tells when an order (a JSON file like one of the problem's orders, new or changed) could be done while all of the plan keeps its place and its material, what holds it back and what would bring it forward.",
  options: {
    json: shared.json,
    start: shared.start,
    "not-before": { value: "N", help: "the order is not begun before this second (0)" },
    yield: { value: "ORDERS", help: "planned orders that may be done later for it, such as WO-1,WO-2" },
  },
  run: async (given) => {
    const [problemFile, planFile, orderFile] = given.files as [string, string, string];
    const problem = await readProblemFile(problemFile);
    const { plan } = await readPlanFile(planFile);
    const inquiry = (await readJson(orderFile)) as Inquiry;
    const times = timesOf(given);
    const yielding = listOf(given.text("yield"));
    for (const id of yielding) requireOrder(problem, id, problemFile);
    const options = {
      notBefore: given.whole("not-before", 0, "zero"),
      yielding,
    };
    const started = performance.now();
    const answer = inFile(orderFile, () => fromOrder(() => promise(problem, plan, inquiry, options)));
    const ms = performance.now() - started;
    const { pegs, ...rest } = answer;
    print(given, { order: inquiry.id, due: inquiry.due, ...rest, pegs: Object.fromEntries(pegs), ms }, () =>
      tellPromise(inquiry, answer, times),
    );
    return exitCode.done;
  },
};
