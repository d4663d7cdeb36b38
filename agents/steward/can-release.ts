import { MillwrightError } from "../../services/core/errors.ts";
import { choiceOf } from "../runtime/choice.ts";
import type { Check, ToolHandler } from "../runtime/context.ts";
import { languageIn } from "../runtime/format.ts";
import { toolNamed } from "../runtime/tool.ts";
import { tellReadyOrders } from "../scheduler/material/ready-orders.ts";
import { type createChecks, runCheck } from "./checks.ts";

type Language = "zh" | "en";

const policy = toolNamed("release_order").policy;
const roles = policy.kind === "confirm" ? policy.checks : [];

const reasonsOf = (checks: readonly Check[], status: Check["status"], language: Language): string =>
  [
    ...new Set(
      checks
        .filter((check) => check.status === status)
        .map(({ summary }) => summary[language].replace(/[.。]$/, "")),
    ),
  ].join(language === "zh" ? "；" : "; ");

/**
 * Whether an order could be released now, by the same five checks as a release, and what stands in the way; nothing is
 * proposed. Without an order, those that could be.
 */
export const createCanRelease =
  (checks: ReturnType<typeof createChecks>): ToolHandler =>
  async (context) => {
    const { order, line } = context.args;
    if (!order) return tellReadyOrders(context);
    const wanted = { order, line: line ?? "earliest" };
    const found = await Promise.all(
      roles.map((role) => runCheck(checks[role], { ...context, tool: "release_order", args: wanted })),
    );
    const [failed, warned] = (["fail", "warn"] as const).map((status) => ({
      count: found.filter((check) => check.status === status).length,
      zh: reasonsOf(found, status, "zh"),
      en: reasonsOf(found, status, "en"),
    }));
    const evidence = found.flatMap((check) => check.evidence);
    // An order or a line that there is not has been told by one of the checks; without any evidence it is none of the order's.
    if (evidence.length === 0) throw new MillwrightError("UNKNOWN_ORDER", { id: order, suggestions: [] });
    const settled = found.map(({ facts }) => facts?.["line"]).find((one) => one !== undefined);
    const to = String(settled ?? line ?? "");
    const language = languageIn(context.text);
    const mentioned = { order, ...(to ? { line: to } : {}) };
    if (failed!.count > 0)
      return {
        text: {
          zh: `不能，${order} 现在下达不了：${failed!.zh}。`,
          en: `No, ${order} cannot be released now: ${failed!.en}.`,
        },
        evidence,
        choices: [
          choiceOf("check_kit", { order }, language),
          choiceOf("order_status", { order }, language),
          choiceOf("ready_orders", {}, language),
        ],
        mentioned,
      };
    const where = to ? { zh: `到 ${to}`, en: ` to ${to}` } : { zh: "", en: "" };
    return {
      text: {
        zh: `可以，${order} 现在能下达${where.zh}，各项检查都过${warned!.count > 0 ? `；请注意：${warned!.zh}` : ""}。`,
        en: `Yes, ${order} could be released${where.en} now; every check passes${warned!.count > 0 ? `. Mind: ${warned!.en}` : ""}.`,
      },
      evidence,
      choices: [choiceOf("release_order", wanted, language)],
      mentioned,
    };
  };
