import type { Bilingual } from "../../services/core/errors.ts";
import { roleSaid } from "../../services/core/roles.ts";
import type { Db } from "../../services/mes/database.ts";
import {
  type DecisionRow,
  decisionsOfOrder,
  lastDecision,
  openDecisions,
} from "../../services/mes/queries/decisions.ts";
import type { PlantDocuments } from "../process/instruction/passages.ts";
import { listInstructions } from "../process/instruction/read.ts";
import { choiceOf } from "../runtime/choice.ts";
import type { ToolHandler } from "../runtime/context.ts";
import { formatPlantTime, languageIn } from "../runtime/format.ts";
import { type Evidence, isToolName, toolNamed } from "../runtime/tool.ts";

type Language = "zh" | "en";

/** As many as a sentence holds, and as are shown. */
const mostTold = 4;
const mostShown = 12;

/** What was proposed: "Release order WO-1042 → SMT-2". */
export const actOf = ({ tool, args }: DecisionRow, language: Language): string => {
  const title = isToolName(tool) ? toolNamed(tool).title[language] : tool;
  const ids = ["order", "line", "material", "product", "proposal", "run"].map((name) => args[name]);
  const shown = ids.filter((id) => typeof id === "string").join(" → ");
  return shown ? `${title} ${shown}` : title;
};

const nameOf = (
  id: string | null,
  names: { readonly zh: string | null; readonly en: string | null },
  language: Language,
): string => names[language] || id || "–";

const askedBy = (row: DecisionRow, language: Language) =>
  nameOf(row.asked_by, { zh: row.asked_zh, en: row.asked_en }, language);
const decidedBy = (row: DecisionRow, language: Language) =>
  nameOf(row.decided_by, { zh: row.decided_zh, en: row.decided_en }, language);

const verbs = {
  Approved: { zh: "批准了", en: "approved" },
  Rejected: { zh: "否决了", en: "rejected" },
} as const;

const told = (row: DecisionRow, language: Language): string => {
  const zh = language === "zh";
  const act = actOf(row, language);
  if (row.status === "Pending")
    return zh
      ? `“${act}”由${askedBy(row, "zh")}提出，还没人批，等${roleSaid(row.role).zh}`
      : `"${act}", asked for by ${askedBy(row, "en")}, waits for a ${roleSaid(row.role).en}`;
  if (row.status === "Expired")
    return zh
      ? `“${act}”由${askedBy(row, "zh")}提出，没人批，已过期`
      : `"${act}", asked for by ${askedBy(row, "en")}, lapsed: nobody decided`;
  const at = row.decided_at ? formatPlantTime(row.decided_at) : "";
  return zh
    ? `${decidedBy(row, "zh")}${at ? ` 在 ${at} ` : ""}${verbs[row.status].zh}“${act}”，由${askedBy(row, "zh")}提出`
    : `${decidedBy(row, "en")} ${verbs[row.status].en} "${act}"${at ? ` at ${at}` : ""}; ${askedBy(row, "en")} had asked for it`;
};

export const decisionEvidence = (row: DecisionRow, now: Date): Evidence => ({
  kind: typeof row.args["order"] === "string" ? "order" : "plan",
  id: String(row.args["order"] ?? row.args["proposal"] ?? row.args["run"] ?? row.id),
  facts: {
    act: `${actOf(row, "zh")} / ${actOf(row, "en")}`,
    status: row.status,
    askedBy: `${row.asked_by} ${askedBy(row, "zh")} ${askedBy(row, "en")}`,
    decidedBy: row.decided_by ? `${row.decided_by} ${decidedBy(row, "zh")} ${decidedBy(row, "en")}` : null,
    decided: row.decided_at ? formatPlantTime(row.decided_at) : null,
    waitsFor: row.status === "Pending" ? row.role : null,
    lapses: row.status === "Pending" ? formatPlantTime(row.expires_at) : null,
  },
  source: "approval",
  at: now.toISOString(),
});

const rowsOf = (those: readonly DecisionRow[], value: (row: DecisionRow) => string) =>
  those.map((row) => ({ label: { zh: actOf(row, "zh"), en: actOf(row, "en") }, value: value(row) }));

const sentences = (those: readonly DecisionRow[], language: Language): string => {
  const [mark, stop] = language === "zh" ? ["；", "。"] : ["; ", "."];
  return `${those.map((row) => told(row, language)).join(mark)}${stop}`;
};

/** Why an order is on hold, where that is asked about and was not decided here: it came with the order, or from the MES. */
const holdOf = async (
  db: Db,
  order: string | null | undefined,
  text: string,
  those: readonly DecisionRow[],
): Promise<Bilingual | undefined> => {
  if (!order || !/停|挂|压|扣|冻|(?<![a-z])(?:held|holds?|paused?|suspend\w*)(?![a-z])/i.test(text))
    return undefined;
  if (those.some(({ tool, status }) => tool === "hold_order" && status === "Approved")) return undefined;
  const row = await db
    .selectFrom("work_order")
    .select(["held", "hold_reason"])
    .where("id", "=", order)
    .executeTakeFirst();
  if (!row?.held) return undefined;
  const why = row.hold_reason
    ? { zh: `原因写的是“${row.hold_reason}”`, en: `the reason given is "${row.hold_reason}"` }
    : { zh: "没有写原因", en: "no reason is given" };
  return {
    zh: `${order} 暂停中，${why.zh}；不是在这里提出或批准的，谁停的没有记录。`,
    en: `${order} is on hold; ${why.en}. It was not put on hold here, so who did it is not on record. `,
  };
};

