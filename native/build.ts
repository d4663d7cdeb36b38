import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join, resolve } from "node:path";

/**
 * Builds the addon with the plain C++ compiler: nothing is downloaded, and only what changed is compiled again. A
 * source is known by its text, its headers' texts and its flags.
 */
const here = import.meta.dirname;
const modules = resolve(here, "../node_modules");
const sanitize = process.argv.includes("--sanitize");
const buildDir = join(here, sanitize ? "build/sanitize" : "build");
const output = join(buildDir, "millwright.node");
const compiler = process.env["CXX"] ?? "g++";

const commonFlags = [
  "-std=c++20",
  "-O3",
  "-fPIC",
  "-fvisibility=hidden",
  "-Wall",
  "-Wextra",
  "-Wno-unused-parameter",
  // Exact powers and signs are not relied on; products may be fused and sums reordered within a kernel.
  "-fno-math-errno",
  // Loops that say so may be vectorised with their sums reordered.
  "-fopenmp-simd",
  "-DNAPI_VERSION=9",
  // Whatever is thrown becomes JavaScript's exception; where JavaScript is just ending, in a worker, it goes with it.
  "-DNODE_ADDON_API_CPP_EXCEPTIONS_ALL",
  "-DNODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS",
  `-I${join(modules, "node-api-headers/include")}`,
  `-I${join(modules, "node-addon-api")}`,
  ...(sanitize
    ? [
        "-g1",
        "-O1",
        "-fsanitize=address,undefined",
        "-fno-sanitize-recover=undefined",
        "-fno-omit-frame-pointer",
        "-DMILLWRIGHT_EMULATE_AVX512",
      ]
    : []),
];
/** When it is emulated it is checked for its results, and without the sanitizers, which take minutes over it. */
const avx512Flags = sanitize
  ? ["-fno-sanitize=all"]
  : ["-mavx512f", "-mavx512bw", "-mavx512vl", "-mavx512dq", "-mavx512vnni", "-mfma", "-mf16c"];
/** Instruction sets that a file may use beyond what every processor has; it is only called where they are. */
const extraFlags: Readonly<Record<string, readonly string[]>> = {
  // Its loops stay loops, or it takes a minute to compile.
  "kernels/portable.cpp": [sanitize ? "-O1" : "-O2"],
  ...(process.arch === "x64"
    ? {
        "kernels/avx2.cpp": ["-mavx2", "-mfma", "-mf16c"],
        "kernels/avx512.cpp": avx512Flags,
        "kernels/avx512_amd.cpp": avx512Flags,
        "kernels/amx.cpp": avx512Flags,
      }
    : {}),
};

const run = (args: readonly string[]): Promise<string> =>
  new Promise((done, fail) => {
    const child = spawn(compiler, args, { stdio: ["ignore", "pipe", "pipe"] });
    let text = "";
    child.stdout.on("data", (chunk) => {
      text += chunk;
    });
    child.stderr.on("data", (chunk) => {
      text += chunk;
    });
    child.on("error", () =>
      fail(
        new Error(
          `No C++ compiler "${compiler}". Install one (Debian: apt-get install g++; macOS: xcode-select --install) or name it in CXX.`,
        ),
      ),
    );
    child.on("close", (code) => (code === 0 ? done(text) : fail(new Error(text))));
  });

/** A source and every header that it includes, directly or not. */
const filesOf = (source: string, known = new Set<string>()): Set<string> => {
  if (known.has(source)) return known;
  known.add(source);
  const text = readFileSync(join(here, source), "utf8");
  for (const [, name] of text.matchAll(/^#include "(.+)"/gm)) {
    const header = join(dirname(source), name!);
    if (existsSync(join(here, header))) filesOf(header, known);
  }
  return known;
};

const objectOf = (source: string): { path: string; flags: readonly string[] } => {
  const extra = extraFlags[source];
  // The inner loops are written out many times over: watched and optimised, each of their files would take minutes.
  const flags = [...commonFlags, ...(extra ?? []), ...(sanitize && extra ? ["-O0"] : [])];
  const hash = createHash("sha256").update(flags.map((flag) => flag.replace(modules, "")).join(" "));
  for (const file of filesOf(source)) hash.update(file).update(readFileSync(join(here, file)));
  const digest = hash.digest("hex").slice(0, 16);
  return { path: join(buildDir, `${source.replaceAll("/", "_")}.${digest}.o`), flags };
};

const build = async (): Promise<void> => {
  mkdirSync(buildDir, { recursive: true });
  const sources = globSync("**/*.cpp", { cwd: here, exclude: ["build/**"] }).sort();
  const objects = sources.map((source) => ({ source, ...objectOf(source) }));
  const linked = join(buildDir, "linked");
  const wanted = objects.map((object) => object.path).join("\n");
  if (existsSync(output) && existsSync(linked) && readFileSync(linked, "utf8") === wanted) return;

  const missing = objects.filter((object) => !existsSync(object.path));
  let finished = 0;
  const queue = [...missing];
  const work = async () => {
    for (let object = queue.shift(); object; object = queue.shift()) {
      await run([...object.flags, "-c", join(here, object.source), "-o", object.path]);
      finished += 1;
      process.stdout.write(`      ${finished}/${missing.length} ${object.source}\n`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  const link = process.platform === "darwin" ? ["-undefined", "dynamic_lookup", "-bundle"] : ["-shared"];
  await run([
    ...link,
    ...(sanitize ? ["-fsanitize=address,undefined"] : []),
    ...objects.map((object) => object.path),
    "-o",
    output,
    "-pthread",
  ]);
  writeFileSync(linked, wanted);
  const kept = new Set(objects.map((object) => object.path));
  for (const name of globSync("*.o", { cwd: buildDir }))
    if (!kept.has(join(buildDir, name))) rmSync(join(buildDir, name));
};

try {
  await build();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
