import { z } from "zod";

/**
 * What patrolling robots say, as JSON on `patrol/v1/<site>/<patroller>/<kind>` at QoS 1. A message that comes twice is taken once by its
 * `messageId`; times are plant time. docs/inspection-and-patrol.md tells each field.
 */
const id = z.string().min(1).max(100);
const time = z.iso.datetime({ offset: true });
const finite = z.number().finite();

export const patrolRound = z.object({
  messageId: id,
  roundId: id,
  routeId: id,
  state: z.enum(["Started", "Completed", "Aborted"]),
  time,
  reason: z.string().max(300).nullish(),
});
export type PatrolRoundMessage = z.infer<typeof patrolRound>;

const photo = z.object({
  mimeType: z.enum(["image/png", "image/jpeg", "image/webp"]),
  /** Base64 of at most 128 kB; a larger one is uploaded and referred to by `url`. */
  data: z.base64().max(175_000).nullish(),
  url: z.string().max(500).nullish(),
});

export const patrolReading = z
  .object({
    messageId: id,
    roundId: id,
    routeId: id,
    checkpointId: id,
    checkId: id,
    time,
    value: finite.nullish(),
    /** Of a check without limits: whether all is as it should be. */
    ok: z.boolean().nullish(),
    note: z.string().max(500).nullish(),
    photo: photo.nullish(),
  })
  .refine(({ value, ok }) => value != null || ok != null, {
    path: ["value"],
    error: "value or ok must be given",
  });
export type PatrolReadingMessage = z.infer<typeof patrolReading>;

export const patrolState = z.object({
  time,
  online: z.boolean(),
  x: finite.nullish(),
  y: finite.nullish(),
  battery: z.number().min(0).max(100).nullish(),
});
export type PatrolStateMessage = z.infer<typeof patrolState>;

const prefix = "patrol/v1";
const kinds = ["round", "reading", "state"] as const;
export type PatrolMessageKind = (typeof kinds)[number];

/** What the house listens to. */
export const patrolSays = kinds.map((kind) => `${prefix}/+/+/${kind}`);

export const formatPatrolTopic = (site: string, patroller: string, kind: PatrolMessageKind): string =>
  `${prefix}/${site}/${patroller}/${kind}`;

/** Undefined for what is no topic of a patrol. */
export const parsePatrolTopic = (
  text: string,
): { readonly site: string; readonly patroller: string; readonly kind: PatrolMessageKind } | undefined => {
  const [name, version, site, patroller, kind, ...rest] = text.split("/");
  const known = kinds.find((one) => one === kind);
  return `${name}/${version}` === prefix && site && patroller && known && rest.length === 0
    ? { site, patroller, kind: known }
    : undefined;
};
