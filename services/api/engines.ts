import type { Logger } from "../core/log.ts";

/** Parts of the house and engines that an API can look at, and whether its data is kept elsewhere too. The first two it cannot be without. */
export type EngineName = "database" | "temporal" | "broker" | "model" | "machines" | "backup";
const needed: readonly EngineName[] = ["database", "temporal"];

/** Each rejects with why its engine does not answer. What this API was given no address of is not looked at. */
export type EngineChecks = Readonly<Partial<Record<EngineName, () => Promise<unknown>>>>;

export interface EnginesFound {
  /** Whether requests can be served. */
  readonly isReady: boolean;
  /** "ok", or why not. */
  readonly told: Readonly<Partial<Record<EngineName, string>>>;
}

const patienceMs = 3_000;
/** Many who ask at once are one question. */
const freshMs = 1_000;

const within = async (work: Promise<unknown>): Promise<unknown> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${patienceMs / 1_000} s`)), patienceMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
};

/** Looks at the engines when somebody asks; that one goes away or comes back is logged, once. */
export const createEngineWatch = (checks: EngineChecks, log: Logger) => {
  const away = new Set<string>();
  let [looking, lookedAt]: [Promise<EnginesFound> | undefined, number] = [undefined, 0];
  const ask = async (name: string, check: () => Promise<unknown>): Promise<string> => {
    const found = await within(check()).then(
      () => "ok",
      (error: Error) => error.message || "no answer",
    );
    if (found !== "ok" && !away.has(name)) log.warn({ engine: name, error: found }, "engine is away");
    if (found === "ok" && away.delete(name)) log.info({ engine: name }, "engine is back");
    if (found !== "ok") away.add(name);
    return found;
  };
  const look = async (): Promise<EnginesFound> => {
    const entries = Object.entries(checks).map(async ([name, check]) => [name, await ask(name, check)]);
    const told: EnginesFound["told"] = Object.fromEntries(await Promise.all(entries));
    return { told, isReady: needed.every((name) => (told[name] ?? "ok") === "ok") };
  };
  return {
    look: (): Promise<EnginesFound> => {
      if (!looking || Date.now() - lookedAt > freshMs) {
        lookedAt = Date.now();
        looking = look();
      }
      return looking;
    },
  };
};
