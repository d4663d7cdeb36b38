import { MillwrightError } from "../../services/core/errors.ts";
import { saidReason } from "../../services/core/stop-reasons.ts";
import { allLines, isDown, isIdle, isRunning, type Line } from "../../services/mes/queries/equipment.ts";
import { namesOfPlant } from "../../services/mes/queries/names.ts";
import { choiceOf } from "../runtime/choice.ts";
import type { ToolHandler } from "../runtime/context.ts";
import { lineEvidence } from "../runtime/evidence.ts";
import { formatPlantTime, languageIn } from "../runtime/format.ts";
import { stateName } from "../runtime/line-state.ts";
import { asksForConnection } from "../runtime/spoken/about/connection.ts";
import { tellsOfRecovery, tellsOfStop } from "../runtime/spoken/about/stop.ts";
import { soleProcessIn } from "../runtime/spoken/ids/lines.ts";
import { lineById } from "../runtime/subject.ts";

const sentence = (line: Line): { zh: string; en: string } => {
  const state = stateName(line.stateCode);
  const since = line.stateSince ? formatPlantTime(line.stateSince) : "";
  const job = line.currentJob;
  const zh = [
    `${line.id} ${state.zh}${since ? `（自 ${since}）` : ""}`,
    line.stateReason ? `原因 ${saidReason(line.stateReason).zh}` : "",
    job ? `正在做 ${job.workOrderId}，已完成 ${job.good}/${job.quantity}` : "",
    `排队 ${line.queue.length} 个任务`,
  ];
  const en = [
    since ? `${line.id} has been ${state.en} since ${since}` : `${line.id} is ${state.en}`,
    line.stateReason ? `reason: ${saidReason(line.stateReason).en}` : "",
    job ? `making ${job.workOrderId}, ${job.good}/${job.quantity} done` : "",
    line.queue.length === 1 ? "1 job waits" : `${line.queue.length} jobs wait`,
  ];
  return { zh: `${zh.filter(Boolean).join("，")}。`, en: `${en.filter(Boolean).join(", ")}.` };
};

const asksForOffline =
  /掉线|离线|断线|不在线|(?:没|没有)(?:上传|上报|传|来)?数据|数据.{0,8}(?:没|断|停)|(?<![a-z])(?:offline|no data|not (?:sending|reporting|connected)|disconnected|silent)(?![a-z])/i;
const asksForFree =
  /空闲|闲|没活|没事|空着|没有?任务|能用|可用|(?<![a-z])(?:free|idle|available|nothing|spare|empty)(?![a-z])/i;

/** How long a stop may last, for which the plan can be looked at next. */
const stopHours = [2, 4, 8];

export const lineStatus: ToolHandler = async (context) => {
  const now = context.clock.now();
  const { line: wanted } = context.args;
  if (!wanted) throw new MillwrightError("MISSING_ARGUMENT", { argument: "line" });
  if (wanted !== "all") {
    const line = await lineById(context, wanted);
    const stands = isDown(line.stateCode) || tellsOfStop(context.text);
    const language = languageIn(context.text);
    const told = sentence(line);
    // A sentence changes no state of a line: the line reports it itself.
    if (tellsOfRecovery(context.text) && isDown(line.stateCode))
      return {
        text: {
          zh: `${told.zh}设备还在报停机；恢复由设备自己上报，它一报上来这里就变，不用在聊天里登记。`,
          en: `${told.en} The line still reports a stop; that it runs again it reports itself, and nothing has to be entered here.`,
        },
        evidence: [lineEvidence(line, now)],
        mentioned: { line: line.id },
        choices: [
          choiceOf("planned_next", { line: line.id }, language),
          choiceOf("ready_orders", {}, language),
        ],
      };
    return {
      text: told,
      evidence: [lineEvidence(line, now)],
      mentioned: { line: line.id },
      ...(stands
        ? { choices: stopHours.map((hours) => choiceOf("what_if_down", { line: line.id, hours }, language)) }
        : {}),
    };
  }
  // "How is burn-in?" is about the lines of that kind.
  const every = await allLines(context.db);
  const kind = soleProcessIn(context.text, (await namesOfPlant(context.db)).lines);
  const lines = kind ? every.filter(({ process }) => process === kind) : every;
  const running = lines.filter((line) => isRunning(line.stateCode)).length;
  const down = lines.filter((line) => isDown(line.stateCode));
  const free = asksForFree.test(context.text)
    ? lines.filter(
        ({ stateCode, currentJob, queue }) => isIdle(stateCode) && !currentJob && queue.length === 0,
      )
    : [];
  const list = (those: readonly Line[], mark: string) => those.map(({ id }) => id).join(mark);
  const offline = lines.filter(({ stateCode }) => stateCode === null);
  const connected =
    asksForOffline.test(context.text) || asksForConnection(context.text)
      ? {
          zh:
            offline.length > 0
              ? `；没有数据的 ${offline.length} 条：${list(offline, "、")}`
              : "；没有掉线的，每条都在上报",
          en:
            offline.length > 0
              ? `; without data: ${list(offline, ", ")}`
              : "; none is offline, every one of them reports",
        }
      : { zh: "", en: "" };
  return {
    text: {
      zh: `${kind ? `${kind} ` : ""}共 ${lines.length} 条产线，运行 ${running} 条，停机 ${down.length} 条${down.length > 0 ? `：${list(down, "、")}` : ""}${free.length > 0 ? `；空闲的有 ${list(free, "、")}` : ""}${connected.zh}。`,
      en: `${lines.length} ${kind ? `${kind} ` : ""}lines: ${running} running, ${down.length} down${down.length > 0 ? `: ${list(down, ", ")}` : ""}${free.length > 0 ? `; with nothing in hand: ${list(free, ", ")}` : ""}${connected.en}.`,
    },
    rows: lines.map((line) => ({
      label: { zh: line.nameZh, en: line.nameEn },
      value: `${stateName(line.stateCode).zh} / ${stateName(line.stateCode).en}${line.currentJob ? ` · ${line.currentJob.workOrderId}` : ""}`,
    })),
    evidence: [
      {
        kind: "equipment",
        id: "ALL",
        facts: { lines: lines.length, running, down: down.length, offline: offline.length },
        source: "equipment",
        at: now.toISOString(),
      },
      ...lines.map((line) => lineEvidence(line, now)),
    ],
  };
};
