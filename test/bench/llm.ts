import { existsSync, mkdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { instructionSet, measureMachine } from "../../native/index.ts";
import { besidePeer, type Comparison } from "./llm/beside.ts";
import { measureFourBits, measureTrained } from "./llm/four-bits.ts";
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
import { atLeast, atMost, createReport, finishReport, printRow, type Row } from "./report.ts";

/**
 * The engine beside node-llama-cpp on the same machine, files and threads, run by turns; every row is a median.
 * npm run bench:llm [-- --quick] [-- --only GROUP,GROUP] [-- --trained FILE] [-- --json FILE]
 */
const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    /** Some of the groups below. */
    only: { type: "string" },
    /** A GGUF file with weights that were trained, for what random ones cannot tell. */
    trained: { type: "string" },
    json: { type: "string" },
  },
});
const folder = resolve(import.meta.dirname, "../../.bench/models");
const threads = 2;
const [turns, rounds] = values.quick ? [1, 3] : [5, 3];
/** What has tiles has VNNI as well. */
const vnni = /VNNI|AMX/.test(instructionSet);

const modelFile = (shape: keyof typeof shapes, type: WeightType): string => {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${shape}-${type}.gguf`);
  if (!existsSync(path)) writeRandomModel(path, shapes[shape], type);
  return path;
};
const base = () => modelFile("0.5B", "Q4_0");

const rows: Row[] = [];
const add = (row: Row): void => {
  rows.push(row);
  printRow(row);
};

const machine = await measureMachine(threads);
console.log(
  `${instructionSet}; ${threads} threads read ${(machine.readBytesPerSecond / 1e9).toFixed(1)} GB/s and do ${(machine.int8OperationsPerSecond / 1e9).toFixed(0)} GOPS in eight bits\n`,
);

let peer: string | undefined;
const compare = (model: string, ours: readonly string[], theirs: readonly string[]): Promise<Comparison> => {
  peer ??= findPeer();
  return besidePeer({ model, threads, turns, rounds, peer, ours, theirs });
};

const small =
  (type: "Q4_0" | "Q8_0", more: readonly string[] = []) =>
  async () => {
    const model = modelFile("0.5B", type);
    const compared = ["prefill", "decode"];
    const { over, ratio, note, ofRead } = await compare(model, [...compared, ...more], compared);
    add(atLeast(`decode, 0.5B ${type}, over the peer`, ratio("decode"), 1.5, note("decode")));
    add(
      atLeast(
        `decode, 0.5B ${type}, of the read bandwidth`,
        ofRead("decode", statSync(model).size),
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
    if (more.length === 0) return;
    add(atLeast("batch of 8 over one stream", over("batch8", "decode"), vnni ? 4 : 2.5, note("batch8")));
    add(atLeast("decode at context 1536 over empty", over("decodeLong", "decode"), 0.92, note("decodeLong")));
    add(atLeast("JSON schema, token by token, over free decoding", over("schema", "decode"), 1));
    add(atLeast("JSON schema with jump-forward over free decoding", over("schemaJump", "decode"), 1.2));
  };

const large = (type: "Q8_0" | "Q4_K", target: number) => async () => {
  const { ratio, note } = await compare(modelFile("1.5B", type), ["decode"], ["decode"]);
  add(atLeast(`decode, 1.5B ${type}, over the peer`, ratio("decode"), target, note("decode")));
};

const groups: Readonly<Record<string, () => Promise<void>>> = {
  q4: small("Q4_0", ["decodeLong", "batch8", "schema", "schemaJump"]),
  q8: small("Q8_0"),
  "large-q8": large("Q8_0", 1.12),
  "large-q4k": large("Q4_K", 1.2),
  kv: async () => {
    const kv = await measureKv(base(), threads, turns + 2);
    add(atLeast("decode at context 1536, INT8 over F16 keys and values", kv.speed, 1));
    add(atMost("bytes of INT8 keys and values over F16", kv.bytes, 0.55));
  },
  grammar: async () => {
    const masks = measureMasks(base());
    add(atMost("grammar mask, average microseconds", masks.averageUs, 50));
    add(atMost("grammar mask, 99th percentile microseconds", masks.p99Us, 1000));
    add(atMost("grammar compile, milliseconds", masks.compileMs, 5));
  },
  threads: async () => {
    add(
      atLeast("with one foreign busy core over idle", await measureForeign(base(), threads, turns + 2), 0.6),
    );
    const tiny = modelFile("25M", "Q4_0");
    add(atLeast("25M model on two threads over one", await measureThreads(tiny, turns + 2), 1.2));
  },
  sharing: async () => {
    const sharing = await measureSharing(base(), threads);
    add(atMost("eight agents with a common 1.5k beginning, memory over one", sharing.memory, 1.15));
    add(atMost("first token, warm over cold", sharing.warm, 0.05));
    const own = `the eight ends have ${(sharing.ownTokens * 100).toFixed(1)} % of the cold one's tokens`;
    add(atMost("first token of the slowest of eight at once, warm over cold", sharing.slowest, 0.05, own));
  },
  lookup: async () => {
    const lookup = await measureLookup(base(), threads, turns + 2);
    const note = `${(lookup.held * 100).toFixed(0)} % of guesses held, ${lookup.same ? "same" : "OTHER"} tokens`;
    const row = atLeast("copy-heavy answer with prompt lookup over without", lookup.ratio, 1.8, note);
    add({ ...row, pass: lookup.ratio >= 1.8 && lookup.same });
  },
  "four-bits": async () => {
    const four = await measureFourBits(modelFile("0.5B", "F16"), folder, threads, rounds);
    add(atMost("0.5B as npm run convert writes it in four bits, bytes over F16", four.bytes, 0.3, four.note));
    add(atLeast("its throughput with 8 at once over F16 one by one", four.throughput, 3));
    add(atMost("its time a token over F16", four.tokenTime, 0.5));
    add(atMost("its time of a prompt of 512 over F16", four.promptTime, 0.5));
  },
  trained: async () => {
    if (!values.trained) return;
    const { smooth, plain, whole } = await measureTrained(values.trained, folder, threads);
    const note = `${smooth.toFixed(3)} beside ${plain.toFixed(3)}; ${whole.toFixed(3)} before`;
    add({
      ...atMost("perplexity of SmoothQuant+ over round-to-nearest, trained weights", smooth / plain, 1, note),
      pass: smooth < plain,
    });
  },
};

const chosen = values.only?.split(",") ?? Object.keys(groups);
const unknown = chosen.find((name) => !Object.hasOwn(groups, name));
if (unknown !== undefined) {
  console.error(`--only ${unknown}: it must be some of ${Object.keys(groups).join(",")}`);
  process.exit(2);
}
for (const name of chosen) await groups[name]!();

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
