import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { askFigure } from "../../agents/analyst/figures/ask.ts";
import { inspectionStatus } from "../../agents/analyst/inspection/status.ts";
import { endQuiet, lookAtLine } from "../../agents/analyst/inspection/watch.ts";
import { groundedText } from "../../agents/runtime/grounding.ts";
import {
  type Board,
  type InspectionHouse,
  inspected,
  inspectedProduct,
  minutes,
  startInspectionHouse,
} from "../support/inspection-house.ts";

let house: InspectionHouse;
beforeAll(async () => {
  house = await startInspectionHouse("inspection-findings-test");
});
afterAll(() => house.close());

test("the metrics are what a plain count gives, and move with what people say", async () => {
  const boards = Array.from(
    { length: 40 },
    (_, index): Board => ({
      serial: `SN-9002${String(index).padStart(4, "0")}`,
      at: -300 + index,
      found:
        index % 10 === 0
          ? [
              {
                id: `e-${index}`,
                kind: "Short",
                verdict: index === 0 ? "NotVerifiedYet" : index < 20 ? "DefectConfirmed" : "DefectRejected",
              },
            ]
          : [],
    }),
  );
  await house.say("SMT-5-AOI", inspected("SMT-5-AOI", boards));
  await house.arrived("SN-90020039");
  const figure = async (metric: "dpmo" | "aoi_fpy" | "false_calls" | "aoi_defects") =>
    (
      await askFigure(house.db, {
        metric,
        filter: { lines: ["SMT-5"] },
        from: minutes(-400),
        to: minutes(-200),
      })
    ).value;
  const [{ opportunities } = { opportunities: 0 }] = await house.inspectionsOf("SN-90020001");
  expect(await figure("dpmo")).toBeCloseTo((2 * 1_000_000) / (40 * opportunities), 9);
  expect(await figure("aoi_fpy")).toBe(95);
  expect(await figure("false_calls")).toBeCloseTo((100 * 2) / 3, 9);
  expect(await figure("aoi_defects")).toBe(2);
  // Every board that failed goes through once more, and is called for the same.
  const again = boards
    .filter(({ found = [] }) => found.length > 0)
    .map((board) => ({
      ...board,
      at: board.at + 50,
      found: board.found!.map((one) => ({ ...one, id: `${one.id}-again`, verdict: "NotVerifiedYet" })),
    }));
  await house.say("SMT-5-AOI", inspected("SMT-5-AOI", again));
  await house.until(async () => ((await house.inspectionsOf("SN-90020030")).length === 2 ? true : undefined));
  expect(await figure("dpmo")).toBeCloseTo((2 * 1_000_000) / (40 * opportunities), 9);
  expect(await figure("aoi_defects")).toBe(2);
  const { data: page } = await house.ask(
    'query($from: DateTime!, $to: DateTime!) { inspection(from: $from, to: $to, line: "SMT-5") { totals { boards dpmo } } }',
    { from: minutes(-400).toISOString(), to: minutes(-200).toISOString() },
  );
  expect(page.inspection.totals.boards).toBe(44);
  expect(page.inspection.totals.dpmo).toBeCloseTo((2 * 1_000_000) / (40 * opportunities), 9);
  const [waiting] = (await house.defectsOf("SN-90020000")).toSorted(
    (a, b) => Number(a.time) - Number(b.time),
  );
  await house.ask(
    'mutation($id: ID!) { verifyDefect(id: $id, verdict: DefectRejected, idempotencyKey: "move") { id } }',
    { id: waiting!.id },
  );
  expect(await figure("aoi_fpy")).toBe(97.5);
  expect(await figure("false_calls")).toBe(75);
  const split = await askFigure(house.db, {
    metric: "aoi_defects",
    filter: { lines: ["SMT-5"] },
    split: "reason",
    from: minutes(-400),
    to: minutes(-200),
  });
  expect(split.parts.map(({ key, value }) => [key, value])).toEqual([["Short", 1]]);
  const ofKind = async (...reasons: readonly string[]) =>
    (
      await askFigure(house.db, {
        metric: "aoi_defects",
        filter: { lines: ["SMT-5"], reasons },
        from: minutes(-400),
        to: minutes(-200),
      })
    ).value;
  expect([await ofKind("Short"), await ofKind("Tombstone")]).toEqual([1, 0]);
  const byPart = await askFigure(house.db, {
    metric: "aoi_defects",
    filter: { lines: ["SMT-5"] },
    split: "material",
    from: minutes(-400),
    to: minutes(-200),
  });
  const kept = await house.db
    .selectFrom("inspection_defect")
    .select("material_id")
    .where("line", "=", "SMT-5")
    .where("verification", "=", "DefectConfirmed")
    .executeTakeFirstOrThrow();
  expect(byPart.parts.map(({ key, value }) => [key, value])).toEqual([[kept.material_id, 1]]);
});

