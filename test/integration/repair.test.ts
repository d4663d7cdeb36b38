import { connectAsync, type MqttClient } from "mqtt";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findBySymptom } from "../../agents/repair/by-symptom.ts";
import { diagnose } from "../../agents/repair/diagnose.ts";
import { createKnowledge } from "../../agents/repair/knowledge.ts";
import { silentLogger } from "../../services/core/log.ts";
import { type RunningIngest, startIngest } from "../../services/ingest/ingest.ts";
import { type RunningBroker, startBroker } from "../../services/launcher/broker.ts";
import { importRepairHistory } from "../../services/launcher/repair-history.ts";
import { resumeClock } from "../../services/mes/clock.ts";
import { recordRepair } from "../../services/mes/commands/repair.ts";
import { waitingUnits } from "../../services/mes/queries/units.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { createPacedScheduler } from "../../simulators/engine/scheduler.ts";
import { demoHistory } from "../../simulators/faults/demo-history.ts";
import { originOf } from "../../simulators/faults/history.ts";
import { createPlantFaults } from "../../simulators/faults/unit.ts";
import { createTestStations, type TestStations } from "../../simulators/test-station/station.ts";
import { askIn } from "../support/ask.ts";
import { startTestHouse } from "../support/house.ts";
import { postTo, signInTo } from "../support/http.ts";
import { waitFor } from "../support/wait.ts";

const seed = 1;
let house: Awaited<ReturnType<typeof startTestHouse>>;
let broker: RunningBroker;
let ingest: RunningIngest;
let stations: TestStations;
let wire: MqttClient;
const problems: string[] = [];

beforeAll(async () => {
  house = await startTestHouse();
  broker = await startBroker({ port: 0 });
  await importRepairHistory(house.plant.db, seed);
  // The stations' clocks are the plant's: what lies ahead of it is not taken.
  const clock = await resumeClock(house.plant.db, demoEpoch(), 10_000);
  ingest = await startIngest({
    databaseUrl: house.plant.url,
    mqttUrl: broker.url,
    hostId: "repair-test",
    log: silentLogger,
  });
  stations = createTestStations({
    url: broker.url,
    group: "BINJIANG",
    seed,
    scheduler: createPacedScheduler(clock),
    plant: createPlantFaults(seed),
    history: demoHistory,
    onProblem: (problem) => problems.push(problem),
  });
  wire = await connectAsync(broker.url);
});
afterAll(async () => {
  await wire.endAsync();
  await stations.close();
  await ingest.close();
  await broker.stop();
  await house.close();
});

const signIn = (user: string) => signInTo(house.api.url, user);
// biome-ignore lint/suspicious/noExplicitAny: answers are as the query asks.
const ask = (as: string, query: string, variables: object = {}): Promise<any> =>
  postTo(house.api.url, "/graphql", { query, variables }, { authorization: `Bearer ${as}` });
const diagnosisQuery = `query($id: ID!, $findings: [RepairFindingInput!]) { diagnosis(unitId: $id, findings: $findings) {
  learnt unit { id status repairCount } test { id measurements { step value failed } }
  causes { id probability casesOfFamily alike action { id } } checks { id found } advice { kind expectedCost } } }`;
const record = `mutation($unitId: ID!, $outcome: RepairOutcome!, $causeId: String, $key: String!) {
  recordRepair(unitId: $unitId, outcome: $outcome, causeId: $causeId, idempotencyKey: $key) { id attempt status causeId actionId } }`;

const waitingIds = async () =>
  (await waitingUnits(house.plant.db, 200)).filter(({ status }) => status === "Failed").map(({ id }) => id);
/** What is really wrong with a unit of the history: the test may know, the house never does. */
const truthOf = (serial: string) => {
  const index = Number(serial.slice(3)) - 26_000_001;
  return createPlantFaults(seed).failing(originOf(seed, demoHistory, index)).unit.cause;
};

test("how many units wait is counted apart from the page that lists them, and the next page goes on behind it", async () => {
  const technician = await signIn("chen.hao");
  const page = async (skip: number) =>
    (
      (await ask(
        technician,
        "query($skip: Int) { waitingUnits(first: 4, skip: $skip) { id } waitingUnitCount { failed retest } }",
        { skip },
      )) as { data: { waitingUnits: { id: string }[]; waitingUnitCount: object } }
    ).data;
  const [first, second] = [await page(0), await page(4)];
  const ids = [...first.waitingUnits, ...second.waitingUnits].map(({ id }) => id);
  expect(ids).toEqual((await waitingIds()).slice(0, 8));
  expect(first.waitingUnitCount).toEqual({ failed: 14, retest: 0 });
});

