import type { PlantClockSetting } from "../core/clock.ts";
import type { Config } from "../core/config.ts";
import type { PartName } from "./options.ts";
import type { Part } from "./supervisor.ts";

/** A process of the house, as it is started. */
export interface HousePart extends Omit<Part, "name"> {
  readonly name: PartName;
  readonly title: string;
}

interface PartsDeps {
  readonly config: Config;
  readonly clock: PlantClockSetting;
  readonly has: (part: PartName) => boolean;
  /** Environment of the house's own parts. */
  readonly env: Readonly<Record<string, string>>;
  /** Engines' addresses as this start knows them; an API that is alone tells nothing of those that it was not given. */
  readonly known: Readonly<Record<"MQTT_URL" | "LLM_URL", string>>;
  readonly mqttUrl: string;
  readonly llmPort: number;
  /** File with the inspection programs of the plant. */
  readonly programs: string;
}

/** The parts that are wanted; the model server only where none is given, the simulated plant only of a demonstration. */
export const partsOf = ({
  config,
  clock,
  has,
  env,
  known,
  mqttUrl,
  llmPort,
  programs,
}: PartsDeps): readonly HousePart[] => {
  const iso = (time: number) => new Date(time).toISOString();
  const all: readonly HousePart[] = [
    {
      name: "llm",
      title: "Model server",
      script: "services/llm/main.ts",
      args: ["--port", String(llmPort)],
      env,
    },
    { name: "worker", title: "Agents (Temporal worker)", script: "workflows/worker.ts", env },
    { name: "ingest", title: "Machine data", script: "services/ingest/main.ts", env },
    { name: "api", title: "API and console", script: "services/api/main.ts", env: { ...env, ...known } },
    {
      name: "simulator",
      title: "Simulated plant",
      script: "simulators/main.ts",
      args: [
        ...["--seed", String(config.PLANT_SEED), "--speed", String(clock.speed)],
        ...["--programs", programs, "--zone", config.PLANT_TIME_ZONE],
        ...["--plant", iso(clock.plantAnchor), "--wall", iso(clock.wallAnchor)],
      ],
      // Its password would be seen on the command line.
      env: { MQTT_URL: mqttUrl },
    },
  ];
  const given: Partial<Record<PartName, boolean>> = {
    llm: config.LLM_URL !== undefined,
    simulator: !config.DEMO,
  };
  return all.filter(({ name }) => has(name) && !given[name]);
};
