import type { Bilingual } from "../../../services/core/errors.ts";
import {
  type FindingTold,
  patrolFindings,
  patrolRoutes,
  roundsOf,
} from "../../../services/mes/queries/patrol.ts";
import { patrolKinds } from "../../../services/protocols/patrol/description.ts";
import { choiceOf } from "../../runtime/choice.ts";
import type { ToolHandler } from "../../runtime/context.ts";
import { formatPlantTime, languageIn } from "../../runtime/format.ts";
import type { Evidence } from "../../runtime/tool.ts";

const mostTold = 5;
const mostRead = 100;
const recentRounds = 4;

/** What was read against its limits: "29.4 °C (20 – 27)"; of a check without limits nothing. */
const readText = ({ value, unit, lower_limit: low, upper_limit: high }: FindingTold): string => {
  if (value === null) return "";
  const limits = low === null ? `≤ ${high}` : high === null ? `≥ ${low}` : `${low} – ${high}`;
  return ` ${value} ${unit} (${limits})`;
};

const severityNames: Readonly<Record<FindingTold["severity"], Bilingual>> = {
  Critical: { zh: "严重", en: "critical" },
  Warning: { zh: "一般", en: "warning" },
  Info: { zh: "提示", en: "info" },
};

const told = (one: FindingTold, language: "zh" | "en"): string =>
  `${one.place[language]} ${one.check[language]}${readText(one)}${language === "zh" ? "，" : ", "}${severityNames[one.severity][language]}${one.assigned_to ? (language === "zh" ? `，${one.assigned_to} 处理中` : `, ${one.assigned_to} sees to it`) : ""}`;

/** What patrols found and nobody has closed, and which rounds are overdue. */
export const tellPatrol: ToolHandler = async ({ db, clock, text }) => {
  const now = clock.now();
  const [open, routes] = await Promise.all([
    patrolFindings(db, { all: false, limit: mostRead }),
    patrolRoutes(db),
  ]);
  const rounds = await Promise.all(
    routes.map(async (route) => ({
      route,
      latest: (await roundsOf(db, route.id, recentRounds)).find(({ status }) => status !== "Due"),
    })),
  );
  const overdue = rounds.filter(({ latest }) => latest?.status === "Overdue");
  const shown = open.slice(0, mostTold);
  const sentence = (language: "zh" | "en") => {
    const zh = language === "zh";
    const list = shown.map((one) => told(one, language)).join(zh ? "；" : "; ");
    const late = overdue.map(({ route }) => (zh ? route.name_zh : route.name_en)).join(zh ? "、" : ", ");
    return [
      open.length === 0
        ? zh
          ? "巡检没有未关闭的问题。"
          : "No finding of a patrol is open."
        : zh
          ? `巡检未关闭的问题 ${open.length} 个：${list}。`
          : `${open.length} findings of patrols are open: ${list}.`,
      overdue.length > 0
        ? zh
          ? `逾期的巡检：${late}。`
          : `Overdue rounds: ${late}.`
        : zh
          ? "巡检没有逾期。"
          : "No round is overdue.",
    ].join(zh ? "" : " ");
  };
  return {
    text: { zh: sentence("zh"), en: sentence("en") },
    rows: open.map((one) => ({
      label: { zh: `${one.place.zh} ${one.check.zh}`, en: `${one.place.en} ${one.check.en}` },
      value: `${one.id} · ${formatPlantTime(one.last_at)}`,
    })),
    evidence: [
      {
        kind: "equipment",
        id: "PATROL",
        facts: {
          open: open.length,
          overdue: overdue.length,
          routes: routes.map(({ name_zh, name_en }) => `${name_zh} / ${name_en}`).join(", "),
        },
        source: "patrol_finding",
        at: now.toISOString(),
      },
      ...shown.map(
        (one): Evidence => ({
          kind: "equipment",
          id: one.id,
          label: `${one.place.zh} / ${one.place.en}`,
          facts: {
            check: `${one.check.zh} / ${one.check.en}`,
            kind: patrolKinds[one.kind].en,
            severity: one.severity,
            read: readText(one).trim() || null,
            since: formatPlantTime(one.opened_at),
            last: formatPlantTime(one.last_at),
            times: one.times,
            assignedTo: one.assigned_to,
          },
          source: "patrol_finding",
          at: now.toISOString(),
        }),
      ),
    ],
    choices: [choiceOf("overview", {}, languageIn(text))],
  };
};