test("a failed unit's causes are told with their evidence, and most often the right one first", async () => {
  const technician = await signIn("chen.hao");
  const ids = await waitingIds();
  expect(ids.length).toBe(14);
  let right = 0;
  for (const id of ids) {
    const { data } = await ask(technician, diagnosisQuery, { id: id.toLowerCase() });
    const { causes, test, advice, learnt, unit } = data.diagnosis;
    expect(unit.id).toBe(id);
    expect(learnt).toBeGreaterThan(2_500);
    expect(test.measurements.some(({ failed }: { failed: boolean }) => failed)).toBe(true);
    const sum = causes.reduce(
      (all: number, { probability }: { probability: number }) => all + probability,
      0,
    );
    expect(sum).toBeCloseTo(1, 6);
    expect(["check", "repair"]).toContain(advice.kind);
    if (causes.slice(0, 3).some((cause: { id: string }) => cause.id === truthOf(id).id)) right += 1;
  }
  expect(right).toBeGreaterThanOrEqual(11);
});

test("the simulation's truth is nowhere in the data store", async () => {
  const columns = await house.plant.pool.query(
    // How grave a patrol's finding is belongs to it.
    "select table_name, column_name from information_schema.columns where table_schema = 'public' and table_name <> 'patrol_finding'",
  );
  const names = columns.rows.map(({ column_name: name }) => name);
  for (const word of ["severity", "truth", "true_cause"]) expect(names).not.toContain(word);
  const waiting = await waitingIds();
  const { rows } = await house.plant.pool.query(
    "select cause_id from repair where unit_id = any($1) and verified is distinct from false",
    [waiting],
  );
  expect(rows).toEqual([]);
});

test("only repair technicians record, a key twice is one repair, and nonsense is refused", async () => {
  const [technician, planner] = await Promise.all([signIn("chen.hao"), signIn("zhang.min")]);
  const [unitId] = await waitingIds();
  const sound = { unitId, outcome: "Repaired", causeId: truthOf(unitId!).id, key: "one" };
  const codeOf = (answer: { errors?: { extensions: { code: string } }[] }) =>
    answer.errors?.[0]?.extensions.code;
  expect(codeOf(await ask(planner, record, sound))).toBe("FORBIDDEN");
  expect(codeOf(await ask(technician, record, { ...sound, causeId: "NOTHING", key: "x" }))).toBe(
    "INVALID_INPUT",
  );
  expect(codeOf(await ask(technician, record, { ...sound, unitId: "SN-0", key: "y" }))).toBe("NOT_FOUND");
  const first = await ask(technician, record, sound);
  const again = await ask(technician, record, sound);
  expect(again).toEqual(first);
  expect(first.data.recordRepair.status).toBe("Retest");
  expect(codeOf(await ask(technician, record, { ...sound, key: "two" }))).toBe("INVALID_TRANSITION");
  const events = await house.plant.db
    .selectFrom("event")
    .selectAll()
    .where("type", "=", "unit.repaired")
    .execute();
  expect(events).toHaveLength(1);
  expect(events[0]!.objects).toContainEqual({ id: "chen.hao", type: "person", qualifier: "technician" });
});

test("a repair is told in the branch of the site whose station failed the unit", async () => {
  const [unitId] = await waitingIds();
  const undone = new Error("only looked at");
  let topic: string | undefined;
  const trial = house.plant.db.transaction().execute(async (tx) => {
    const names = { name_zh: "东厂", name_en: "East plant" };
    await tx
      .insertInto("equipment")
      .values({ id: "EAST", level: "Site", ...names })
      .execute();
    await tx.updateTable("equipment").set({ parent_id: "EAST" }).where("id", "like", "FT-%").execute();
    const { id } = await recordRepair(tx, {
      unitId: unitId!,
      outcome: "Repaired",
      causeId: truthOf(unitId!).id,
      actionId: null,
      findings: {},
      minutes: 20,
      actorId: "chen.hao",
      actId: "east",
      now: demoEpoch(),
    });
    const sent = tx.selectFrom("outbox").select("topic").where("id", "=", `units-repaired/${id}`);
    ({ topic } = await sent.executeTakeFirstOrThrow());
    throw undone;
  });
  await expect(trial).rejects.toBe(undone);
  expect(topic).toBe("cfx/v2/EAST/REPAIR");
});

