import { explain } from "../explain.ts";
import { tellFact } from "../tell.ts";
import { type Command, CommandError, exitCode, shared } from "./command.ts";
import { print, readPlanFile, readProblemFile, timesOf } from "./files.ts";

export const explainOrder: Command = {
  name: "explain",
  files: ["PROBLEM", "PLAN", "ORDER"],
  help: "Tells why an order ends when it does: the facts that lead there, in the order in which they come about.",
  options: { json: shared.json, start: shared.start },
  run: async (given) => {
    const [problemFile, planFile, id] = given.files as [string, string, string];
    const problem = await readProblemFile(problemFile);
    const { plan } = await readPlanFile(planFile);
    const times = timesOf(given);
    if (!problem.orders.some((order) => order.id === id)) {
      const alike = problem.orders.filter((order) => order.id.includes(id)).map((order) => order.id);
      const near = (alike.length > 0 ? alike : problem.orders.map((order) => order.id)).slice(0, 5);
      throw new CommandError(
        `there is no order ${id} in ${problemFile}; orders are ${near.join(", ")}${near.length < problem.orders.length ? ", …" : ""}`,
      );
    }
    const facts = explain(problem, plan, id);
    print(given, { order: id, planned: !plan.unplanned.includes(id), facts }, () =>
      [
        plan.unplanned.includes(id) ? `${id} is not planned:` : `${id}:`,
        ...facts.map((fact) => `  ${tellFact(fact, times).en}`),
      ].join("\n"),
    );
    return exitCode.done;
  },
};
