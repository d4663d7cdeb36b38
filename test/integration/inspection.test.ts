import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { askFigure } from "../../agents/analyst/figures/ask.ts";
import { inspectionStatus } from "../../agents/analyst/inspection/status.ts";
import { endQuiet, lookAtLine } from "../../agents/analyst/inspection/watch.ts";
import { groundedText } from "../../agents/runtime/grounding.ts";
import { mostImageBytes } from "../../services/mes/commands/inspection/images.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { pictureOf } from "../../simulators/inspection/picture.ts";
import { waitFor } from "../support/wait.ts";
import { startWiredHouse, type WiredHouse } from "../support/wired-house.ts";

let wired: WiredHouse;
const product = "RRU-5201";
const epoch = demoEpoch().getTime();
const minutes = (count: number) => new Date(epoch + count * 60_000);

beforeAll(async () => {
  wired = await startWiredHouse("inspection-test", ["wang.fang", "zhang.min", "integrator"]);
});
afterAll(() => wired.close());
const ask: WiredHouse["ask"] = (...given) => wired.ask(...given);

interface Found {
  readonly id: string;
  readonly kind: string;
  readonly designator?: string;
  readonly verdict?: string;
  readonly more?: object;
}
interface Board {
  readonly serial: string;
  readonly at: number;
  readonly found?: readonly Found[];
  readonly position?: number;
  readonly name?: string;
}
const inspected = (machine: string, boards: readonly Board[], body: object = {}) => ({
  MessageName: "CFX.Production.TestAndInspection.UnitsInspected",
  Version: "2.0",
  TimeStamp: minutes(Math.max(...boards.map(({ at }) => at))).toISOString(),
  UniqueID: randomUUID(),
  Source: `BINJIANG.${machine}`,
  MessageBody: {
    RecipeName: product,
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
const say = async (machine: string, message: object) => {
  await wired.wire.publishAsync(`cfx/v2/BINJIANG/${machine}`, JSON.stringify(message), { qos: 1 });
  await wired.ingest.settled();
};
const inspectionsOf = (serial: string) =>
  wired.house.plant.db
    .selectFrom("inspection")
    .selectAll()
    .where("unit_id", "=", serial)
    .orderBy("time")
    .execute();
const defectsOf = (serial: string) =>
  wired.house.plant.db
    .selectFrom("inspection_defect")
    .selectAll()
    .where("unit_id", "=", serial)
    .orderBy("id")
    .execute();
const eventsOf = (serial: string) =>
  wired.house.plant.db
    .selectFrom("event")
    .selectAll()
    .where(sql<boolean>`objects @> jsonb_build_array(jsonb_build_object('id', ${serial}::text))`)
    .execute();
/** Boards once they are stored; one without a call makes no event that would be waited for. */
const arrived = (serial: string, count = 1) =>
  waitFor(wired.house.plant.url, async () => {
    const rows = await inspectionsOf(serial);
    return rows.length >= count ? rows : undefined;
  });

test("a board is stored once with what is known of the place: part, feeder, nozzle, coordinates; its event tells it", async () => {
  const picture = pictureOf("Tombstone", true, 1);
  const message = inspected("SMT-2-AOI", [
    {
      serial: "SN-90010001",
      at: -50,
      found: [
        {
          id: "a-1",
          kind: "Tombstone",
          designator: "C1.2",
          more: {
            DefectImages: [{ MimeType: "image/png", ImageData: picture }],
            RelatedMeasurements: [
              {
                MeasurementName: "tilt",
                MeasuredValue: { Value: 41, ValueUnits: "°", MaximumAcceptableValue: 10 },
              },
            ],
          },
        },
      ],
    },
  ]);
  await say("SMT-2-AOI", message);
  await say("SMT-2-AOI", message);
  const [row, ...others] = await arrived("SN-90010001");
  expect(others).toEqual([]);
  expect(row).toMatchObject({
    line: "SMT-2",
    machine: "SMT-2-AOI",
    is_first: true,
    result: "Failed",
    product_id: product,
  });
  const [defect] = await defectsOf("SN-90010001");
  expect(defect).toMatchObject({
    designator: "C1",
    pin: "2",
    kind: "Tombstone",
    measured: "tilt",
    value: 41,
    upper_limit: 10,
  });
  const place = await wired.house.plant.db
    .selectFrom("bom_placement")
    .selectAll()
    .where("work_master_id", "=", `WM-${product}`)
    .where("segment", "=", 10)
    .where("designator", "=", "C1")
    .executeTakeFirstOrThrow();
  expect([defect!.x, defect!.y]).toEqual([place.x, place.y]);
  expect(defect!.feeder).toMatch(/^F-\d\d$/);
  expect(defect!.nozzle).toMatch(/^N-\d+$/);
  const image = await fetch(`${wired.house.api.url}/inspection/images/${defect!.image_id}`, {
    headers: { authorization: `Bearer ${wired.token("zhang.min")}` },
  });
  expect(image.headers.get("content-type")).toBe("image/png");
  expect(Buffer.from(await image.arrayBuffer()).toString("base64")).toBe(picture);
  const events = await eventsOf("SN-90010001");
  expect(events).toHaveLength(1);
  expect(events[0]).toMatchObject({
    type: "unit.inspected",
    attributes: { kinds: ["Tombstone"], designators: ["C1"] },
  });
});

test("opportunities are parts, placements and joints; SPI counts joints alone", async () => {
  await say(
    "SMT-2-AOI",
    inspected("SMT-2-AOI", [{ serial: "SN-90010002", at: -49, found: [{ id: "o-1", kind: "Short" }] }]),
  );
  await say(
    "SMT-2-SPI",
    inspected("SMT-2-SPI", [{ serial: "SN-90010002", at: -48, found: [{ id: "o-2", kind: "PasteShort" }] }], {
      InspectionMethod: "SPI",
    }),
  );
  const rows = await arrived("SN-90010002", 2);
  const parts = await wired.house.plant.db
    .selectFrom("bom_placement as p")
    .innerJoin("bom_item as b", (join) =>
      join
        .onRef("b.work_master_id", "=", "p.work_master_id")
        .onRef("b.segment", "=", "p.segment")
        .onRef("b.position", "=", "p.position"),
    )
    .innerJoin("material as m", "m.id", "b.material_id")
    .select("m.terminations")
    .where("p.work_master_id", "=", `WM-${product}`)
    .where("p.segment", "=", 10)
    .execute();
  const joints = parts.reduce((sum, { terminations }) => sum + (terminations ?? 0), 0);
  expect(joints).toBeGreaterThan(parts.length);
  expect(rows.map(({ method, opportunities }) => [method, opportunities])).toEqual([
    ["AOI", 2 * parts.length + joints],
    ["SPI", joints],
  ]);
  expect(rows.every(({ is_first }) => is_first)).toBe(true);
});

test("the first inspection of a board is the earliest, whenever it comes", async () => {
  await say(
    "SMT-3-AOI",
    inspected("SMT-3-AOI", [{ serial: "SN-90010003", at: -20, found: [{ id: "b-0", kind: "Short" }] }]),
  );
  await arrived("SN-90010003");
  await say(
    "SMT-3-AOI",
    inspected("SMT-3-AOI", [{ serial: "SN-90010003", at: -40, found: [{ id: "b-1", kind: "Short" }] }]),
  );
  const rows = await arrived("SN-90010003", 2);
  expect(rows.map(({ is_first }) => is_first)).toEqual([true, false]);
});

test("a verifying station tells what a call was, once; what a person says here stays, and every word is an event", async () => {
  const board = {
    serial: "SN-90010004",
    at: -30,
    name: "same",
    found: [
      { id: "c-1", kind: "LiftedLead" },
      { id: "c-2", kind: "WrongCode" },
    ],
  };
  await say("SMT-2-AOI", inspected("SMT-2-AOI", [board]));
  await arrived("SN-90010004");
  const [one, two] = (await defectsOf("SN-90010004")).toSorted((a, b) => (a.kind < b.kind ? -1 : 1));
  const verify = (id: string, verdict: string, user?: string) =>
    ask(
      "mutation($id: ID!, $verdict: DefectVerdict!, $key: String!) { verifyDefect(id: $id, verdict: $verdict, idempotencyKey: $key) { id } }",
      { id, verdict, key: randomUUID() },
      user,
    );
  expect((await verify(one!.id, "DefectRejected", "zhang.min")).errors[0].extensions.code).toBe("FORBIDDEN");
  expect((await verify(one!.id, "DefectRejected")).errors).toBeUndefined();
  const answered = {
    ...board,
    found: board.found.map((found) => ({ ...found, verdict: "DefectConfirmed" })),
  };
  await say("SMT-2-AOI", inspected("SMT-2-AOI", [answered], { Inspector: { OperatorIdentifier: "OP-7" } }));
  await waitFor(wired.house.plant.url, async () =>
    (await defectsOf("SN-90010004")).some(
      ({ id, verification }) => id === two!.id && verification === "DefectConfirmed",
    )
      ? true
      : undefined,
  );
  const after = new Map((await defectsOf("SN-90010004")).map((row) => [row.id, row]));
  expect(after.get(one!.id)).toMatchObject({ verification: "DefectRejected", verified_by: "wang.fang" });
  expect(after.get(two!.id)).toMatchObject({ verification: "DefectConfirmed", verified_by: "OP-7" });
  expect(await inspectionsOf("SN-90010004")).toHaveLength(1);
  expect((await verify("no-such", "DefectConfirmed")).errors[0].extensions.code).toBe("NOT_FOUND");
  const verified = (await eventsOf("SN-90010004")).filter(({ type }) => type === "defect.verified");
  expect(verified).toHaveLength(2);
});

test("a machine that is not known, a product that is not, a picture that is none: set aside, each with its reason", async () => {
  await say("SMT-9-AOI", inspected("SMT-9-AOI", [{ serial: "SN-90010005", at: -10 }]));
  await say(
    "SMT-2-AOI",
    inspected("SMT-2-AOI", [{ serial: "SN-90010005", at: -10 }], { RecipeName: "RRU-0000" }),
  );
  await say(
    "SMT-2-AOI",
    inspected("SMT-2-AOI", [
      {
        serial: "SN-90010005",
        at: -10,
        found: [
          {
            id: "d-1",
            kind: "Short",
            more: { DefectImages: [{ MimeType: "image/png", ImageData: "AAAA" }] },
          },
        ],
      },
    ]),
  );
  await say("SMT-2-AOI", {
    ...inspected("SMT-2-AOI", [{ serial: "x", at: -10 }]),
    MessageBody: { InspectionMethod: "SNIFF", InspectedUnits: [] },
  });
  const codes = await waitFor(wired.house.plant.url, async () => {
    const rows = await wired.house.plant.db
      .selectFrom("set_aside_message")
      .select(["code"])
      .where("topic", "like", "cfx/v2/BINJIANG/SMT-%-AOI")
      .execute();
    return rows.length >= 4 ? rows.map(({ code }) => code).sort() : undefined;
  });
  expect(codes).toEqual(["INVALID_INPUT", "MALFORMED_MESSAGE", "UNKNOWN_MACHINE", "UNKNOWN_PRODUCT"]);
  expect(await inspectionsOf("SN-90010005")).toEqual([]);
});

test("what GraphQL reports is stored by the same rules, once, and wrong input says where it is wrong", async () => {
  const report = (boards: object[], key: string, user = "integrator") =>
    ask(
      'mutation($boards: [InspectedBoardInput!]!, $key: String!) { reportInspection(machine: "AXI-1", method: AXI, productId: "RRU-5201", boards: $boards, idempotencyKey: $key) { boards } }',
      { boards, key },
      user,
    );
  const board = {
    unitId: "SN-90010006",
    time: minutes(-5).toISOString(),
    passed: false,
    defects: [
      {
        id: "x-1",
        category: "Void",
        designator: "U1",
        value: 31,
        valueUnit: "%",
        upperLimit: 25,
        verdict: "DefectConfirmed",
      },
    ],
  };
  expect((await report([board], "axi-1")).data.reportInspection.boards).toBe(1);
  expect((await report([board], "axi-2")).data.reportInspection.boards).toBe(0);
  expect((await report([board], "axi-3", "zhang.min")).errors[0].extensions.code).toBe("FORBIDDEN");
  const wrong = await report([{ ...board, panelPosition: 0 }], "axi-4");
  expect(wrong.errors[0].extensions).toMatchObject({
    code: "INVALID_INPUT",
    details: { path: "InspectedUnits.0.UnitPositionNumber" },
  });
  const { data } = await ask(
    `{ unitDefects(unitId: "SN-90010006") { kind designator verification value upperLimit } }`,
  );
  expect(data.unitDefects).toEqual([
    { kind: "Void", designator: "U1", verification: "DefectConfirmed", value: 31, upperLimit: 25 },
  ]);
});

test("a picture is kept from who may, up to its size, and given to whoever is signed in", async () => {
  const send = (body: Uint8Array, user?: string) =>
    fetch(`${wired.house.api.url}/inspection/images`, {
      method: "POST",
      headers: {
        "content-type": "image/png",
        ...(user ? { authorization: `Bearer ${wired.token(user)}` } : {}),
      },
      body: body as BodyInit,
    });
  const png = Buffer.from(pictureOf("Short", true, 0), "base64");
  const { id } = (await (await send(png, "wang.fang")).json()) as { id: string };
  expect(id).toMatch(/^[0-9a-f]{64}$/);
  expect((await send(png)).status).toBe(401);
  expect((await send(png, "zhang.min")).status).toBe(403);
  expect((await send(Buffer.from("<svg/>"), "wang.fang")).status).toBe(400);
  const large = Buffer.concat([png, Buffer.alloc(mostImageBytes)]);
  expect((await send(large, "wang.fang")).status).toBe(413);
  expect((await fetch(`${wired.house.api.url}/inspection/images/${id}`)).status).toBe(401);
});

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
  await say("SMT-5-AOI", inspected("SMT-5-AOI", boards));
  await arrived("SN-90020039");
  const figure = async (metric: "dpmo" | "aoi_fpy" | "false_calls" | "aoi_defects") =>
    (
      await askFigure(wired.house.plant.db, {
        metric,
        filter: { lines: ["SMT-5"] },
        from: minutes(-400),
        to: minutes(-200),
      })
    ).value;
  const [{ opportunities } = { opportunities: 0 }] = await inspectionsOf("SN-90020001");
  expect(await figure("dpmo")).toBeCloseTo((2 * 1_000_000) / (40 * opportunities), 9);
  expect(await figure("aoi_fpy")).toBe(95);
  expect(await figure("false_calls")).toBeCloseTo((100 * 2) / 3, 9);
  expect(await figure("aoi_defects")).toBe(2);
  const [waiting] = await defectsOf("SN-90020000");
  await ask(
    'mutation($id: ID!) { verifyDefect(id: $id, verdict: DefectRejected, idempotencyKey: "move") { id } }',
    { id: waiting!.id },
  );
  expect(await figure("aoi_fpy")).toBe(97.5);
  expect(await figure("false_calls")).toBe(75);
  const split = await askFigure(wired.house.plant.db, {
    metric: "aoi_defects",
    filter: { lines: ["SMT-5"] },
    split: "reason",
    from: minutes(-400),
    to: minutes(-200),
  });
  expect(split.parts.map(({ key, value }) => [key, value])).toEqual([["Short", 1]]);
});

test("a feeder that drops parts is found, told once as an event, explained by a person, and not told again", async () => {
  const setup = await wired.house.plant.db
    .selectFrom("placement_setup as s")
    .innerJoin("bom_item as b", (join) =>
      join.onRef("b.material_id", "=", "s.material_id").on("b.work_master_id", "=", `WM-${product}`),
    )
    .innerJoin("bom_placement as p", (join) =>
      join
        .onRef("p.work_master_id", "=", "b.work_master_id")
        .onRef("p.segment", "=", "b.segment")
        .onRef("p.position", "=", "b.position"),
    )
    .select(["s.feeder", "p.designator"])
    .where("s.line", "=", "SMT-1")
    .where("s.product_id", "=", product)
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
  await say(
    "SMT-1-AOI",
    inspected(
      "SMT-1-AOI",
      boards(-3_000, 400, (index) => index === 200),
    ),
  );
  await say(
    "SMT-1-AOI",
    inspected(
      "SMT-1-AOI",
      boards(-400, 390, (index) => index % 30 === 7),
    ),
  );
  await waitFor(wired.house.plant.url, async () =>
    ((
      await wired.house.plant.db
        .selectFrom("inspection")
        .select((f) => f.fn.countAll<string>().as("n"))
        .where("line", "=", "SMT-1")
        .executeTakeFirst()
    )?.n ?? "0") === "790"
      ? true
      : undefined,
  );
  expect(await lookAtLine(wired.house.plant.db, "SMT-1", "AOI", minutes(0))).toBe(1);
  expect(await lookAtLine(wired.house.plant.db, "SMT-1", "AOI", minutes(1))).toBe(0);
  const { data } = await ask(
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
  const events = await wired.house.plant.db
    .selectFrom("event")
    .selectAll()
    .where("type", "=", "defects.clustered")
    .execute();
  expect(events).toHaveLength(1);
  expect(events[0]!.attributes).toMatchObject({ source: "feeder", sourceId: feeder, found: 13 });

  const context = {
    db: wired.house.plant.db,
    clock: { now: () => minutes(0), wallMsUntil: () => 0 },
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
    ask(
      'mutation($id: ID!, $key: String!) { closeDefectCluster(id: $id, cause: Confirmed, note: "tape jammed", idempotencyKey: $key) { id } }',
      { id: cluster.id, key: randomUUID() },
      user,
    );
  expect((await close("integrator")).errors[0].extensions.code).toBe("FORBIDDEN");
  expect((await close()).errors).toBeUndefined();
  expect((await close()).errors[0].extensions.code).toBe("NOT_FOUND");
  expect(await lookAtLine(wired.house.plant.db, "SMT-1", "AOI", minutes(2))).toBe(0);
  await endQuiet(wired.house.plant.db, minutes(2_000));
  const row = await wired.house.plant.db.selectFrom("defect_cluster").selectAll().executeTakeFirstOrThrow();
  expect(row).toMatchObject({
    status: "Closed",
    closed_by: "wang.fang",
    note: "tape jammed",
    cause: "Confirmed",
  });
});
