import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { waitFor } from "./wait.ts";
import { startWiredHouse, type WiredHouse } from "./wired-house.ts";

/** What the boards are. */
export const inspectedProduct = "RRU-5201";
const epoch = demoEpoch().getTime();
/** A moment so many minutes after the demonstration plant begins. */
export const minutes = (count: number) => new Date(epoch + count * 60_000);

/** A call of a machine on a board. */
interface Found {
  readonly id: string;
  readonly kind: string;
  readonly designator?: string;
  readonly verdict?: string;
  readonly more?: object;
}
/** A board as a machine saw it; `at` is minutes after the demonstration plant begins. */
export interface Board {
  readonly serial: string;
  readonly at: number;
  readonly found?: readonly Found[];
  readonly position?: number;
  readonly name?: string;
}
/** A CFX message of what a machine saw. */
export const inspected = (machine: string, boards: readonly Board[], body: object = {}) => ({
  MessageName: "CFX.Production.TestAndInspection.UnitsInspected",
  Version: "2.0",
  TimeStamp: minutes(Math.max(...boards.map(({ at }) => at))).toISOString(),
  UniqueID: randomUUID(),
  Source: `BINJIANG.${machine}`,
  MessageBody: {
    RecipeName: inspectedProduct,
    InspectionMethod: "AOI",
    InspectedUnits: boards.map(({ serial, at, found = [], position = 1, name }) => ({
      UnitIdentifier: serial,
      UnitPositionNumber: position,
      OverallResult: found.length > 0 ? "Failed" : "Passed",
      Inspections: [
        {
          UniqueIdentifier: name ?? `${serial}/${at}`,
          InspectionEndTime: minutes(at).toISOString(),
          Result: found.length > 0 ? "Failed" : "Passed",
          DefectsFound: found.map(({ id, kind, designator, verdict, more }) => ({
            UniqueIdentifier: id,
            DefectCategory: kind,
            ComponentOfInterest: { ReferenceDesignator: designator ?? "C1" },
            Verification: verdict ?? "NotVerifiedYet",
            ...more,
          })),
        },
      ],
    })),
    ...body,
  },
});

/** A house with its wire, and what is stored of what machines say on it. */
export const startInspectionHouse = async (name: string) => {
  const wired: WiredHouse = await startWiredHouse(name, ["wang.fang", "zhang.min", "integrator"]);
  const { db, url } = wired.house.plant;
  const until = <T>(ask: () => Promise<T | undefined>) => waitFor(url, ask);
  const say = async (machine: string, message: object) => {
    await wired.wire.publishAsync(`cfx/v2/BINJIANG/${machine}`, JSON.stringify(message), { qos: 1 });
    await wired.ingest.settled();
  };
  const inspectionsOf = (serial: string) =>
    db.selectFrom("inspection").selectAll().where("unit_id", "=", serial).orderBy("time").execute();
  const defectsOf = (serial: string) =>
    db.selectFrom("inspection_defect").selectAll().where("unit_id", "=", serial).orderBy("id").execute();
  const eventsOf = (serial: string) =>
    db
      .selectFrom("event")
      .selectAll()
      .where(sql<boolean>`objects @> jsonb_build_array(jsonb_build_object('id', ${serial}::text))`)
      .execute();
  /** Boards once they are stored; one without a call makes no event that would be waited for. */
  const arrived = (serial: string, count = 1) =>
    until(async () => {
      const rows = await inspectionsOf(serial);
      return rows.length >= count ? rows : undefined;
    });
  return {
    ...wired,
    db,
    apiUrl: wired.house.api.url,
    until,
    say,
    inspectionsOf,
    defectsOf,
    eventsOf,
    arrived,
  };
};
export type InspectionHouse = Awaited<ReturnType<typeof startInspectionHouse>>;
