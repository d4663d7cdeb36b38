import { resolve } from "node:path";
import { type Config, loadConfig } from "../core/config.ts";

/** A word of a shell's command line, in quotes where it needs them. */
const word = (text: string): string =>
  /^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/**
 * What stands before a command in another terminal, so that it finds this house: the settings of its data store that are not the
 * usual ones. An address is not told, since it holds a password.
 */
export const reachOf = (
  config: Pick<Config, "DATA_DIR" | "POSTGRES_PORT" | "DATABASE_URL">,
): readonly string[] => {
  if (config.DATABASE_URL !== undefined) return ["DATABASE_URL=…"];
  const usual = loadConfig({});
  return [
    ...(resolve(config.DATA_DIR) === resolve(usual.DATA_DIR)
      ? []
      : [`DATA_DIR=${word(resolve(config.DATA_DIR))}`]),
    ...(config.POSTGRES_PORT === usual.POSTGRES_PORT ? [] : [`POSTGRES_PORT=${config.POSTGRES_PORT}`]),
  ];
};
