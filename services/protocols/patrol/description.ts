import { z } from "zod";

/** A route that robots or people go, described as data: its checkpoints, what is looked at there, and within which limits. */
const id = z
  .string()
  .min(1)
  .max(60)
  .regex(/^[^\s/+#]+$/, "must hold no space, slash, + or #");
const text = z.string().min(1).max(200);
const finite = z.number().finite();

/** What a check is about; those without a value are answered with yes or no. */
export const patrolKinds = {
  temperature: { zh: "温度", en: "temperature" },
  humidity: { zh: "湿度", en: "humidity" },
  gauge: { zh: "仪表", en: "gauge" },
  noise: { zh: "噪声", en: "noise" },
  leak: { zh: "泄漏", en: "leak" },
  blockedAisle: { zh: "通道堵塞", en: "blocked aisle" },
  fireExit: { zh: "消防通道", en: "fire exit" },
  esd: { zh: "防静电", en: "ESD protection" },
  intrusion: { zh: "禁区有人", en: "person in a closed zone" },
  other: { zh: "其他", en: "other" },
} as const;
export type PatrolKind = keyof typeof patrolKinds;
const kindIds = Object.keys(patrolKinds) as [PatrolKind, ...PatrolKind[]];

const severities = ["Info", "Warning", "Critical"] as const;
export type Severity = (typeof severities)[number];

const check = z
  .strictObject({
    id,
    kind: z.enum(kindIds),
    nameZh: text,
    nameEn: text,
    unit: z.string().max(20).default(""),
    lower: finite.nullable().default(null),
    upper: finite.nullable().default(null),
    severity: z.enum(severities).default("Warning"),
  })
  .refine(({ lower, upper }) => lower === null || upper === null || lower <= upper, {
    path: ["upper"],
    error: "must not be less than lower",
  });
export type PatrolCheck = z.infer<typeof check>;

const checkpoint = z.strictObject({
  id,
  nameZh: text,
  nameEn: text,
  /** Metres, as on the roadmap. */
  x: finite,
  y: finite,
  checks: z.array(check).min(1).max(30),
});
export type Checkpoint = z.infer<typeof checkpoint>;

const once = (ids: readonly string[]) => new Set(ids).size === ids.length;

export const patrolRoute = z.strictObject({
  id,
  nameZh: text,
  nameEn: text,
  /** A robot's id, or a role of people. */
  patroller: id,
  /** Minutes after midnight at which it begins first, and how often from then on. */
  firstMinute: z.int().min(0).max(1_439),
  everyMinutes: z.int().min(10).max(10_080),
  graceMinutes: z.int().min(1).max(1_440).default(15),
  checkpoints: z
    .array(
      checkpoint.refine(({ checks }) => once(checks.map((one) => one.id)), {
        path: ["checks"],
        error: "holds an id twice",
      }),
    )
    .min(1)
    .max(100)
    .refine((points) => once(points.map((one) => one.id)), "holds a checkpoint twice"),
});
export type PatrolRoute = z.infer<typeof patrolRoute>;
