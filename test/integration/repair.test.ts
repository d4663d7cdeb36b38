import { afterAll, beforeAll, expect, test } from "vitest";
import { findBySymptom } from "../../agents/repair/by-symptom.ts";
import { diagnose } from "../../agents/repair/diagnose.ts";
import { createKnowledge } from "../../agents/repair/knowledge.ts";
import { recordRepair } from "../../services/mes/commands/repair.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { askIn } from "../support/ask.ts";
import { postTo, signInTo } from "../support/http.ts";
import { type RepairHouse, startRepairHouse } from "../support/repair-house.ts";
import { waitFor } from "../support/wait.ts";

let house: RepairHouse;
beforeAll(async () => {
  house = await startRepairHouse("repair-test");
});
afterAll(() => house.close());

const signIn = (user: string) => signInTo(house.api.url, user);
// biome-ignore lint/suspicious/noExplicitAny: answers are as the query asks.
const ask = (as: string, query: string, variables: object = {}): Promise<any> =>
  postTo(house.api.url, "/graphql", { query, variables }, { authorization: `Bearer ${as}` });
const diagnosisQuery = `query($id: ID!, $findings: [RepairFindingInput!]) { diagnosis(unitId: $id, findings: $findings) {
  learnt unit { id status repairCount } test { id measurements { step value failed } }
  causes { id probability casesOfFamily alike action { id } } checks { id found } advice { kind expectedCost } } }`;
const record = `mutation($unitId: ID!, $outcome: RepairOutcome!, $causeId: String, $key: String!) {
  recordRepair(unitId: $unitId, outcome: $outcome, causeId: $causeId, idempotencyKey: $key) { id attempt status causeId actionId } }`;

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
  expect(ids).toEqual((await house.waitingIds()).slice(0, 8));
  expect(first.waitingUnitCount).toEqual({ failed: 14, retest: 0 });
});

test("units that wait are listed with what their latest test measured outside the limits", async () => {
  const technician = await signIn("chen.hao");
  const { data } = await ask(
    technician,
    "{ waitingUnits { id failedMeasurements { step failed } tests { measurements { step failed } } } }",
  );
  const units = data.waitingUnits as readonly {
    failedMeasurements: readonly { step: string }[];
    tests: readonly { measurements: readonly { step: string; failed: boolean }[] }[];
  }[];
  expect(units).toHaveLength(14);
  for (const { failedMeasurements, tests } of units) {
    expect(failedMeasurements.length).toBeGreaterThan(0);
    expect(failedMeasurements).toEqual(tests[0]!.measurements.filter(({ failed }) => failed));
  }
});

test("a failed unit's causes are told with their evidence, and most often the right one first", async () => {
  const technician = await signIn("chen.hao");
  const ids = await house.waitingIds();
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
    if (causes.slice(0, 3).some((cause: { id: string }) => cause.id === house.truthOf(id).id)) right += 1;
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
  const waiting = await house.waitingIds();
  const { rows } = await house.plant.pool.query(
    "select cause_id from repair where unit_id = any($1) and verified is distinct from false",
    [waiting],
  );
  expect(rows).toEqual([]);
});

test("only repair technicians record, a key twice is one repair, and nonsense is refused", async () => {
  const [technician, planner] = await Promise.all([signIn("chen.hao"), signIn("zhang.min")]);
  const [unitId] = await house.waitingIds();
  const sound = { unitId, outcome: "Repaired", causeId: house.truthOf(unitId!).id, key: "one" };
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
  const [unitId] = await house.waitingIds();
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
      causeId: house.truthOf(unitId!).id,
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
  const [before, ids] = [(await knowledge.current()).model.size, await house.waitingIds()];
  const unitId = ids.find((id) => {
    const cause = house.truthOf(id);
    return cause.intermittent === 0 || cause.intermittent < 0.1;
  })!;
  const truth = house.truthOf(unitId);
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
  expect(house.problems).toEqual([]);
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
  const coldJoint = async (id: string, findings: object[]): Promise<number> => {
    const { data } = await ask(technician, diagnosisQuery, { id, findings });
    return data.diagnosis.causes
      .filter((cause: { id: string }) => cause.id.endsWith("COLD_JOINT"))
      .reduce((all: number, { probability }: { probability: number }) => all + probability, 0);
  };
  let looked = 0;
  for (const id of await house.waitingIds()) {
    if ((await coldJoint(id, [])) === 0) continue;
    looked += 1;
    const [seen, unseen] = [
      await coldJoint(id, [{ check: "XRAY", found: true }]),
      await coldJoint(id, [{ check: "XRAY", found: false }]),
    ];
    expect(seen, id).toBeGreaterThan(unseen);
  }
  expect(looked).toBeGreaterThan(0);
});

test("in the chat a unit is told with grounded figures, in both languages, and those that wait are listed", async () => {
  await house.startWorker();
  const [id] = await house.waitingIds();
  const ask = (text: string, unit: string | null) =>
    askIn(house, text, { tool: "diagnose_unit", unit }, "chen.hao");
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
  const elsewhere = await ask("5203风扇转速不对", null);
  expect(elsewhere.text).toContain("RRU-5203 的测试里没有风扇转速");
  expect(elsewhere.text).not.toContain("%");
  const told = await ask("这块板 PSU 没电，试了 FT-2 失败", null);
  expect(told.text).toMatch(/系列.*电源.*不过，最可能的原因：.+ [\d.]+%（案例 \d+ 个/);
  expect(told.evidence.some(({ facts }) => "casesOfFamily" in facts)).toBe(true);
  const radio = await ask("an RRU fails RF power on FT-3, what is it?", null);
  expect(radio.text).toMatch(/^RRU units that fail Transmit power most probably have: .*power amplifier.*%/i);
  const none = await ask("SN-1 怎么修？", "SN-1");
  expect(none.error).toContain("NOT_FOUND");
});
