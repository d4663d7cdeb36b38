import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, expect, test } from "vitest";
import { projectRoot } from "./run.ts";

const folder = mkdtempSync(join(tmpdir(), "millwright-run-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Says its number, waits for a wish to end, and takes leave in its own time. */
const part = join(folder, "part.mjs");
writeFileSync(
  part,
  `process.on("SIGTERM", () => setTimeout(() => { console.log("left"); process.exit(7); }, 20));
   process.on("SIGINT", () => process.emit("SIGTERM"));
   setInterval(() => {}, 1_000);
   console.log("up");`,
);
const launcher = `
  const { runNode } = await import(${JSON.stringify(join(import.meta.dirname, "run.ts"))});
  process.exitCode = await runNode(${JSON.stringify(relative(projectRoot, part))});
  if (process.connected) process.disconnect();`;

const start = async () => {
  const child = spawn(process.execPath, ["--input-type=module", "-e", launcher], {
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  let said = "";
  child.stdout!.setEncoding("utf8").on("data", (text) => (said += text));
  await once(child.stdout!, "data");
  return { child, said: () => said };
};

test.each(["SIGINT", "SIGTERM"] as const)("%s reaches the part, which is waited for", async (signal) => {
  const { child, said } = await start();
  child.kill(signal);
  const [[code]] = await Promise.all([once(child, "exit"), once(child.stdout!, "end")]);
  expect(said()).toBe("up\nleft\n");
  expect(code).toBe(7);
});

test("the part ends with whoever asked for it", async () => {
  const { child, said } = await start();
  child.disconnect();
  await Promise.all([once(child, "exit"), once(child.stdout!, "end")]);
  expect(said()).toBe("up\nleft\n");
});
