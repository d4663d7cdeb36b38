import { MillwrightError } from "../../services/core/errors.ts";
import type { Db } from "../../services/mes/database.ts";
import { routingOf } from "../../services/mes/queries/segment-master.ts";
import { findInstruction } from "../../services/mes/queries/work-instructions.ts";
import { choiceOf } from "../runtime/choice.ts";
import type { CardRow, ToolHandler } from "../runtime/context.ts";
import { languageIn } from "../runtime/format.ts";
import { requireRoleOf } from "../runtime/roles.ts";
import { namedProduct } from "../runtime/subject.ts";
import type { Evidence } from "../runtime/tool.ts";
import type { PlantDocuments } from "./instruction/passages.ts";
import { segmentsSaid } from "./instruction/segments-said.ts";
import { asStored, problemsOf, writeInstruction } from "./instruction/write.ts";

/** A draft that was just written, as evidence and as a line of the card. */
const told = async (
  db: Db,
  documents: PlantDocuments,
  written: { readonly documentId: string; readonly version: number },
  now: Date,
): Promise<{ evidence: Evidence; row: CardRow; problems: number }> => {
  const row = await findInstruction(db, written.documentId, written.version);
  const stored = asStored(row!);
  const { content } = stored;
  const problems = (await problemsOf(db, documents, stored)).length;
  const items = content.steps.reduce((sum, { materials }) => sum + materials.length, 0);
  const parameters = content.steps.reduce((sum, step) => sum + step.parameters.length, 0);
  const cited = new Set(Object.values(content.passages).map(({ documentId }) => documentId)).size;
  return {
    problems,
    evidence: {
      kind: "document",
      id: written.documentId,
      label: stored.title_en,
      facts: {
        version: written.version,
        status: stored.status,
        segment: stored.segment,
        steps: content.steps.length,
        items,
        parameters,
        cited,
        problems,
      },
      source: "work_instruction",
      at: now.toISOString(),
    },
    row: {
      label: {
        zh: `${content.segment.number.text} ${content.segment.name.zh.text}`,
        en: `${content.segment.number.text} ${content.segment.name.en.text}`,
      },
      value: `${written.documentId} · ${written.version}`,
    },
  };
};

/**
 * Writes the drafts of a product's work instructions: of the segments that the sentence names, else of all. Only for those who may
 * write them on the page too.
 *
 * @throws MillwrightError FORBIDDEN.
 */
export const createWriteDocument =
  (documents: PlantDocuments): ToolHandler =>
  async ({ db, clock, args, text, actorId }) => {
    await requireRoleOf(db, actorId, "process");
    const now = clock.now();
    const language = languageIn(text);
    const named = await namedProduct({ db }, args.product);
    if ("offered" in named)
      return {
        text: { zh: "要写哪个产品的作业指导书？", en: "The work instruction of which product?" },
        evidence: [],
        choices: named.offered.map((product) => choiceOf("write_document", { product }, language)),
      };
    const { product } = named;
    const routing = await routingOf(db, product.id);
    const { segments, other } = segmentsSaid(text, routing.segments);
    const names = (of: "name_zh" | "name_en") => routing.segments.map((row) => row[of]);
    if (other)
      return {
        text: {
          zh: `${product.id} 的工艺路线里没有“${other}”；有：${names("name_zh").join("、")}。要写哪一个？`,
          en: `The routing of ${product.id} has no ${other}; it has ${names("name_en").join(", ")}. Which one?`,
        },
        evidence: [],
        choices: routing.segments.map(({ name_zh, name_en }) => ({
          label: {
            zh: `写 ${product.id} 的${name_zh}作业指导书`,
            en: `Write the ${name_en} work instruction for ${product.id}`,
          },
          text:
            language === "zh"
              ? `写 ${product.id} 的${name_zh}作业指导书`
              : `Write the ${name_en} work instruction for ${product.id}`,
        })),
      };
    const drafts: Awaited<ReturnType<typeof told>>[] = [];
    const waiting: string[] = [];
    for (const { segment } of segments)
      try {
        const target = { workMasterId: routing.id, segment, actorId, now };
        drafts.push(await told(db, documents, await writeInstruction(db, documents, target), now));
      } catch (error) {
        // One that waits for its review is left to whoever reviews it; the others are written.
        if (!(error instanceof MillwrightError) || error.code !== "INVALID_TRANSITION") throw error;
        waiting.push(String(error.details["id"]));
      }
    if (drafts.length === 0)
      return {
        text: {
          zh: "这份指导书正在待审，请先在“工艺文件”页处理。",
          en: "It waits for its review: see to that on the Documents page first.",
        },
        evidence: [],
      };
    const problems = drafts.reduce((sum, draft) => sum + draft.problems, 0);
    const list = (comma: string) => drafts.map(({ evidence }) => evidence.id).join(comma);
    const left =
      waiting.length > 0
        ? { zh: "另有待审的没有重写。", en: " What waits for its review was left as it is." }
        : { zh: "", en: "" };
    return {
      text: {
        zh: `已生成草稿：${list("、")}。${problems === 0 ? "校验通过，每个数字都有出处。" : `校验发现 ${problems} 个问题。`}请在“工艺文件”页查看、编辑、送审。${left.zh}`,
        en: `Drafts written: ${list(", ")}. ${problems === 0 ? "The check passed: every figure has its source." : `The check found ${problems} problems.`} See, edit and send them for review on the Documents page.${left.en}`,
      },
      rows: drafts.map(({ row }) => row),
      evidence: [
        ...drafts.map(({ evidence }) => evidence),
        ...(drafts.length > 1
          ? [
              {
                kind: "document" as const,
                id: product.id,
                facts: { drafts: drafts.length, problems },
                source: "work_instruction",
                at: now.toISOString(),
              },
            ]
          : []),
      ],
    };
  };
