import { createWriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";
import { inspectionPrograms, pastJobs } from "../services/protocols/inspection/program.ts";
import { pastMessages } from "./inspection/history.ts";
import { demoPlant } from "./plant.ts";

const usage =
  "Usage: node simulators/inspection-history.ts --programs FILE --jobs FILE --out FILE --verified-until ISO-TIME [--seed N]";

/** Writes what the inspection machines said of past jobs, a CFX message a line. */
const main = async (): Promise<void> => {
  const option = { type: "string" } as const;
  const { values } = parseArgs({
    options: { programs: option, jobs: option, out: option, seed: option, "verified-until": option },
  });
  const { programs, jobs, out, "verified-until": until } = values;
  if (!programs || !jobs || !out || !until) throw new Error(usage);
  const read = async (file: string): Promise<unknown> => JSON.parse(await readFile(file, "utf8"));
  const messages = pastMessages({
    seed: Number(values.seed ?? 1),
    group: demoPlant.group,
    programs: inspectionPrograms.parse(await read(programs)),
    jobs: pastJobs.parse(await read(jobs)),
    verifiedUntil: Date.parse(until),
  });
  const lines = function* () {
    for (const message of messages) yield `${JSON.stringify(message)}\n`;
  };
  await pipeline(Readable.from(lines()), createWriteStream(out));
};

try {
  await main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 2;
}
