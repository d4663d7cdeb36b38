import { saidReason } from "../../services/core/stop-reasons.ts";
import type { RoleCheck } from "../runtime/context.ts";
import { lineEvidence } from "../runtime/evidence.ts";
import { formatPlantTime } from "../runtime/format.ts";
import { chooseLine } from "../runtime/line-choice.ts";
import { stateName } from "../runtime/line-state.ts";
import { subjectOrder } from "../runtime/subject.ts";

/** Can the line run. */
export const equipmentCheck: RoleCheck = {
  role: "equipment",
  title: { zh: "设备工艺员", en: "Equipment" },
  run: async (context) => {
    const now = context.clock.now();
    const { line, available } = await chooseLine(context.db, await subjectOrder(context), context.args.line);
    const state = stateName(line.stateCode);
    const since = line.stateSince ? formatPlantTime(line.stateSince) : "";
    const evidence = [lineEvidence(line, now)];
    if (!available)
      return {
        status: "fail",
        summary: {
          zh: `${line.id} ${state.zh}${since ? `，自 ${since}` : ""}${line.stateReason ? `（${saidReason(line.stateReason).zh}）` : ""}`,
          en: `${line.id} is ${state.en}${since ? ` since ${since}` : ""}${line.stateReason ? ` (${saidReason(line.stateReason).en})` : ""}`,
        },
        evidence,
      };
    return {
      status: line.queue.length > 2 ? "warn" : "ok",
      summary: {
        zh: `${line.id} ${state.zh}，排队 ${line.queue.length} 个任务`,
        en: `${line.id} is ${state.en}, ${line.queue.length} ${line.queue.length === 1 ? "job waits" : "jobs wait"}`,
      },
      evidence,
    };
  },
};
