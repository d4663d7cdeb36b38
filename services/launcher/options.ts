import { parseArgs } from "node:util";
import { MillwrightError } from "../core/errors.ts";

/** Parts that can be started alone. */
export const partNames = [
  "database",
  "temporal",
  "broker",
  "llm",
  "worker",
  "ingest",
  "api",
  "simulator",
] as const;
export type PartName = (typeof partNames)[number];

export interface StartOptions {
  readonly only: ReadonlySet<PartName>;
  /** Settings that the command line gives; they win over the environment. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Reads `--only a,b --port N --data DIR --speed X --seed N`. */
export const readStartOptions = (args: readonly string[]): StartOptions => {
  const string = { type: "string" } as const;
  let values: Record<string, string | undefined>;
  try {
    values = parseArgs({
      args: [...args],
      options: { only: string, port: string, data: string, speed: string, seed: string },
    }).values;
  } catch (error) {
    throw new MillwrightError("INVALID_INPUT", { path: "command line", problem: (error as Error).message });
  }
  const wanted = values["only"]?.split(",").map((name) => name.trim()) ?? [...partNames];
  const unknown = wanted.find((name) => !(partNames as readonly string[]).includes(name));
  if (unknown !== undefined)
    throw new MillwrightError("INVALID_INPUT", {
      path: "--only",
      problem: {
        zh: `没有名为 ${unknown} 的部件，可选：${partNames.join("、")}`,
        en: `there is no part "${unknown}"; parts are ${partNames.join(", ")}`,
      },
    });
  const given = {
    API_PORT: values["port"],
    DATA_DIR: values["data"],
    PLANT_SPEED: values["speed"],
    PLANT_SEED: values["seed"],
  };
  const settings = Object.fromEntries(
    Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  return { only: new Set(wanted as PartName[]), settings };
};
