import { type Bilingual, MillwrightError } from "../../services/core/errors.ts";
import type { PersonRole } from "../../services/core/roles.ts";
import { dayMs } from "../../services/core/zone.ts";
import { testSteps } from "../../services/mes/queries/test-steps.ts";
import { askersRole } from "../runtime/askers-role.ts";
import type { Check, ToolContext, ToolHandler } from "../runtime/context.ts";
import { stepNamedIn } from "../runtime/spoken/about/capability.ts";
import { boundIn, watchableIn } from "../runtime/spoken/about/step-watch.ts";
import { toldRole } from "../runtime/spoken/asked/condition.ts";
import type { Evidence } from "../runtime/tool.ts";
import {
  type CharacteristicRule,
  characteristicDays,
  characteristicRuleText,
  isIndex,
} from "./alerts/characteristic.ts";
import { eachLine } from "./alerts/rule.ts";
import { setRule } from "./alerts/set-rule.ts";
import { type Characteristic, studyOf } from "./capability/study.ts";
import { driftTold } from "./capability/tell.ts";
import { fewTold, noIndexTold } from "./capability/words.ts";

/** Of an index where no bound is said (IATF 16949, ISO 22514-2). */
const usualBound = 1.33;
/** Those who may have a test step watched: one of them approves it, whoever is told. */
const mayWatch: readonly PersonRole[] = ["process", "manager", "planner"];
const usualRole: PersonRole = "process";

/** Who is told: whom the sentence names, who says it, or else the process engineer. */
const roleOf = async ({ db, text, toolCallId }: ToolContext): Promise<PersonRole> =>
  toldRole(text) ?? (await askersRole(db, toolCallId)) ?? usualRole;

/** @throws MillwrightError MISSING_ARGUMENT where no product or step is said. */
const ruleOf = async (context: ToolContext): Promise<CharacteristicRule> => {
  const { db, args, text } = context;
  const watch = watchableIn(text) ?? "cpk";
  const step = stepNamedIn(text, await testSteps(db))?.step;
  if (!step) throw new MillwrightError("MISSING_ARGUMENT", { argument: "step 测试项" });
  if (!args.product) throw new MillwrightError("MISSING_ARGUMENT", { argument: "product 产品" });
  return {
    metric: watch,
    ...{ product: args.product, step, kind: null, shift: null },
    line: args.line ?? (isIndex(watch) ? null : eachLine),
    condition: isIndex(watch) ? "below" : "limits",
    threshold: isIndex(watch) ? (boundIn(text)?.value ?? usualBound) : null,
    // A point out of control is told within the hour; an index of four weeks does not move by the hour.
    period: watch === "control" ? "hour" : "day",
    role: await roleOf(context),
  };
};

const refused = (summary: Bilingual): Check => ({ status: "fail", summary, evidence: [] });

/** How the step is now, beside the rule: one that would be raised at once, or has no index, is known before it is approved. */
const standingOf = (
  { metric, threshold }: CharacteristicRule,
  those: readonly Characteristic[],
): Bilingual & { readonly isUnable?: boolean } => {
  if (!isIndex(metric)) {
    if (metric === "control") return { zh: "", en: "" };
    const moved = those.filter(({ drift }) => drift).map(driftTold);
    return moved.length > 0
      ? {
          zh: `现在就在漂移：${moved.map(({ zh }) => zh).join("；")}`,
          en: `it drifts now: ${moved.map(({ en }) => en).join("; ")}`,
        }
      : { zh: "现在没有漂移", en: "it does not drift now" };
  }
  const [one] = those;
  const index = one?.capability[metric];
  if (!one || !index) {
    const why = one?.capability.none ? noIndexTold[one.capability.none] : noIndexTold["too-few"];
    return { ...why, isUnable: true };
  }
  const value = index.value.toFixed(2);
  const few = one.capability.isFew ? { zh: `，${fewTold.zh}`, en: `; ${fewTold.en}` } : { zh: "", en: "" };
  return index.value < (threshold ?? 0)
    ? {
        zh: `现在 ${value}，已经低于界限，会马上触发${few.zh}`,
        en: `it is ${value} now, below the bound already, and would be raised at once${few.en}`,
      }
    : { zh: `现在 ${value}${few.zh}`, en: `it is ${value} now${few.en}` };
};

/** What the rule is, and how the step stands by it. */
export const checkStepWatch = async (context: ToolContext): Promise<Check> => {
  const { db, clock, text } = context;
  const now = clock.now();
  const rule = await ruleOf(context);
  const bound = boundIn(text);
  if (isIndex(rule.metric) && bound && (bound.kind === "above" || bound.value <= 0))
    return refused({
      zh: "能力指数只能盯“低于”一个大于 0 的界限",
      en: "an index is watched for falling below a bound of more than 0",
    });
  const station = rule.line && rule.line !== eachLine ? rule.line : undefined;
  const from = new Date(now.getTime() - characteristicDays * dayMs);
  const { product, step } = rule;
  const study = await studyOf(db, { from, to: now, product, step, station });
  if (study.together.length === 0)
    return refused({
      zh: `${product} 的 ${step}${station ? ` 在 ${station}` : ""} 最近 ${characteristicDays} 天没有测量值，没有可盯的`,
      en: `${step} of ${product}${station ? ` at ${station}` : ""} was not measured in the last ${characteristicDays} days: there is nothing to watch`,
    });
  const standing = standingOf(rule, isIndex(rule.metric) && !station ? study.together : study.apart);
  if (standing.isUnable) return refused({ zh: standing.zh, en: standing.en });
  const told = characteristicRuleText(rule);
  const approver = mayWatch.find((role) => role === rule.role) ?? usualRole;
  const evidence: Evidence = {
    kind: "unit",
    id: step,
    label: product,
    facts: { rule: `${told.en} / ${told.zh}`, now: `${standing.en} / ${standing.zh}` },
    source: "unit_measurement",
    at: now.toISOString(),
  };
  return {
    status: "ok",
    summary: {
      zh: `${told.zh}${standing.zh ? `；${standing.zh}` : ""}`,
      en: `${told.en}${standing.en ? `; ${standing.en}` : ""}`,
    },
    evidence: [evidence],
    facts: { role: approver },
  };
};

/** Sets the rule that was approved; approved again it is the same one. */
export const watchStep: ToolHandler = async (context) => {
  const now = context.clock.now();
  const rule = await ruleOf(context);
  const id = await setRule(context, rule, now);
  const told = characteristicRuleText(rule);
  return {
    text: { zh: `已设置预警 ${id}：${told.zh}。`, en: `Alert ${id} is set: ${told.en}.` },
    evidence: [
      {
        kind: "unit",
        id,
        label: rule.step,
        facts: { rule: `${told.en} / ${told.zh}`, threshold: rule.threshold ?? null },
        source: "alert_rule",
        at: now.toISOString(),
      },
    ],
  };
};
