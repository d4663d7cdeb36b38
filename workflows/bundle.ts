import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bundleWorkflowCode } from "@temporalio/worker";

const here = import.meta.dirname;

/** The workflows as one file of code, made when they changed since the last time. */
export const workflowBundle = async (cacheDir: string): Promise<{ code: string }> => {
  const hash = createHash("sha256");
  const patterns = ["*.ts", "../services/core/errors.ts", "../services/core/errors/*.ts"];
  const sources = [...globSync(patterns, { cwd: here }), "../package-lock.json"];
  for (const file of sources.sort()) hash.update(file).update(readFileSync(join(here, file)));
  const path = join(cacheDir, `workflows-${hash.digest("hex").slice(0, 16)}.js`);
  if (existsSync(path)) return { code: await readFile(path, "utf8") };
  const quiet = () => {};
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(here, "index.ts"),
    logger: { log: quiet, trace: quiet, debug: quiet, info: quiet, warn: quiet, error: console.error },
  });
  await mkdir(cacheDir, { recursive: true });
  await writeFile(`${path}.part`, code);
  await rename(`${path}.part`, path);
  return { code };
};
