import { MathOpt } from "or-tools-wasm/mathopt";
import type { MixedProgram } from "./mixed-program.ts";

/**
 * What no solution of a program costs less than, by SCIP: its linear relaxation with cuts, without a search unless `search` asks for one.
 *
 * @throws When the solver breaks down, as it does now and then in a long search.
 */
export const proveBound = async (
  { variables, rows, constant }: MixedProgram,
  { seconds, search = false }: { readonly seconds: number; readonly search?: boolean },
): Promise<number> => {
  const model = MathOpt.Model("program");
  const columns = variables.map(({ name, most }) =>
    model.addIntegerVariable({ name, lowerBound: 0, upperBound: most }),
  );
  model.minimize(
    variables.map(({ cost }, at) => MathOpt.linearTerm(columns[at]!, cost)),
    constant,
  );
  for (const { terms, least, most } of rows)
    model.addLinearConstraint({
      terms: terms.map(([factor, at]) => MathOpt.linearTerm(columns[at]!, factor)),
      lowerBound: least,
      upperBound: most,
    });
  const { dualBound } = await MathOpt.solve(model, {
    solverType: "GSCIP",
    threads: 1,
    timeLimitSeconds: seconds,
    ...(search ? {} : { nodeLimit: 1 }),
    gscip: {
      // Who asks for a bound has a solution: all the time goes to cuts.
      heuristics: "OFF",
      separating: "AGGRESSIVE",
      intParams: { "presolving/maxrestarts": 0 },
    },
  });
  return dualBound ?? Number.NEGATIVE_INFINITY;
};
