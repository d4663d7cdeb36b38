import { explain } from "../explain.ts";
import { tellFact } from "../tell.ts";
import { type Command, exitCode, shared } from "./command.ts";
import { print, readPlanFile, readProblemFile, requireOrder, timesOf } from "./files.ts";

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
    requireOrder(problem, id, problemFile);
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
