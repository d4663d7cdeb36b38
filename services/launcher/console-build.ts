import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { MillwrightError } from "../core/errors.ts";
import { projectRoot, runNode } from "./run.ts";

const services = join(projectRoot, "services");
const consoleDir = join(services, "console");
const stamp = join(consoleDir, "dist/.source-hash");

/** Every file that the page is built of. */
export const consoleSources = (): string[] => {
  const sources = ["console/src/**/*", "console/index.html", "console/vite.config.ts"];
  // What the page shares with the server.
  const shared = ["core/**/*", "replay/**/*", "protocols/**/*"];
  const files = globSync([...sources, ...shared], { cwd: services, withFileTypes: true });
  return files.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
};

const sourceHash = (): string => {
  const hash = createHash("sha256");
  for (const path of consoleSources().sort())
    hash.update(path.slice(services.length)).update(readFileSync(path));
  return hash.digest("hex");
};

/** Builds the web console when its source changed since the last build. */
export const buildConsole = async (): Promise<void> => {
  const hash = sourceHash();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return;
  const code = await runNode("node_modules/vite/bin/vite.js", [
    "build",
    "--config",
    "services/console/vite.config.ts",
    "--logLevel",
    "error",
  ]);
  if (code !== 0)
    throw new MillwrightError("TOOL_MISSING", {
      tool: "the console",
      remedy: "its build failed, see above.",
    });
  await writeFile(stamp, hash);
};
