import { sql } from "kysely";
import { MillwrightError } from "../../core/errors.ts";
import { contentHash } from "../../core/ids.ts";
import { type RoadmapProblem, readRoadmap } from "../../protocols/roadmap/check.ts";
import type { Roadmap } from "../../protocols/roadmap/description.ts";
import type { Db, Tx } from "../database.ts";
import { appendEvents } from "../events.ts";
import { trafficChannel } from "../queries/traffic.ts";

/** Mistakes that are told of one roadmap. */
const mostTold = 5;
const told = (problems: readonly RoadmapProblem[]): string[] =>
  problems.slice(0, mostTold).map(({ path, problem }) => `${path}: ${problem}`);

/** The first mistakes of a roadmap, each with its place; none when it is sound. */
export const roadmapMistakes = (value: unknown): readonly string[] => {
  const read = readRoadmap(value);
  return "problems" in read ? told(read.problems) : [];
};

/** Wakes traffic control. */
export const wakeTraffic = (tx: Db | Tx) => sql`select pg_notify(${trafficChannel}, '')`.execute(tx);

/**
 * Stores the plant's roadmap in the place of the one before. Vehicles keep what they are released; from there on they drive by the
 * new one. The same roadmap again changes nothing.
 *
 * @throws MillwrightError ROADMAP_UNSOUND with the places of what is wrong.
 */
export const saveRoadmap = async (
  tx: Tx,
  {
    value,
    actId,
    actorId,
    now,
  }: { readonly value: unknown; readonly actId: string; readonly actorId: string; readonly now: Date },
): Promise<Roadmap> => {
  const read = readRoadmap(value);
  if ("problems" in read)
    throw new MillwrightError("ROADMAP_UNSOUND", {
      count: read.problems.length,
      problems: told(read.problems).join("; "),
    });
  const { roadmap } = read;
  const row = { description: JSON.stringify(roadmap), changed_at: now };
  const stored = await tx
    .insertInto("roadmap")
    .values(row)
    .onConflict((conflict) =>
      conflict
        .column("id")
        .doUpdateSet({ ...row, version: sql<number>`roadmap.version + 1` })
        .where(sql<boolean>`roadmap.description is distinct from excluded.description`),
    )
    .returning("version")
    .executeTakeFirst();
  if (!stored) return roadmap;
  await appendEvents(tx, [
    {
      id: contentHash("roadmap.described", actId),
      type: "roadmap.described",
      time: now,
      source: "mes",
      objects: [
        { id: roadmap.mapId, type: "roadmap", qualifier: "roadmap" },
        { id: actorId, type: "person", qualifier: "actor" },
      ],
      attributes: { version: stored.version, ...roadmap },
    },
  ]);
  await wakeTraffic(tx);
  return roadmap;
};
