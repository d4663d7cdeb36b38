import { afterAll, beforeAll, expect, test } from "vitest";
import { checkInstruction } from "../../agents/process/instruction/check.ts";
import { compose } from "../../agents/process/instruction/compose.ts";
import { applyEdit } from "../../agents/process/instruction/edit.ts";
import { noDocuments } from "../../agents/process/instruction/passages.ts";
import { plain } from "../../agents/process/instruction/say.ts";
import { changesSince } from "../../agents/process/instruction/stale.ts";
import {
  advanceInstruction,
  asStored,
  editInstruction,
  writeInstruction,
} from "../../agents/process/instruction/write.ts";
import { createInstructionStatus } from "../../agents/process/instruction-status.ts";
import { inventedBy } from "../../agents/runtime/grounding.ts";
import { createPlantClock } from "../../services/core/clock.ts";
import type { DocumentStatus } from "../../services/mes/commands/work-instruction.ts";
import { documentVersions } from "../../services/mes/queries/equipment.ts";
import { segmentMaster, segmentMasters } from "../../services/mes/queries/segment-master.ts";
import { instructionById } from "../../services/mes/queries/work-instructions.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { createTestPlant, type TestPlant } from "../support/plant.ts";

let plant: TestPlant;
beforeAll(async () => {
  plant = await createTestPlant();
});
afterAll(() => plant.close());

const now = demoEpoch();
const actorId = "wang.fang";
const problemsAt = (workMasterId: string, segment: number, content: Parameters<typeof checkInstruction>[2]) =>
  checkInstruction(plant.db, { workMasterId, segment, equipmentId: null }, content, noDocuments);

const write = (product: string, segment: number) =>
  writeInstruction(plant.db, noDocuments, { workMasterId: `WM-${product}`, segment, actorId, now });
const stored = async ({ documentId, version }: { documentId: string; version: number }) =>
  asStored(await instructionById(plant.db, documentId, version));
const move = async (of: { documentId: string; version: number }, ...stages: DocumentStatus[]) => {
  for (const to of stages) {
    const { edition } = await stored(of);
    await plant.db.transaction().execute((tx) =>
      advanceInstruction(tx, noDocuments, {
        ...of,
        edition,
        to,
        actorId: to === "APPROVED" ? "xu.jing" : actorId,
        now,
        fourEyes: true,
      }),
    );
  }
};

test("every segment of the demonstration plant is written without a problem", async () => {
  const masters = await plant.db
    .selectFrom("work_master_segment")
    .select(["work_master_id", "segment"])
    .execute();
  const all = await segmentMasters(plant.db, [...new Set(masters.map((row) => row.work_master_id))]);
  expect(masters).toHaveLength(96);
  for (const { work_master_id, segment } of masters) {
    const content = compose(all.of(work_master_id, segment)!);
    expect(await problemsAt(work_master_id, segment, content)).toEqual([]);
  }
});

test("a draft goes through review to use, ends the version before, and is old when its master data change", async () => {
  const draft = await write("RRU-5201", 10);
  const { usable: before } = await documentVersions(plant.db, draft.documentId);
  expect(before!.version).toBe(draft.version - 1);
  await expect(move(draft, "ACTIVE")).rejects.toMatchObject({ code: "INVALID_TRANSITION" });
  await move(draft, "FOR_REVIEW", "APPROVED", "ACTIVE");
  const { usable } = await documentVersions(plant.db, draft.documentId);
  expect(usable).toMatchObject({ version: draft.version, status: "ACTIVE" });

  const { content } = await stored(draft);
  const changes = async () =>
    changesSince(content, await segmentMaster(plant.db, "WM-RRU-5201", 10), noDocuments);
  expect(await changes()).toEqual([]);
  await plant.db
    .updateTable("process_parameter")
    .set({ target: 246 })
    .where("work_master_id", "=", "WM-RRU-5201")
    .where("characteristic", "=", "PEAK_TEMP")
    .execute();
  expect(await changes()).toMatchObject([{ now: "246", steps: ["reflow"] }]);
  const [item] = await plant.db
    .selectFrom("bom_item")
    .selectAll()
    .where("work_master_id", "=", "WM-RRU-5201")
    .where("segment", "=", 10)
    .orderBy("position")
    .execute();
  await plant.db
    .updateTable("bom_item")
    .set({ quantity_per: item!.quantity_per + 1 })
    .where("work_master_id", "=", "WM-RRU-5201")
    .where("position", "=", item!.position)
    .execute();
  const steps = new Set((await changes()).flatMap((change) => change.steps));
  // The step that uses it, the kit, and the sum of pieces that the first step tells.
  expect(steps).toEqual(
    new Set(["reflow", "@prerequisites", "prepare", expect.stringMatching(/^(board|mount-)/)]),
  );
  await plant.db
    .updateTable("bom_item")
    .set({ quantity_per: item!.quantity_per })
    .where("work_master_id", "=", "WM-RRU-5201")
    .where("position", "=", item!.position)
    .execute();
});

