import { promise } from "../promise.ts";
import { tellBinding } from "../tell.ts";
import { type Command, exitCode, shared } from "./command.ts";
import { inFile, orderOf, print, readJson, readPlanFile, readProblemFile, timesOf } from "./files.ts";
import { table } from "./report.ts";

export const promiseOrder: Command = {
  name: "promise",
  files: ["PROBLEM", "PLAN", "ORDER"],
  help: "Tells when a new order (a JSON file like one of the problem's orders) could be done while all of the plan keeps its place and its material, and what holds it back.",
  options: { json: shared.json, start: shared.start },
  run: async (given) => {
    const [problemFile, planFile, orderFile] = given.files as [string, string, string];
    const problem = await readProblemFile(problemFile);
    const { plan } = await readPlanFile(planFile);
    const value = await readJson(orderFile);
    const order = inFile(orderFile, () => orderOf(problem, value, ""));
    const times = timesOf(given);
    const started = performance.now();
    const answer = promise(problem, plan, order);
    const ms = performance.now() - started;
    const late = answer.end === undefined ? undefined : Math.max(0, answer.end - order.due);
    print(given, { order: order.id, due: order.due, late, ...answer, ms }, () =>
      table([
        ["order", order.id],
        ["promise", answer.end === undefined ? "no date" : times.at(answer.end).en],
        [
          "due",
          `${times.at(order.due).en}${late ? `: ${times.span(late).en} late` : late === 0 ? ": in time" : ""}`,
        ],
        ["held back", tellBinding(answer.binding, times).en],
        ...answer.operations.map((operation): [string, string] => [
          `  ${operation.operationId}`,
          `${operation.resource}  ${times.at(operation.start).en} to ${times.at(operation.end).en}`,
        ]),
      ]).join("\n"),
    );
    return exitCode.done;
  },
};
