import { parseArgs } from "node:util";
import { z } from "zod";

/** What the simulated plant is told on its command line. */
const settings = z.object({
  mqtt: z.string().refine((text) => URL.canParse(text), "must be a URL such as mqtt://127.0.0.1:1883"),
  seed: z.coerce.number().int().default(1),
  /** ISO 8601; the plant's time at `wall`. */
  plant: z.iso.datetime().optional(),
  wall: z.iso.datetime().optional(),
  /** File with what inspection machines are programmed with; without it there are none. */
  programs: z.string().optional(),
  /** The plant's time zone: rounds go by its clock. */
  zone: z.string().default("Asia/Shanghai"),
  speed: z.coerce.number().positive().max(100_000).default(1),
});
export type SimulatorConfig = z.infer<typeof settings>;

const usage =
  "Usage: node simulators/main.ts --mqtt URL (or MQTT_URL) [--seed N] [--plant ISO-TIME --wall ISO-TIME] [--speed FACTOR] [--programs FILE] [--zone ZONE]";

/** @throws Error with the option's name and what is wrong with it. */
export const readConfig = (
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>> = process.env,
): SimulatorConfig => {
  const option = { type: "string" } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      mqtt: option,
      seed: option,
      plant: option,
      wall: option,
      speed: option,
      programs: option,
      zone: option,
    },
  });
  const parsed = settings.safeParse({ mqtt: environment["MQTT_URL"], ...values });
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Error(`--${issue?.path.join(".")}: ${issue?.message}\n${usage}`);
};
