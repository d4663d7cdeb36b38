// Runs on whatever Node (>= 18) the machine has. It installs the packages when they are missing or outdated, and
// hands over to the Node 24 that they bring. Plain JavaScript without dependencies, since nothing is installed yet.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const modules = join(root, "node_modules");
const stamp = join(modules, ".millwright-lock");
const windows = process.platform === "win32";

/** What is said here is none of what the command answers, which may go into a file. */
const say = (sentence) => process.stderr.write(`${sentence}\n`);
const fail = (sentence) => {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
};

if (Number(process.versions.node.split(".")[0]) < 18)
  fail(`Node ${process.versions.node} is too old: install Node 18 or newer (nodejs.org), then repeat.`);

const lockHash = createHash("sha256")
  .update(readFileSync(join(root, "package-lock.json")))
  .digest("hex");
const installed = existsSync(stamp) && readFileSync(stamp, "utf8") === lockHash;
if (!installed) {
  say("Installing packages (npm ci); the first time takes a minute or two");
  const result = spawnSync(
    windows ? "npm.cmd" : "npm",
    ["ci", "--no-audit", "--no-fund", "--loglevel=error"],
    {
      cwd: root,
      stdio: ["inherit", 2, "inherit"],
      shell: windows,
    },
  );
  if (result.error)
    fail(`npm could not be started (${result.error.message}); install it with Node from nodejs.org.`);
  if (result.status !== 0)
    fail("npm ci failed; its message is above. A proxy or registry is set with `npm config set registry`.");
  mkdirSync(modules, { recursive: true });
  writeFileSync(stamp, lockHash);
}

const node = [join(modules, "node", "bin", windows ? "node.exe" : "node")].find(existsSync);
if (!node)
  fail(
    "The Node 24 that npm installs is missing: remove node_modules and repeat, with install scripts allowed.",
  );

// A process group of its own: Ctrl-C reaches this process only, which passes it on, so that the launcher can stop
// its parts in order. The channel tells the launcher if this process is killed.
const child = spawn(node, [join(root, "services/launcher/cli.ts"), ...process.argv.slice(2)], {
  cwd: root,
  stdio: ["inherit", "inherit", "inherit", "ipc"],
  detached: !windows,
  env: {
    ...process.env,
    PATH: `${dirname(node)}${windows ? ";" : ":"}${join(modules, ".bin")}${windows ? ";" : ":"}${process.env.PATH}`,
  },
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));

/** Name of a process and its parent, where the system tells; nothing once it is gone. */
const processOf = (pid) => {
  try {
    const [, name, parent] = /^\d+ \((.*)\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8"));
    return { name, parent: Number(parent) };
  } catch {
    return {};
  }
};
// npm hands a signal to its shell only, which keeps it, and hands on none when it is killed outright: either way this
// process loses them, and would be left running.
if (process.env["npm_lifecycle_event"]) {
  const shell = process.ppid;
  const { name, parent: npm } = processOf(shell);
  const isShell = /^(ba|da|z)?sh$/.test(name ?? "");
  const watch = setInterval(() => {
    if (process.ppid === shell && (!isShell || processOf(shell).parent === npm)) return;
    clearInterval(watch);
    child.kill("SIGTERM");
  }, 500);
  watch.unref();
}
child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
