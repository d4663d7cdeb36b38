import { existsSync, mkdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { instructionSet, loadDecoder, measureMachine } from "../../native/index.ts";
import { measureKv } from "./llm/kv.ts";
import { findPeer } from "./llm/peer-package.ts";
import { shapes, type WeightType, writeRandomModel } from "./llm/random-model.ts";
import {
  measureForeign,
  measureLookup,
  measureMasks,
  measureSharing,
  measureThreads,
} from "./llm/serving.ts";
import { measureIn, median, type Speeds } from "./llm/speeds.ts";
import { atLeast, atMost, createReport, finishReport, printRow, type Row } from "./report.ts";

/**
 * The engine beside node-llama-cpp on the same machine, files and threads, run by turns; every row is a median.
 * npm run bench:llm [-- --quick] [-- --json FILE]
 */
const { values } = parseArgs({
  options: { quick: { type: "boolean", default: false }, json: { type: "string" } },
});
const folder = resolve(import.meta.dirname, "../../.bench/models");
const threads = 2;
const [turns, rounds] = values.quick ? [1, 3] : [5, 3];
const vnni = instructionSet.includes("VNNI");

const modelFile = (shape: keyof typeof shapes, type: WeightType): string => {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${shape}-${type}.gguf`);
  if (!existsSync(path)) writeRandomModel(path, shapes[shape], type);
  return path;
};

const rows: Row[] = [];
const add = (row: Row): void => {
  rows.push(row);
  printRow(row);
};

const peer = findPeer();
const machine = await measureMachine(threads);
console.log(
  `${instructionSet}; ${threads} threads read ${(machine.readBytesPerSecond / 1e9).toFixed(1)} GB/s and do ${(machine.int8OperationsPerSecond / 1e9).toFixed(0)} GOPS in eight bits\n`,
);

/** Medians of both, turn by turn, so that a slow minute of the machine meets both. */
const besidePeer = async (model: string, ours: readonly string[], theirs: readonly string[]) => {
  const own: Speeds[] = [];
  const others: Speeds[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    own.push(await measureIn("ours", { model, threads, measures: ours, rounds }));
    if (!peer || theirs.length === 0) continue;
    // The peer is often quicker on one thread: its best count is what it is measured by.
    for (const count of [1, threads])
      others.push(
        await measureIn("peer", {
          model,
          threads: count,
          measures: theirs,
          rounds: values.quick ? 1 : 2,
          peer,
        }),
      );
  }
  const middle = (name: string) => median(own.map((speeds) => speeds[name]!));
  const best = (name: string) => {
    if (others.length === 0) return null;
    const byThreads = [0, 1].map((which) =>
      median(others.filter((_, index) => index % 2 === which).map((speeds) => speeds[name]!)),
    );
    return Math.max(...byThreads);
  };
  const ratio = (name: string) => {
    const other = best(name);
    return other === null ? null : middle(name) / other;
  };
  const note = (name: string) => {
    const other = best(name);
    return `${middle(name).toFixed(1)} t/s${other === null ? "" : ` beside ${other.toFixed(1)}`}`;
  };
  return { middle, ratio, note };
};

const fractionOfRead = (path: string, rate: number) =>
  (statSync(path).size * rate) / machine.readBytesPerSecond;

for (const type of ["Q4_0", "Q8_0"] as const) {
  const model = modelFile("0.5B", type);
  const compared = ["prefill", "decode"];
  const own = [...compared, "decodeLong", "batch8", "schema", "schemaJump"];
  const { middle, ratio, note } = await besidePeer(model, type === "Q4_0" ? own : compared, compared);
  add(atLeast(`decode, 0.5B ${type}, over the peer`, ratio("decode"), 1.5, note("decode")));
  add(
    atLeast(
      `decode, 0.5B ${type}, of the read bandwidth`,
      fractionOfRead(model, middle("decode")),
      vnni ? 0.8 : 0.65,
    ),
  );
  add(
    atLeast(
      `prefill of 512, 0.5B ${type}, over the peer`,
      ratio("prefill"),
      vnni ? 2.2 : 1.8,
      note("prefill"),
    ),
  );
  if (type !== "Q4_0") continue;
  const one = middle("decode");
  add(atLeast("batch of 8 over one stream", middle("batch8") / one, vnni ? 4 : 2.5, note("batch8")));
  add(atLeast("decode at context 1536 over empty", middle("decodeLong") / one, 0.92, note("decodeLong")));
  add(atLeast("JSON schema, token by token, over free decoding", middle("schema") / one, 1));
  add(atLeast("JSON schema with jump-forward over free decoding", middle("schemaJump") / one, 1.2));
}

for (const [type, target] of [
  ["Q8_0", 1.12],
  ["Q4_K", 1.2],
] as const) {
  const model = modelFile("1.5B", type);
  const { ratio, note } = await besidePeer(model, ["decode"], ["decode"]);
  add(atLeast(`decode, 1.5B ${type}, over the peer`, ratio("decode"), target, note("decode")));
}

const base = modelFile("0.5B", "Q4_0");
const small = modelFile("25M", "Q4_0");

const kv = await measureKv(base, threads, turns + 2);
add(atLeast("decode at context 1536, INT8 over F16 keys and values", kv.speed, 1));
add(atMost("bytes of INT8 keys and values over F16", kv.bytes, 0.55));

const masks = measureMasks(base);
add(atMost("grammar mask, average microseconds", masks.averageUs, 50));
add(atMost("grammar mask, 99th percentile microseconds", masks.p99Us, 1000));
add(atMost("grammar compile, milliseconds", masks.compileMs, 5));

add(atLeast("with one foreign busy core over idle", await measureForeign(base, threads, turns + 2), 0.6));
add(atLeast("25M model on two threads over one", await measureThreads(small, turns + 2), 1.2));

const sharing = await measureSharing(base, threads);
add(atMost("eight agents with a common 1.5k beginning, memory over one", sharing.memory, 1.15));
add(atMost("first token, warm over cold", sharing.warm, 0.05));

const lookup = await measureLookup(base, threads, turns + 2);
add({
  ...atLeast(
    "copy-heavy answer with prompt lookup over without",
    lookup.ratio,
    1.8,
    `${(lookup.held * 100).toFixed(0)} % of guesses held`,
  ),
  pass: lookup.ratio >= 1.8 && lookup.same,
});

const half = modelFile("0.5B", "F16");
const plain = await measureIn("ours", { model: half, threads, measures: ["prefill", "decode"], rounds });
const weightBytes = async (path: string) => {
  const model = await loadDecoder(path, { threads, contextLength: 128, sequences: 1 });
  const bytes = model.figures()["weight_bytes"]!;
  await model.close();
  return bytes;
};
const four = await measureIn("ours", {
  model: base,
  threads,
  measures: ["prefill", "decode", "batch8"],
  rounds,
});
const information = (measure: string, value: number, claim: string): Row => ({
  measure,
  value,
  target: claim,
});
add(
  information(
    "against our own F16, unbatched: memory",
    (await weightBytes(base)) / (await weightBytes(half)),
    "source: 0.3",
  ),
);
add(
  information(
    "against our own F16, unbatched: throughput of 8",
    four["batch8"]! / plain["decode"]!,
    "source: 3",
  ),
);
add(
  information(
    "against our own F16, unbatched: time a token",
    plain["decode"]! / four["decode"]!,
    "source: 0.5",
  ),
);
add(
  information(
    "against our own F16, unbatched: prefill time",
    plain["prefill"]! / four["prefill"]!,
    "source: 0.5",
  ),
);

finishReport(
  createReport(`npm run bench:llm${values.quick ? " -- --quick" : ""}`, rows, {
    instructionSet,
    threads,
    readGbPerSecond: machine.readBytesPerSecond / 1e9,
    int8Gops: machine.int8OperationsPerSecond / 1e9,
    peer: peer ? "node-llama-cpp 3.22.1" : "none",
  }),
  values.json,
);
