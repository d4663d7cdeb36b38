import { randomUUID } from "node:crypto";
import { Client, Connection } from "@temporalio/client";
import { createRandomStream } from "../../../simulators/engine/random.ts";
import { workflowIds } from "../../../workflows/ids.ts";
import { startCannedModel } from "../canned-model.ts";
import { startMortalHouse, type Victim, victims } from "./engines.ts";
import { startLoad } from "./load.ts";
import { judge, type Verdict } from "./verdict.ts";

export interface ChaosOptions {
  readonly temporalAddress: string;
  /** What is killed when: the same seed kills the same in the same order. */
  readonly seed: number;
  /** So often each part is killed. */
  readonly rounds: number;
  readonly say?: (line: string) => void;
}

export interface ChaosReport {
  readonly kills: readonly Victim[];
  /** Acknowledged writes. */
  readonly writes: number;
  /** Writes that were refused for good. */
  readonly refused: readonly string[];
  /** Parts that ended though nobody had killed them. */
  readonly fallen: readonly string[];
  readonly verdict: Verdict;
}

/** The model's part of a release: the sentence says it all. */
const release = (asked: string): object | undefined => {
  const [, order, line] = /Release (WO-\d+) to (SMT-\d)/.exec(asked) ?? [];
  return order && line ? { tool: "release_order", order, line } : undefined;
};

/** Writes to a house by every door while its parts are killed by turns, and tells what has become of what was acknowledged. */
export const runChaos = async ({
  temporalAddress,
  seed,
  rounds,
  say = process.env["CHAOS_SAY"] ? console.log : () => {},
}: ChaosOptions): Promise<ChaosReport> => {
  const random = createRandomStream(seed, "chaos");
  const below = (most: number) => Math.floor(random.uniform() * most);
  const model = await startCannedModel(release);
  const connection = await Connection.connect({ address: temporalAddress });
  const taskQueue = `chaos-${randomUUID()}`;
  const house = await startMortalHouse({ temporalAddress, taskQueue, llmUrl: model.url });
  try {
    const load = await startLoad(house, { asked: ["WO-1034"], told: ["WO-1042", "WO-1107"] });
    const kills: Victim[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const left = [...victims];
      while (left.length > 0) {
        const [victim] = left.splice(below(left.length), 1) as [Victim];
        await load.progress(5 + below(40));
        say(`kills ${victim}`);
        await house.kill(victim);
        kills.push(victim);
      }
    }
    await load.progress(20);
    const { acknowledged, refused } = await load.stop();
    say(`${acknowledged.units.length} units, ${acknowledged.materials.length} materials`);
    const verdict = await judge(
      house.db,
      { temporal: new Client({ connection }), workflowIds: workflowIds(taskQueue) },
      house.env.DATA_DIR,
      acknowledged,
    );
    const writes = Object.values(acknowledged).flat().length;
    return { kills, writes, refused, fallen: house.fallen, verdict };
  } finally {
    await house.close();
    await connection.close();
    await model.close();
  }
};
