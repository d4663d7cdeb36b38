import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { mostImageBytes } from "../../services/mes/commands/inspection/images.ts";
import { reportInspection } from "../../services/mes/commands/inspection/report.ts";
import { pictureOf } from "../../simulators/inspection/picture.ts";
import {
  type InspectionHouse,
  inspected,
  inspectedProduct,
  minutes,
  startInspectionHouse,
} from "../support/inspection-house.ts";

let house: InspectionHouse;
beforeAll(async () => {
  house = await startInspectionHouse("inspection-test");
});
afterAll(() => house.close());

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
  await house.say("SMT-2-AOI", message);
  await house.say("SMT-2-AOI", message);
  const [row, ...others] = await house.arrived("SN-90010001");
  expect(others).toEqual([]);
  expect(row).toMatchObject({
    line: "SMT-2",
    machine: "SMT-2-AOI",
    is_first: true,
    result: "Failed",
    product_id: inspectedProduct,
  });
  const [defect] = await house.defectsOf("SN-90010001");
  expect(defect).toMatchObject({
    designator: "C1",
    pin: "2",
    kind: "Tombstone",
    measured: "tilt",
    value: 41,
    upper_limit: 10,
  });
  const place = await house.db
    .selectFrom("bom_placement")
    .selectAll()
    .where("work_master_id", "=", `WM-${inspectedProduct}`)
    .where("segment", "=", 10)
    .where("designator", "=", "C1")
    .executeTakeFirstOrThrow();
  expect([defect!.x, defect!.y]).toEqual([place.x, place.y]);
  expect(defect!.feeder).toMatch(/^F-\d\d$/);
  expect(defect!.nozzle).toMatch(/^N-\d+$/);
  const image = await fetch(`${house.apiUrl}/inspection/images/${defect!.image_id}`, {
    headers: { authorization: `Bearer ${house.token("zhang.min")}` },
  });
  expect(image.headers.get("content-type")).toBe("image/png");
  expect(Buffer.from(await image.arrayBuffer()).toString("base64")).toBe(picture);
  const events = await house.eventsOf("SN-90010001");
  expect(events).toHaveLength(1);
  expect(events[0]).toMatchObject({
    type: "unit.inspected",
    attributes: { kinds: ["Tombstone"], designators: ["C1"] },
  });
});