test("a wrong repair fails again and is told as another; the right one passes and is learnt", async () => {
  const { db, url } = house.plant;
  const knowledge = createKnowledge(db);
  const [before, ids] = [(await knowledge.current()).model.size, await waitingIds()];
  const unitId = ids.find((id) => {
    const cause = truthOf(id);
    return cause.intermittent === 0 || cause.intermittent < 0.1;
  })!;
  const truth = truthOf(unitId);
  const { unit, causes } = await diagnose(db, knowledge, unitId);
  const wrong = causes.find(({ id, noFault }) => id !== truth.id && !noFault)!;
  const repair = (causeId: string, actId: string) =>
    db.transaction().execute((tx) =>
      recordRepair(tx, {
        unitId,
        outcome: "Repaired",
        causeId,
        actionId: null,
        findings: {},
        minutes: 20,
        actorId: "chen.hao",
        actId,
        now: demoEpoch(),
      }),
    );
  const made = await repair(wrong.id, "wrong");
  expect(made.attempt).toBe(Number(unit.repairs) + 1);
  expect((await diagnose(db, knowledge, unitId)).learnt).toBe(before + 1);
  const tested = (repairId: string) =>
    waitFor(url, async () => {
      const row = await db
        .selectFrom("repair")
        .select("verified")
        .where("id", "=", repairId)
        .where("verified", "is not", null)
        .executeTakeFirst();
      return row;
    });
  expect((await tested(made.id)).verified).toBe(false);
  const after = await diagnose(db, knowledge, unitId);
  // Taken back, since it was wrong.
  expect(after.learnt).toBe(before);
  expect(after.unit.status).toBe("Failed");
  expect(after.repairs.at(-1)!.cause_id).toBe(wrong.id);
  const probability = (list: typeof causes) => list.find(({ id }) => id === wrong.id)!.probability;
  expect(probability(after.causes)).toBeLessThanOrEqual(probability(causes) + 1e-9);

  // A repair of the right cause may not last; a second one of it does.
  let passed = false;
  for (let attempt = 0; attempt < 3 && !passed; attempt += 1)
    passed = (await tested((await repair(truth.id, `right ${attempt}`)).id)).verified!;
  expect(passed).toBe(true);
  const mended = await diagnose(db, knowledge, unitId);
  expect(mended.unit.status).toBe("Passed");
  expect(mended.advice).toBeUndefined();
  expect(mended.learnt).toBe(before + 1);
  expect(problems).toEqual([]);
});

test("a test message that comes twice is stored once; one that cannot be read is set aside", async () => {
  const { db } = house.plant;
  const body = {
    TransactionId: "",
    RecipeName: "RRU-5201",
    TestedUnits: [
      {
        UnitIdentifier: "SN-77770001",
        OverallResult: "Failed",
        Tests: [
          {
            UniqueIdentifier: "t",
            TestName: "CLK_ERR",
            Result: "Failed",
            Measurements: [
              {
                MeasurementName: "CLK_ERR",
                Result: "Failed",
                MeasuredValue: {
                  Value: 0.7,
                  ValueUnits: "ppm",
                  ExpectedValue: 0,
                  MaximumAcceptableValue: 0.3,
                },
              },
            ],
          },
        ],
      },
    ],
  };
  const message = (changes: object) =>
    JSON.stringify({
      MessageName: "CFX.Production.TestAndInspection.UnitsTested",
      Version: "2.0",
      TimeStamp: "2026-11-02T01:00:00Z",
      UniqueID: "one",
      Source: "BINJIANG.FT-1",
      MessageBody: { ...body, ...changes },
    });
  const send = (text: string) => wire.publishAsync("cfx/v2/BINJIANG/FT-1", text, { qos: 1 });
  await send(message({}));
  await send(message({}));
  await send("{}");
  await send(message({ RecipeName: "NO-1" }).replace('"one"', '"two"'));
  // A station's messages are taken in order: once this one is stored, those before it are done with.
  await send(message({}).replaceAll("SN-77770001", "SN-77770002").replace('"one"', '"three"'));
  await waitFor(house.plant.url, () =>
    db.selectFrom("unit").select("id").where("id", "=", "SN-77770002").executeTakeFirst(),
  );
  const aside = await db
    .selectFrom("set_aside_message")
    .selectAll()
    .where("topic", "like", "cfx/%")
    .execute();
  expect(aside).toHaveLength(2);
  const tests = await db.selectFrom("unit_test").selectAll().where("unit_id", "=", "SN-77770001").execute();
  expect(tests).toHaveLength(1);
  const { causes, measurements } = await diagnose(db, createKnowledge(db), "sn-77770001");
  expect(measurements).toMatchObject([{ step: "CLK_ERR", value: 0.7, failed: true }]);
  expect(causes[0]!.id).toBe("OSC_DRIFT");
});

