import { type Command, CommandError, exitCode, shared } from "./command.ts";
import { readPlanFile, readProblemFile, timesOf } from "./files.ts";
import { writePlan } from "./solve.ts";

export const drawChart: Command = {
  name: "gantt",
  files: ["PROBLEM", "PLAN"],
  help: "Draws a plan that is there already.",
  options: { html: shared.html, start: shared.start },
  run: async (given) => {
    const problem = await readProblemFile(given.files[0]!);
    const { plan } = await readPlanFile(given.files[1]!);
    timesOf(given);
    if (!given.text("html")) throw new CommandError("where to? Give --html FILE");
    await writePlan(given, problem, plan);
    return exitCode.done;
  },
};
