import { clusters, waitingCalls } from "../../../services/mes/queries/inspection.ts";
import { choiceOf } from "../../runtime/choice.ts";
import type { ToolHandler } from "../../runtime/context.ts";
import { formatPlantTime, languageIn } from "../../runtime/format.ts";
import type { Evidence } from "../../runtime/tool.ts";
import { adviceOf, clusterText, sourceName } from "./advice.ts";

const mostTold = 3;
const mostRead = 50;

/** What clusters on the lines and why, and how many calls wait for a person; of one line where one is named. */
export const inspectionStatus: ToolHandler = async ({ db, clock, args, text }) => {
  const now = clock.now();
  const line = args.line && args.line !== "all" ? args.line : undefined;
  const [open, waiting] = await Promise.all([
    clusters(db, { all: false, limit: mostRead }),
    waitingCalls(db, 1, line),
  ]);
  const own = open.filter((one) => !line || one.line === line);
  const told = own.slice(0, mostTold);
  const list = (language: "zh" | "en") =>
    told
      .map((one) => `${clusterText(one)[language]}；${adviceOf(one)[language]}`)
      .map((one) => (language === "zh" ? `${one}。` : `${one.replace("；", "; ")}.`))
      .join(language === "zh" ? "" : " ");
  const at = line ? { zh: `${line} `, en: ` on ${line}` } : { zh: "", en: "" };
  return {
    text: {
      zh: `${at.zh}${own.length === 0 ? "没有缺陷聚集" : `缺陷聚集 ${own.length} 处`}，待复判报警 ${waiting.count} 个。${list("zh")}`,
      en: `${own.length === 0 ? "No defects cluster" : `${own.length} cluster${own.length > 1 ? "s" : ""} of defects`}${at.en}, ${waiting.count} ${waiting.count === 1 ? "call waits" : "calls wait"} to be verified. ${list("en")}`.trim(),
    },
    rows: own.map((one) => ({
      label: { zh: `${one.line} ${sourceName(one).zh}`, en: `${one.line} ${sourceName(one).en}` },
      value: `${one.found}`,
    })),
    evidence: [
      {
        kind: "figure",
        id: "INSPECTION",
        facts: { clusters: own.length, waiting: waiting.count, ...(line ? { line } : {}) },
        source: "inspection_defect",
        at: now.toISOString(),
      },
      ...told.map((one): Evidence => {
        const { zh, en } = sourceName(one);
        return {
          kind: "figure",
          id: one.id,
          label: one.line,
          facts: {
            cause: `${zh} / ${en}`,
            kind: one.kind,
            found: one.found,
            expected: one.expected < 0.1 ? "< 0.1" : one.expected.toFixed(1),
            boards: one.boards,
            chance: one.chance.toExponential(1),
            groups: one.tests,
            places: one.designators.join(", "),
            from: formatPlantTime(one.first_at),
            to: formatPlantTime(one.last_at),
          },
          source: "defect_cluster",
          at: now.toISOString(),
        };
      }),
    ],
    choices: [
      choiceOf("metric_value", { metric: "dpmo" }, languageIn(text)),
      choiceOf("metric_value", { metric: "false_calls" }, languageIn(text)),
    ],
  };
};