/** Who asked for, approved or rejected what was proposed for an order; without one, the last decision of the conversation. */
export const whoDecided: ToolHandler = async ({ db, clock, toolCallId, args: { order }, text }) => {
  const now = clock.now();
  const { rows: those, isElsewhere } = order
    ? { rows: await decisionsOfOrder(db, order, mostShown), isElsewhere: false }
    : await lastDecision(db, toolCallId);
  const language = languageIn(text);
  const [first] = those;
  const hold = await holdOf(db, order, text, those);
  if (!first)
    return {
      text:
        hold ??
        (order
          ? {
              zh: `${order} 没有审批记录：在这里没有人对它提出过要批准的事。`,
              en: `Nothing about ${order} was ever proposed here, so nobody decided on it.`,
            }
          : { zh: "还没有任何决定。", en: "Nothing has been decided yet." }),
      evidence: order
        ? [
            {
              kind: "order",
              id: order,
              facts: { decisions: 0, ...(hold ? { hold: `${hold.en} / ${hold.zh}` } : {}) },
              source: "approval",
              at: now.toISOString(),
            },
          ]
        : [],
      choices: order ? [choiceOf("order_status", { order }, language)] : [],
    };
  const shown = those.slice(0, mostTold);
  return {
    text: {
      zh: `${hold?.zh ?? ""}${isElsewhere ? "这次对话里还没有决定；全厂最近的一个：" : ""}${sentences(shown, "zh")}`,
      en: `${hold?.en ?? ""}${isElsewhere ? "Nothing was decided in this conversation; the last decision in the plant: " : ""}${sentences(shown, "en")}`,
    },
    rows: rowsOf(those, (row) =>
      row.decided_at
        ? `${decidedBy(row, language)} · ${formatPlantTime(row.decided_at)}`
        : verbsOf(row, language),
    ),
    evidence: [
      ...those.map((row) => decisionEvidence(row, now)),
      ...(hold && order
        ? [
            {
              kind: "order" as const,
              id: order,
              facts: { hold: `${hold.en} / ${hold.zh}` },
              source: "work_order",
              at: now.toISOString(),
            },
          ]
        : []),
    ],
    ...(order ? { mentioned: { order } } : {}),
  };
};

const verbsOf = ({ status }: DecisionRow, language: Language): string =>
  ({
    Pending: { zh: "待批", en: "waits" },
    Expired: { zh: "已过期", en: "lapsed" },
    Approved: { zh: "已批准", en: "approved" },
    Rejected: { zh: "已否决", en: "rejected" },
  })[status][language];

/** As many instructions as are looked through. */
const mostRead = 500;

/** What waits for a person: proposals, each with who has to decide, and work instructions for review. */
export const createOpenDecisions =
  (documents: PlantDocuments): ToolHandler =>
  async ({ db, clock, text }) => {
    const now = clock.now();
    const language = languageIn(text);
    const [those, instructions] = await Promise.all([
      openDecisions(db),
      listInstructions(db, documents, { first: mostRead }),
    ]);
    const reviews = instructions.filter(({ version }) => version.status === "FOR_REVIEW").length;
    const count: Evidence = {
      kind: "plan",
      id: "WAITING",
      facts: { proposals: those.length, instructionsForReview: reviews },
      source: "approval",
      at: now.toISOString(),
    };
    const review = {
      zh: reviews > 0 ? `另有 ${reviews} 份作业指导书等审批。` : "",
      en:
        reviews > 0
          ? ` ${reviews === 1 ? "1 work instruction waits" : `${reviews} work instructions wait`} for review as well.`
          : "",
    };
    if (those.length === 0)
      return {
        text: {
          zh: `没有等人批准的提案。${review.zh}`,
          en: `No proposal waits for a decision.${review.en}`,
        },
        evidence: [count],
        choices: [
          ...(reviews > 0 ? [choiceOf("instruction_status", {}, language)] : []),
          choiceOf("ready_orders", {}, language),
          choiceOf("overview", {}, language),
        ],
      };
    const shown = those.slice(0, mostTold);
    const more = those.length > shown.length;
    return {
      text: {
        zh: `在等 ${those.length} 个提案批准：${sentences(shown, "zh")}${more ? "其余见下。" : ""}${review.zh}`,
        en: `${those.length} ${those.length === 1 ? "proposal waits" : "proposals wait"}: ${sentences(shown, "en")}${more ? " The others are below." : ""}${review.en}`,
      },
      rows: rowsOf(
        those.slice(0, mostShown),
        (row) => `${roleSaid(row.role)[language]} · ${formatPlantTime(row.expires_at)}`,
      ),
      evidence: [count, ...those.slice(0, mostShown).map((row) => decisionEvidence(row, now))],
      choices: reviews > 0 ? [choiceOf("instruction_status", {}, language)] : [],
    };
  };
