import { contradictions } from "../schema/contradictions.ts";
import { tellContradiction, timesFrom } from "../tell.ts";
import { verify, verifyObjective } from "../verify/verify.ts";
import { type Command, exitCode, shared } from "./command.ts";
import { print, readPlanFile, readProblemFile } from "./files.ts";
import { firstOf, violationLines } from "./report.ts";

export const verifyPlan: Command = {
  name: "verify",
  files: ["PROBLEM", "PLAN"],
  help: "Checks every rule of the problem against a plan, also one that another program made.",
  options: { json: shared.json },
  run: async (given) => {
    const problem = await readProblemFile(given.files[0]!);
    const { plan, objectiveTold } = await readPlanFile(given.files[1]!);
    const violations = [...verify(problem, plan), ...(objectiveTold ? verifyObjective(problem, plan) : [])];
    const told = contradictions(problem, plan);
    print(given, { operations: plan.operations.length, violations, contradictions: told }, () =>
      [
        violations.length === 0
          ? `${plan.operations.length} operations, no rule is broken`
          : `${violations.length} violations in ${plan.operations.length} operations:`,
        ...violationLines(violations),
        ...firstOf(told.map((one) => `contradiction: ${tellContradiction(one, timesFrom()).en}`)),
      ].join("\n"),
    );
    return violations.length === 0 ? exitCode.done : exitCode.broken;
  },
};