test("what a test line reports as scrap comes in as failed units of its order", async () => {
  const { db, url } = house.plant;
  const workOrderId = "WO-1042";
  const { product_id: materialId } = await db
    .selectFrom("work_order")
    .select("product_id")
    .where("id", "=", workOrderId)
    .executeTakeFirstOrThrow();
  const jobOrderId = "JO-1042-40";
  const job = {
    work_order_id: workOrderId,
    quantity: 10,
    dispatch_status: "Running" as const,
    released_by: "li.wei",
    changed_at: demoEpoch(),
  };
  await db
    .insertInto("job_order")
    .values([
      { ...job, id: "JO-1042-10", segment: 10, equipment_id: "SMT-2" },
      { ...job, id: jobOrderId, segment: 40, equipment_id: "FT-2" },
    ])
    .execute();
  stations.told({
    command: "StoreAndStart",
    commandId: "c",
    jobOrderId,
    workOrderId,
    workMasterId: "WM",
    segment: 40,
    materialId,
    quantity: 10,
    cycleTimeS: 60,
    batchSize: 1,
    setupTimeS: 0,
    setupFamily: "F",
    made: { good: 0, scrap: 0 },
  });
  const report = {
    reportId: "r",
    jobOrderId,
    state: "Running" as const,
    good: 3,
    time: demoEpoch().toISOString(),
  };
  // The same report again brings no other unit.
  for (const scrap of [1, 1, 2]) stations.reported("FT-2", { ...report, scrap });
  const units = await waitFor(url, async () => {
    const rows = await db.selectFrom("unit").selectAll().where("work_order_id", "=", workOrderId).execute();
    return rows.length === 2 ? rows : undefined;
  });
  expect(units.map(({ id }) => id).sort()).toEqual(["SN-10420001", "SN-10420002"]);
  for (const unit of units)
    expect(unit).toMatchObject({ product_id: materialId, line: "SMT-2", status: "Failed", simulated: true });
});

test("the causes of a symptom that is told are faults, and their probabilities add up", async () => {
  const { db } = house.plant;
  const found = (await findBySymptom(db, createKnowledge(db), { text: "an RRU fails RF power" }))!;
  const all = found.causes.reduce((sum, { probability }) => sum + probability, 0);
  expect(all).toBeCloseTo(1, 9);
  expect(found.causes.map(({ id }) => id)).not.toContain("NFF");
});

test("what a look finds changes the causes before anything is written down", async () => {
  const technician = await signIn("chen.hao");
  const [id] = await waitingIds();
  const shares = async (found: boolean) => {
    const findings = [{ check: "XRAY", found }];
    const { data } = await ask(technician, diagnosisQuery, { id, findings });
    return data.diagnosis.causes
      .filter((cause: { id: string }) => cause.id.endsWith("COLD_JOINT"))
      .reduce((all: number, { probability }: { probability: number }) => all + probability, 0);
  };
  expect(await shares(true)).toBeGreaterThan(await shares(false));
});

test("in the chat a unit is told with grounded figures, in both languages, and those that wait are listed", async () => {
  await house.startWorker();
  const [id] = await waitingIds();
  const ask = (text: string, unit: string | null) =>
    askIn(house as never, text, { tool: "diagnose_unit", unit }, "chen.hao");
  const zh = await ask(`${id} 测试不过，怎么修？`, id!);
  expect(zh.text).toContain(`${id}（`);
  expect(zh.text).toMatch(/可能原因：.+ [\d.]+%/);
  expect(zh.evidence.some(({ facts }) => "casesOfFamily" in facts)).toBe(true);
  const en = await ask(`unit ${id} failed, what now?`, id!);
  expect(en.text).toMatch(/Probable causes: .+ [\d.]+%/);
  expect(en.text).toMatch(/(?:Look|Do) first: /);
  const list = await ask("哪些单元在等维修？", null);
  expect(list.text).toContain("等待维修的单元有");
  expect(list.choices[0]!.text).toContain("怎么修");
  const told = await ask("这块板 PSU 没电，试了 FT-2 失败", null);
  expect(told.text).toMatch(/系列.*电源.*不过，最可能的原因：.+ [\d.]+%（案例 \d+ 个/);
  expect(told.evidence.some(({ facts }) => "casesOfFamily" in facts)).toBe(true);
  const radio = await ask("an RRU fails RF power on FT-3, what is it?", null);
  expect(radio.text).toMatch(/^RRU units that fail Transmit power most probably have: .*power amplifier.*%/i);
  const none = await ask("SN-1 怎么修？", "SN-1");
  expect(none.error).toContain("NOT_FOUND");
});
