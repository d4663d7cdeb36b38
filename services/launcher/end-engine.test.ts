import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { endEngine } from "./end-engine.ts";

const started = async (onSignal: string) => {
  const code = `process.on("SIGINT", () => { ${onSignal} }); setInterval(() => {}, 1000); console.log("ready");`;
  const child = spawn(process.execPath, ["-e", code], { stdio: ["ignore", "pipe", "ignore"] });
  await once(child.stdout, "data");
  return child;
};

test("an engine that does not end gently is ended the hard way, one that does is left to it, one that is gone is gone", async () => {
  const deaf = await started("");
  await endEngine(deaf, { gently: "SIGINT", hard: "SIGQUIT", patienceMs: 50 });
  expect(deaf.signalCode).toBe("SIGQUIT");
  const hears = await started("process.exit(3)");
  await endEngine(hears, { gently: "SIGINT", hard: "SIGKILL" });
  expect(hears.exitCode).toBe(3);
  await endEngine(hears, { gently: "SIGINT", hard: "SIGKILL" });
});