test("opportunities are parts, placements and joints; SPI counts joints alone", async () => {
  await house.say(
    "SMT-2-AOI",
    inspected("SMT-2-AOI", [{ serial: "SN-90010002", at: -49, found: [{ id: "o-1", kind: "Short" }] }]),
  );
  await house.say(
    "SMT-2-SPI",
    inspected("SMT-2-SPI", [{ serial: "SN-90010002", at: -48, found: [{ id: "o-2", kind: "PasteShort" }] }], {
      InspectionMethod: "SPI",
    }),
  );
  const rows = await house.arrived("SN-90010002", 2);
  const parts = await house.db
    .selectFrom("bom_placement as p")
    .innerJoin("bom_item as b", (join) =>
      join
        .onRef("b.work_master_id", "=", "p.work_master_id")
        .onRef("b.segment", "=", "p.segment")
        .onRef("b.position", "=", "p.position"),
    )
    .innerJoin("material as m", "m.id", "b.material_id")
    .select("m.terminations")
    .where("p.work_master_id", "=", `WM-${inspectedProduct}`)
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

test("a defect has the lot that was issued for its order, and none where it may be of several or was never issued", async () => {
  const { db } = house;
  const { id: order } = await db
    .selectFrom("work_order")
    .select("id")
    .where("product_id", "=", inspectedProduct)
    .where("status", "=", "Waiting")
    .orderBy("id")
    .executeTakeFirstOrThrow();
  const first = await db
    .selectFrom("bom_item as b")
    .innerJoin("material_lot as l", "l.material_id", "b.material_id")
    .innerJoin("bom_placement as p", (join) =>
      join
        .onRef("p.work_master_id", "=", "b.work_master_id")
        .onRef("p.segment", "=", "b.segment")
        .onRef("p.position", "=", "b.position"),
    )
    .selectAll("l")
    .where("b.work_master_id", "=", `WM-${inspectedProduct}`)
    .where("p.segment", "=", 10)
    .where("p.designator", "=", "C1")
    .orderBy("l.id")
    .executeTakeFirstOrThrow();
  const second = { ...first, id: `${first.id}-B` };
  await db.insertInto("material_lot").values(second).execute();
  await db
    .insertInto("job_order")
    .values({
      id: "JO-LOTS",
      work_order_id: order,
      segment: 10,
      equipment_id: "SMT-2",
      quantity: 10,
      dispatch_status: "Running",
      released_by: "li.wei",
      tool_call_id: null,
      planned_start: minutes(0),
      changed_at: minutes(0),
    })
    .execute();
  const issue = async (segment: number, lot: string, issued_at: Date | null) => {
    await db
      .insertInto("material_requisition")
      .values({
        id: `MR-LOTS-${segment}`,
        work_order_id: order,
        segment,
        equipment_id: "SMT-2",
        status: issued_at ? "Issued" : "Cancelled",
        requested_by: "li.wei",
        requested_at: minutes(0),
        issued_at,
        tool_call_id: null,
      })
      .execute();
    await db
      .insertInto("requisition_line")
      .values({
        requisition_id: `MR-LOTS-${segment}`,
        lot_id: lot,
        material_id: first.material_id,
        quantity: 5,
        substitutes: null,
      })
      .execute();
  };
  const lotOn = async (serial: string) => {
    await house.say(
      "SMT-2-AOI",
      inspected("SMT-2-AOI", [{ serial, at: 1, found: [{ id: serial, kind: "Short", designator: "C1" }] }], {
        TransactionId: "JO-LOTS",
      }),
    );
    await house.arrived(serial);
    return (await house.defectsOf(serial))[0]!.lot_id;
  };
  await issue(20, second.id, null);
  expect(await lotOn("SN-90010071")).toBeNull();
  await issue(10, first.id, minutes(0));
  expect(await lotOn("SN-90010072")).toBe(first.id);
  await issue(30, second.id, minutes(0));
  expect(await lotOn("SN-90010073")).toBeNull();
});

test("the first inspection of a board is the earliest, whenever it comes", async () => {
  await house.say(
    "SMT-3-AOI",
    inspected("SMT-3-AOI", [{ serial: "SN-90010003", at: -20, found: [{ id: "b-0", kind: "Short" }] }]),
  );
  await house.arrived("SN-90010003");
  await house.say(
    "SMT-3-AOI",
    inspected("SMT-3-AOI", [{ serial: "SN-90010003", at: -40, found: [{ id: "b-1", kind: "Short" }] }]),
  );
  const rows = await house.arrived("SN-90010003", 2);
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
  await house.say("SMT-2-AOI", inspected("SMT-2-AOI", [board]));
  await house.arrived("SN-90010004");
  const [one, two] = (await house.defectsOf("SN-90010004")).toSorted((a, b) => (a.kind < b.kind ? -1 : 1));
  const verify = (id: string, verdict: string, user?: string) =>
    house.ask(
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
  await house.say(
    "SMT-2-AOI",
    inspected("SMT-2-AOI", [answered], { Inspector: { OperatorIdentifier: "OP-7" } }),
  );
  await house.until(async () =>
    (await house.defectsOf("SN-90010004")).some(
      ({ id, verification }) => id === two!.id && verification === "DefectConfirmed",
    )
      ? true
      : undefined,
  );
  const after = new Map((await house.defectsOf("SN-90010004")).map((row) => [row.id, row]));
  expect(after.get(one!.id)).toMatchObject({ verification: "DefectRejected", verified_by: "wang.fang" });
  expect(after.get(two!.id)).toMatchObject({ verification: "DefectConfirmed", verified_by: "OP-7" });
  expect(await house.inspectionsOf("SN-90010004")).toHaveLength(1);
  expect((await verify("no-such", "DefectConfirmed")).errors[0].extensions.code).toBe("NOT_FOUND");
  const verified = (await house.eventsOf("SN-90010004")).filter(({ type }) => type === "defect.verified");
  expect(verified).toHaveLength(2);
});

test("a board with more calls than one statement takes is stored whole, and of a call that comes twice in it the last word counts", async () => {
  const serial = "SN-90010020";
  const calls = Array.from({ length: 2_500 }, (_, index) => ({
    UniqueIdentifier: `m-${index}`,
    DefectCategory: "Void",
    Verification: "NotVerifiedYet",
  }));
  const parts = [0, 500, 1_000, 1_500, 2_000].map((from) => calls.slice(from, from + 500));
  const Inspections = [...parts, [{ ...calls[0]!, Verification: "DefectRejected" }]].map(
    (DefectsFound, index) => ({ UniqueIdentifier: `part ${index}`, Result: "Failed", DefectsFound }),
  );
  await house.db.transaction().execute((tx) =>
    reportInspection(tx, {
      messageId: "more than a statement takes",
      machine: "AXI-1",
      time: minutes(-40),
      value: {
        RecipeName: inspectedProduct,
        InspectionMethod: "AXI",
        InspectedUnits: [{ UnitIdentifier: serial, OverallResult: "Failed", Inspections }],
      },
    }),
  );
  const { rows } = await sql<{ verification: string; count: number }>`
    select verification, count(*)::int as count from inspection_defect where unit_id = ${serial}
    group by 1 order by 1`.execute(house.db);
  expect(rows).toEqual([
    { verification: "DefectRejected", count: 1 },
    { verification: "NotVerifiedYet", count: 2_499 },
  ]);
});

test("a machine that numbers the calls of each board anew loses none of them", async () => {
  const found = [{ id: "1", kind: "Short" }];
  const boards = ["SN-90010030", "SN-90010031"].map((serial) => ({ serial, at: -30, found }));
  await house.say("SMT-2-AOI", inspected("SMT-2-AOI", boards));
  for (const { serial } of boards)
    expect(
      await house.until(async () => {
        const defects = await house.defectsOf(serial);
        return defects.length > 0 ? defects : undefined;
      }),
    ).toMatchObject([{ unit_id: serial, kind: "Short" }]);
});

test("a machine that is not known, a product that is not, a picture that is none: set aside, each with its reason", async () => {
  await house.say("SMT-9-AOI", inspected("SMT-9-AOI", [{ serial: "SN-90010005", at: -10 }]));
  await house.say(
    "SMT-2-AOI",
    inspected("SMT-2-AOI", [{ serial: "SN-90010005", at: -10 }], { RecipeName: "RRU-0000" }),
  );
  await house.say(
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
  await house.say("SMT-2-AOI", {
    ...inspected("SMT-2-AOI", [{ serial: "x", at: -10 }]),
    MessageBody: { InspectionMethod: "SNIFF", InspectedUnits: [] },
  });
  const codes = await house.until(async () => {
    const rows = await house.db
      .selectFrom("set_aside_message")
      .select(["code"])
      .where("topic", "like", "cfx/v2/BINJIANG/SMT-%-AOI")
      .execute();
    return rows.length >= 4 ? rows.map(({ code }) => code).sort() : undefined;
  });
  expect(codes).toEqual(["INVALID_INPUT", "MALFORMED_MESSAGE", "UNKNOWN_MACHINE", "UNKNOWN_PRODUCT"]);
  expect(await house.inspectionsOf("SN-90010005")).toEqual([]);
});

test("what GraphQL reports is stored by the same rules, once, and wrong input says where it is wrong", async () => {
  const report = (boards: object[], key: string, user = "integrator") =>
    house.ask(
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
  const { data } = await house.ask(
    `{ unitDefects(unitId: "SN-90010006") { kind designator verification value upperLimit } }`,
  );
  expect(data.unitDefects).toEqual([
    { kind: "Void", designator: "U1", verification: "DefectConfirmed", value: 31, upperLimit: 25 },
  ]);
});

test("a picture is kept from who may, up to its size, and given to whoever is signed in", async () => {
  const send = (body: Uint8Array, user?: string) =>
    fetch(`${house.apiUrl}/inspection/images`, {
      method: "POST",
      headers: {
        "content-type": "image/png",
        ...(user ? { authorization: `Bearer ${house.token(user)}` } : {}),
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
  expect((await fetch(`${house.apiUrl}/inspection/images/${id}`)).status).toBe(401);
});
