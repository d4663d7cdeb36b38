import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const version = "3.22.1";
const folder = resolve(import.meta.dirname, "../../../.bench/llama");

/**
 * The folder that holds node-llama-cpp: LLAMA_PEER, or .bench/llama, where it is installed from npm on the first run. It is
 * no dependency of the product. undefined when it cannot be had.
 */
export const findPeer = (): string | undefined => {
  const given = process.env["LLAMA_PEER"] ?? folder;
  const there = () => existsSync(join(given, "node_modules/node-llama-cpp"));
  if (there()) return given;
  if (process.env["LLAMA_PEER"]) {
    console.log(`LLAMA_PEER is ${given}, but it holds no node_modules/node-llama-cpp`);
    return undefined;
  }
  console.log(`Installing the peer, node-llama-cpp ${version}, into ${folder} ...`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  const done = spawnSync(
    "npm",
    ["install", "--no-audit", "--no-fund", "--ignore-scripts", `node-llama-cpp@${version}`],
    { cwd: folder, stdio: ["ignore", "ignore", "inherit"] },
  );
  if (done.status === 0 && there()) return given;
  console.log("The peer is not to be had: its rows stay empty. Name a folder that holds it in LLAMA_PEER.");
  return undefined;
};
