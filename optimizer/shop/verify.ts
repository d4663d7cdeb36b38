import type { ShopPlan, ShopProblem } from "./problem.ts";

interface Piece {
  readonly job: number;
  readonly operation: number;
  readonly machine: number;
  readonly start: number;
  readonly end: number;
}

const byTime = (a: Piece, b: Piece) => a.start - b.start || a.end - b.end;

/** Where the plan is whole in form: an entry of numbers for every operation of every job. */
const formViolations = (problem: ShopProblem, plan: ShopPlan): string[] => {
  const found: string[] = [];
  if (plan.jobs.length !== problem.jobs.length)
    found.push(`${plan.jobs.length} jobs planned, the problem has ${problem.jobs.length}`);
  for (const [job, { operations }] of problem.jobs.entries()) {
    const planned = plan.jobs[job]?.length ?? 0;
    if (planned !== operations.length)
      found.push(`job ${job}: ${planned} operations planned, it has ${operations.length}`);
  }
  return found;
};

const jobViolations = (problem: ShopProblem, pieces: readonly Piece[]): string[] => {
  const found: string[] = [];
  for (const [index, { job, operation, machine, start, end }] of pieces.entries()) {
    const name = `job ${job} operation ${operation}`;
    if (![machine, start, end].every(Number.isSafeInteger)) found.push(`${name}: times are not whole`);
    const eligible = problem.jobs[job]!.operations[operation]!.alternatives.filter(
      (alternative) => alternative.machine === machine,
    );
    if (eligible.length === 0) found.push(`${name}: machine ${machine} cannot do it`);
    else if (!eligible.some(({ duration }) => duration === end - start))
      found.push(`${name}: takes ${end - start} on machine ${machine}, not ${eligible[0]!.duration}`);
    const before = pieces[index - 1];
    if (operation > 0 && before && start < before.end)
      found.push(`${name}: starts at ${start}, before operation ${operation - 1} ends at ${before.end}`);
    const earliest = Math.max(0, problem.jobs[job]!.release);
    if (operation === 0 && start < earliest)
      found.push(`${name}: starts at ${start}, before its release at ${earliest}`);
  }
  return found;
};

const machineViolations = (problem: ShopProblem, pieces: readonly Piece[]): string[] => {
  const found: string[] = [];
  const queues = Map.groupBy(pieces, ({ machine }) => machine);
  for (const [machine, queue] of queues) {
    const setups = problem.setups?.[machine];
    let before: Piece | undefined;
    for (const piece of queue.toSorted(byTime)) {
      const row = before ? before.job + 1 : 0;
      const setup = setups?.[row * problem.jobs.length + piece.job] ?? 0;
      const free = (before?.end ?? 0) + setup;
      if (piece.start < free)
        found.push(
          `machine ${machine}: job ${piece.job} starts at ${piece.start}, ` +
            `${before ? `job ${before.job} ends at ${before.end}` : "nothing before it"}, set-up ${setup}`,
        );
      before = piece;
    }
  }
  return found;
};

/** One order of the jobs must fit every machine: where times leave it open, the next machine decides. */
const permutationViolations = (problem: ShopProblem, plan: ShopPlan): string[] => {
  const found: string[] = [];
  const rows = plan.jobs.map((pieces, job) => ({
    job,
    pieces: pieces.toSorted((a, b) => a.machine - b.machine),
  }));
  rows.sort((a, b) => {
    for (const [index, piece] of a.pieces.entries()) {
      const other = b.pieces[index];
      if (!other) break;
      const order = piece.start - other.start || piece.end - other.end;
      if (order !== 0) return order;
    }
    return 0;
  });
  for (let machine = 0; machine < problem.machines; machine++) {
    let before: { job: number; end: number } | undefined;
    for (const { job, pieces } of rows) {
      const piece = pieces.find((candidate) => candidate.machine === machine);
      if (!piece) continue;
      if (before && piece.start < before.end)
        found.push(`machine ${machine}: job ${job} overtakes job ${before.job}`);
      before = { job, end: piece.end };
    }
  }
  return found;
};

const objectiveOf = (problem: ShopProblem, plan: ShopPlan): number => {
  const ends = plan.jobs.map((pieces, job) => pieces.at(-1)?.end ?? Math.max(0, problem.jobs[job]!.release));
  if (problem.objective === "makespan")
    return plan.jobs.reduce((latest, pieces) => Math.max(latest, pieces.at(-1)?.end ?? 0), 0);
  return ends.reduce((sum, end, job) => {
    const { due, weight } = problem.jobs[job]!;
    return sum + weight * Math.max(0, end - due);
  }, 0);
};

/** Every rule of the problem that the plan breaks; shares no code with what makes plans. */
export const verifyShop = (problem: ShopProblem, plan: ShopPlan): string[] => {
  const form = formViolations(problem, plan);
  if (form.length > 0) return form;
  const pieces = plan.jobs.flatMap((operations, job) =>
    operations.map((piece, operation) => ({ ...piece, job, operation })),
  );
  const found = [...jobViolations(problem, pieces), ...machineViolations(problem, pieces)];
  if (problem.permutation) found.push(...permutationViolations(problem, plan));
  const objective = objectiveOf(problem, plan);
  if (plan.objective !== objective) found.push(`objective ${plan.objective}, the plan's is ${objective}`);
  if (plan.bound > plan.objective) found.push(`bound ${plan.bound} is above the objective ${plan.objective}`);
  return found;
};