test("a feeder that drops parts is found, told once as an event, explained by a person, and not told again", async () => {
  const setup = await house.db
    .selectFrom("placement_setup as s")
    .innerJoin("bom_item as b", (join) =>
      join.onRef("b.material_id", "=", "s.material_id").on("b.work_master_id", "=", `WM-${inspectedProduct}`),
    )
    .innerJoin("bom_placement as p", (join) =>
      join
        .onRef("p.work_master_id", "=", "b.work_master_id")
        .onRef("p.segment", "=", "b.segment")
        .onRef("p.position", "=", "b.position"),
    )
    .select(["s.feeder", "p.designator"])
    .where("s.line", "=", "SMT-1")
    .where("s.product_id", "=", inspectedProduct)
    .execute();
  const [feeder, own] = [...Map.groupBy(setup, (row) => row.feeder)].find(([, rows]) => rows.length >= 5)!;
  const boards = (from: number, count: number, spoilt: (index: number) => boolean) =>
    Array.from(
      { length: count },
      (_, index): Board => ({
        serial: `SN-91${String(from + index + 50_000).padStart(6, "0")}`,
        at: from + index,
        position: (index % 2) + 1,
        found: spoilt(index)
          ? [
              {
                id: `f-${from}-${index}`,
                kind: "ComponentMissing",
                designator: own[Math.floor(index / 30) % own.length]!.designator,
              },
            ]
          : [],
      }),
    );
  await house.say(
    "SMT-1-AOI",
    inspected(
      "SMT-1-AOI",
      boards(-3_000, 400, (index) => index === 200),
    ),
  );
  await house.say(
    "SMT-1-AOI",
    inspected(
      "SMT-1-AOI",
      boards(-400, 390, (index) => index % 30 === 7),
    ),
  );
  await house.until(async () =>
    ((
      await house.db
        .selectFrom("inspection")
        .select((f) => f.fn.countAll<string>().as("n"))
        .where("line", "=", "SMT-1")
        .executeTakeFirst()
    )?.n ?? "0") === "790"
      ? true
      : undefined,
  );
  expect(await lookAtLine(house.db, "SMT-1", "AOI", minutes(0))).toBe(1);
  expect(await lookAtLine(house.db, "SMT-1", "AOI", minutes(1))).toBe(0);
  const { data } = await house.ask(
    "{ defectClusters { id line kind source sourceId found expected chance tests designators advice { en } text { zh } } }",
  );
  const [cluster] = data.defectClusters;
  expect(cluster).toMatchObject({
    line: "SMT-1",
    kind: "ComponentMissing",
    source: "feeder",
    sourceId: feeder,
    found: 13,
  });
  expect(cluster.expected).toBeLessThan(1);
  const events = await house.db
    .selectFrom("event")
    .selectAll()
    .where("type", "=", "defects.clustered")
    .execute();
  expect(events).toHaveLength(1);
  expect(events[0]!.attributes).toMatchObject({ source: "feeder", sourceId: feeder, found: 13 });

  const context = {
    db: house.db,
    clock: { now: () => minutes(0), wallMsUntil: () => 0, after: () => minutes(0) },
    tool: "inspection_status" as const,
    toolCallId: "t",
    actorId: "wang.fang",
    args: { line: "all" },
    text: "有什么缺陷聚集？",
  };
  const told = await inspectionStatus(context);
  expect(groundedText(told, context.args).invented).toEqual([]);
  expect(told.text.zh).toContain(`供料器 ${feeder}`);
  expect(told.text.en).toContain(`feeder ${feeder}`);

  const close = (user?: string) =>
    house.ask(
      'mutation($id: ID!, $key: String!) { closeDefectCluster(id: $id, cause: Confirmed, note: "tape jammed", idempotencyKey: $key) { id } }',
      { id: cluster.id, key: randomUUID() },
      user,
    );
  expect((await close("integrator")).errors[0].extensions.code).toBe("FORBIDDEN");
  expect((await close()).errors).toBeUndefined();
  expect((await close()).errors[0].extensions.code).toBe("NOT_FOUND");
  expect(await lookAtLine(house.db, "SMT-1", "AOI", minutes(2))).toBe(0);
  await endQuiet(house.db, minutes(2_000));
  const row = await house.db.selectFrom("defect_cluster").selectAll().executeTakeFirstOrThrow();
  expect(row).toMatchObject({
    status: "Closed",
    closed_by: "wang.fang",
    note: "tape jammed",
    cause: "Confirmed",
  });
});

test("a board that is spoilt, or sent through again and again, is one board and no cluster", async () => {
  const count = 300;
  const boards = Array.from(
    { length: count },
    (_, index): Board => ({
      serial: `SN-92${String(index).padStart(6, "0")}`,
      at: -400 + index,
      found:
        index === 100
          ? Array.from({ length: 8 }, (_, pin) => ({
              id: `p-${pin}`,
              kind: "Short",
              designator: `C1.${pin + 1}`,
            }))
          : [],
    }),
  );
  const again = [1, 2, 3].map(
    (time): Board => ({
      ...boards[100]!,
      at: boards[100]!.at + time,
      found: [{ id: `again-${time}`, kind: "Short", designator: "C1.1" }],
    }),
  );
  await house.say("SMT-3-AOI", inspected("SMT-3-AOI", [...boards, ...again]));
  await house.until(async () =>
    (await house.inspectionsOf(boards[299]!.serial)).length > 0 ? true : undefined,
  );
  expect(await lookAtLine(house.db, "SMT-3", "AOI", minutes(0))).toBe(0);
});
