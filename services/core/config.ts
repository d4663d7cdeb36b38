import { z } from "zod";
import { MillwrightError } from "./errors.ts";
import { isZone } from "./zone.ts";

const portText = "must be a port from 0 to 65535; 0 takes a free one";
const port = z.coerce.number({ error: portText }).int(portText).min(0, portText).max(65_535, portText);
const url = (...protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    error: `must be a URL with ${protocols.join(" or ")}`,
  });
/** Of an engine that may ask for a password; an unwritten sign of one has ended the host or the path too early. */
const loginUrl = (...protocols: string[]) =>
  url(...protocols).refine(
    (text) => {
      const parsed = URL.parse(text);
      return !parsed || (parsed.hash === "" && !/[:@]/.test(parsed.pathname));
    },
    { error: "in a user or password %, @, /, :, # and ? are written %25, %40, %2F, %3A, %23 and %3F" },
  );

/**
 * The address of a database, encrypted and vouched for where any encryption is asked for: the driver takes the weaker modes for
 * `verify-full` by now, and says at every start that it will not always.
 */
export const vouchedFor = (address: string): string =>
  address.includes("uselibpqcompat=true")
    ? address
    : address.replace(/([?&]sslmode=)(?:prefer|require|verify-ca)(?=&|$)/, "$1verify-full");

const daysText = "must be a whole number of days, or 0 for ever";
const days = z.coerce.number({ error: daysText }).int(daysText).min(0, daysText);

/** Every setting, its default and its check. An absent engine address means: start the embedded one. */
const settings = z.object({
  DATA_DIR: z.string().default(".millwright"),
  DATABASE_URL: loginUrl("postgres:", "postgresql:").transform(vouchedFor).optional(),
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^\s/]+:\d+$/, "must be host:port")
    .optional(),
  TEMPORAL_NAMESPACE: z.string().min(1).default("default"),
  TEMPORAL_API_KEY: z.string().optional(),
  TEMPORAL_TLS: z.stringbool().default(false),
  /** Files of a client certificate and its key, where the Temporal server asks for one. */
  TEMPORAL_TLS_CERT: z.string().optional(),
  TEMPORAL_TLS_KEY: z.string().optional(),
  /** The name in the Temporal server's certificate, where it is not that of its address. */
  TEMPORAL_TLS_SERVER_NAME: z.string().optional(),
  /** Node's own setting: a file of authorities that are believed besides the public ones, for all engines. */
  NODE_EXTRA_CA_CERTS: z.string().optional(),
  /** What tells the houses of one Temporal server apart. */
  TASK_QUEUE: z
    .string()
    .regex(/^[^\s/]+$/, "must be a name without spaces and slashes")
    .default("millwright"),
  MQTT_URL: loginUrl("mqtt:", "mqtts:", "ws:", "wss:").optional(),
  LLM_URL: url("http:", "https:").optional(),
  LLM_API_KEY: z.string().optional(),
  LLM_MODEL: z.string().optional(),
  /** Whether a model server that is not on this machine is the plant's own: prompts go to it with people's names. */
  LLM_PRIVATE: z.stringbool().default(false),
  LLM_TIMEOUT_MS: z.coerce.number().int().positive().default(60_000),
  API_HOST: z.string().default("127.0.0.1"),
  API_PORT: port.default(7310),
  POSTGRES_PORT: port.default(7311),
  TEMPORAL_PORT: port.default(7312),
  MQTT_PORT: port.default(7313),
  LLM_PORT: port.default(7314),
  /** Certificate (with its chain) and key in PEM form: with both, the console and the API speak HTTPS alone. */
  TLS_CERT: z.string().optional(),
  TLS_KEY: z.string().optional(),
  /** Addresses or networks of reverse proxies, with commas between: what they say of a caller's address and of TLS is believed. */
  TRUST_PROXY: z
    .string()
    .regex(/^[\d.a-f:/]+(\s*,\s*[\d.a-f:/]+)*$/i, "must be addresses or networks with commas between")
    .optional(),
  SESSION_SECRET: z.string().min(16).optional(),
  DEMO: z.stringbool().default(true),
  PLANT_TIME_ZONE: z
    .string()
    .refine(isZone, "must be a time zone's name, such as Asia/Shanghai or Europe/Berlin")
    .default("Asia/Shanghai"),
  /** What the demonstration plant and its simulator are drawn from. */
  PLANT_SEED: z.coerce.number().int().default(1),
  /** How many times as fast as the wall clock the simulated plant runs. */
  PLANT_SPEED: z.coerce.number().positive().max(100_000).default(30),
  /** Seconds of wall time that a proposal waits for a person. */
  APPROVAL_TTL_S: z.coerce.number().positive().default(900),
  /** Time that the planner may take for a plan, and for the repair of one. */
  PLAN_BUDGET_MS: z.coerce.number().int().positive().default(8_000),
  REPAIR_BUDGET_MS: z.coerce.number().int().positive().default(1_500),
  /** Whether a work instruction that is no longer what the master data say stands in the way of a release. */
  STALE_INSTRUCTIONS: z.enum(["warn", "block"]).default("warn"),
  /** What one person may not both ask for, or write, and approve: "instructions" and names of tools; "none" for nothing. */
  FOUR_EYES: z
    .string()
    .regex(/^[a-z_]+(\s*,\s*[a-z_]+)*$/, "must be instructions, none, or names of tools with commas between")
    .default("instructions"),
  /** Days for which plans that others have replaced, silent conversations, and settled messages are kept; 0: for ever (docs/operations.md). */
  KEEP_PLANS_DAYS: days.default(90),
  KEEP_CHAT_DAYS: days.default(365),
  KEEP_MESSAGES_DAYS: days.default(90),
  KEEP_MEASUREMENTS_DAYS: days.default(400),
  BACKUP_DIR: z.string().optional(),
  BACKUP_EVERY_H: z.coerce.number().positive().default(24),
  BACKUP_KEEP: z.coerce.number().int().min(1).default(14),
  BACKUP_KEY: z.string().min(12, "must be 12 signs or more").optional(),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
});

export type Config = Readonly<z.infer<typeof settings>>;

/**
 * Reads the settings once, at a process's start; everything else is handed what it needs.
 *
 * @throws MillwrightError CONFIG_INVALID that names the variable and what is wrong with it.
 */
export const loadConfig = (
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Config => {
  const given = Object.fromEntries(
    Object.keys(settings.shape)
      .map((name) => [name, environment[name]] as const)
      .filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = settings.safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new MillwrightError("CONFIG_INVALID", {
    path: issue?.path.join(".") ?? "",
    problem: issue?.message ?? "unknown",
  });
};
