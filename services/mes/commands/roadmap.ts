import { sql } from "kysely";
import { MillwrightError } from "../../core/errors.ts";
import { contentHash } from "../../core/ids.ts";
import { readRoadmap } from "../../protocols/roadmap/check.ts";
import type { Roadmap, Zone } from "../../protocols/roadmap/description.ts";
import type { Db, Tx } from "../database.ts";
import { appendEvents } from "../events.ts";
import { currentRoadmap, trafficChannel } from "../queries/traffic.ts";
import { firstProblems } from "./first-problems.ts";

/** The first mistakes of a roadmap, each with its place; none when it is sound. */
export const roadmapMistakes = (value: unknown): readonly string[] => {
  const read = readRoadmap(value);
  return "problems" in read ? firstProblems(read.problems) : [];
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
      problems: firstProblems(read.problems).join("; "),
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

interface ZoneAct {
  readonly actId: string;
  readonly actorId: string;
  readonly now: Date;
}

const changeZones = async (
  tx: Tx,
  change: (zones: readonly Zone[]) => readonly unknown[],
  act: ZoneAct,
): Promise<Roadmap> => {
  // Of two who change zones at once the second changes what the first has left.
  await tx.selectFrom("roadmap").select("id").forUpdate().execute();
  const stored = await currentRoadmap(tx);
  if (!stored) throw new MillwrightError("NOT_FOUND", { kind: "roadmap", id: "" });
  const { description } = stored;
  return saveRoadmap(tx, { value: { ...description, zones: change(description.zones ?? []) }, ...act });
};

/**
 * Sets a zone of the roadmap, a new one or one of that id anew; vehicles drive by it from where their bases end.
 *
 * @throws MillwrightError NOT_FOUND while there is no roadmap; ROADMAP_UNSOUND with what is wrong with it.
 */
export const setZone = (tx: Tx, value: object, act: ZoneAct): Promise<Roadmap> => {
  const { zoneId } = value as Partial<Zone>;
  return changeZones(tx, (zones) => [...zones.filter((zone) => zone.zoneId !== zoneId), value], act);
};

/** Lifts a zone. @throws MillwrightError NOT_FOUND. */
export const liftZone = (tx: Tx, zoneId: string, act: ZoneAct): Promise<Roadmap> =>
  changeZones(
    tx,
    (zones) => {
      if (!zones.some((zone) => zone.zoneId === zoneId))
        throw new MillwrightError("NOT_FOUND", { kind: "zone", id: zoneId });
      return zones.filter((zone) => zone.zoneId !== zoneId);
    },
    act,
  );
