import { parentPort, Worker, workerData } from "node:worker_threads";
import { type GoldenPart, goldenParts, type Problem, pegOrders } from "../../../optimizer/index.ts";
import type { Db } from "../../../services/mes/database.ts";

/** Finds what gates most orders once a proposed plan is in force, while a person looks at the proposal; nobody waits for it. */
export const rememberGolden = (db: Db, proposal: number, problem: Problem): void => {
  goldenInThread(problem)
    .then((parts) =>
      db
        .updateTable("plan_proposal")
        .set({ golden_parts: JSON.stringify(parts) })
        .where("number", "=", proposal)
        .execute(),
    )
    // Once it is in force they are looked for again.
    .catch(() => {});
};

/** Gives a plan that a proposal has become what gates most of its orders, where it was put in force before that was found. */
export const giveGolden = (db: Db, proposal: number, version: number, problem: Problem): void => {
  const give = async () => {
    const { golden_parts: found } = await db
      .selectFrom("plan_proposal")
      .select("golden_parts")
      .where("number", "=", proposal)
      .executeTakeFirstOrThrow();
    const parts = found ?? (await goldenInThread(problem));
    await db
      .updateTable("plan")
      .set({ golden_parts: JSON.stringify(parts) })
      .where("version", "=", version)
      .execute();
  };
  // The plan is in force without them; the next one has its own.
  give().catch(() => {});
};

interface Work {
  readonly golden: Problem;
}

/** The materials that gate most orders of a problem, found in a thread of its own: on a large plant it takes some seconds. */
const goldenInThread = (problem: Problem): Promise<GoldenPart[]> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: { golden: problem } satisfies Work });
    worker.once("message", resolve);
    worker.once("error", reject);
  });

if (parentPort && workerData && typeof workerData === "object" && "golden" in workerData) {
  const { golden } = workerData as Work;
  parentPort.postMessage(goldenParts(golden, pegOrders(golden)));
}