test("which version of an instruction holds is told with who wrote and who approved it", async () => {
  const draft = await write("RRU-5204", 10);
  await move(draft, "FOR_REVIEW", "APPROVED", "ACTIVE");
  const { version } = (await documentVersions(plant.db, draft.documentId)).usable!;
  const handler = createInstructionStatus(noDocuments);
  const ask = async (text: string) => {
    const result = await handler({
      db: plant.db,
      clock: createPlantClock(),
      tool: "instruction_status",
      toolCallId: text,
      actorId: "li.wei",
      args: {},
      text,
    });
    for (const language of ["zh", "en"] as const) expect(inventedBy(result, {}, language)).toEqual([]);
    return result;
  };
  for (const text of ["RRU-5204 SMT 作业指导书现在是第几版，谁批的", `${draft.documentId} 谁批的`]) {
    const { zh, en } = (await ask(text)).text;
    expect(zh).toMatch(new RegExp(`^${draft.documentId} 第 ${version} 版已生效，.+编写，.+批准。$`));
    expect(en).toMatch(
      new RegExp(`^${draft.documentId} version ${version} is in force, written by .+, approved by .+\\.$`),
    );
  }
  expect((await ask("哪些作业指导书还没批")).text.zh).toMatch(/^作业指导书：等审批 \d+ 份/);
});

test("of every sentence of the plant a figure keeps its source where it stands, and in no other's place", async () => {
  const masters = await plant.db
    .selectFrom("work_master_segment")
    .select(["work_master_id", "segment"])
    .execute();
  const all = await segmentMasters(plant.db, [...new Set(masters.map((row) => row.work_master_id))]);
  let swapped = 0;
  for (const { work_master_id, segment } of masters) {
    const content = compose(all.of(work_master_id, segment)!);
    for (const step of content.steps)
      for (const [line, text] of step.action.entries()) {
        const said = step.action.map(({ zh, en }) => ({ zh: plain(zh), en: plain(en) }));
        const rewritten = (action: typeof said) =>
          applyEdit(content, { kind: "change", step: step.id, action }, actorId, now).steps.find(
            ({ id }) => id === step.id,
          )!.action;
        expect(rewritten(said)).toEqual(step.action);
        const figures = text.en.flatMap((run, index) =>
          typeof run !== "string" && /^\d+(?:\.\d+)?$/.test(run.text) ? [{ run, index }] : [],
        );
        for (const [at, one] of figures.entries())
          for (const other of figures.slice(at + 1)) {
            if (one.run.text === other.run.text) continue;
            swapped += 1;
            const en = plain(text.en.with(one.index, other.run).with(other.index, one.run));
            const facts = rewritten(said.with(line, { ...said[line]!, en }))[line]!.en;
            for (const { run } of [one, other]) expect(facts).not.toContainEqual(run);
          }
      }
  }
  expect(swapped).toBeGreaterThan(10);
});

test("edits are carried over to a new draft; where both changed, somebody has to settle it", async () => {
  const draft = await write("RRU-5203", 20);
  const edit = async (step: string, zh: string, en: string) => {
    const { edition, content } = await stored(draft);
    const action = content.steps.find(({ id }) => id === step)!.action.map(() => ({ zh, en }));
    await plant.db.transaction().execute((tx) =>
      editInstruction(tx, {
        ...draft,
        edition,
        actorId,
        now,
        edit: { kind: "change", step, action: action.slice(0, 1) },
      }),
    );
  };
  await edit("finish", "装箱前吹净。", "Blow it clean before it is packed.");
  const again = await write("RRU-5203", 20);
  expect(again).toEqual({ ...draft, conflicts: 0 });
  const finish = (await stored(draft)).content.steps.find(({ id }) => id === "finish")!;
  expect(finish.action).toEqual([{ zh: ["装箱前吹净。"], en: ["Blow it clean before it is packed."] }]);

  await edit("prepare", "看图。", "Look at the drawing.");
  await plant.db
    .updateTable("tool")
    .set({ name_en: "New fixture" })
    .where("id", "=", "FIXTURE-ASM-RRU-5203")
    .execute();
  expect(await write("RRU-5203", 20)).toMatchObject({ conflicts: 1 });
  await expect(move(draft, "FOR_REVIEW")).rejects.toMatchObject({ code: "INSTRUCTION_REFUSED" });
});
