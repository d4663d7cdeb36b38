import { dayMs } from "../../services/core/zone.ts";
import type { Db } from "../../services/mes/database.ts";
import { testSteps } from "../../services/mes/queries/test-steps.ts";
import { characteristicDays } from "../analyst/alerts/characteristic.ts";
import { studyOf } from "../analyst/capability/study.ts";
import type { ToolCall } from "../runtime/call-schema.ts";
import { stepNamedIn } from "../runtime/spoken/about/capability.ts";
import { speaksOfSteps, stepWatchIn, wantsBound, watchableIn } from "../runtime/spoken/about/step-watch.ts";
import { familyOf } from "../runtime/spoken/reading.ts";
import { mostOffered, type Step } from "./decide/step.ts";
import type { Said } from "./orders-of-customers.ts";

/** That somebody wants to be told of a test step: of the one that it names, or whose capability was told just before. */
export const stepWatched = async (db: Db, said: Said): Promise<ToolCall | undefined> => {
  const { text, last } = said;
  const { named, product: products, line: lines } = said.candidates;
  if ((["order", "material", "unit", "metric"] as const).some((name) => named.has(name))) return undefined;
  const before = last?.tool === "capability" ? last : undefined;
  const words = before ? `${before.args.words ?? before.text}，${text}` : text;
  const watch = stepWatchIn(text) ?? (before && wantsBound(text) ? (watchableIn(words) ?? "cpk") : undefined);
  if (!watch) return undefined;
  const steps = await testSteps(db);
  const isOwn = stepNamedIn(text, steps) !== undefined;
  if (!isOwn && !speaksOfSteps(text) && !before) return undefined;
  const [product = before?.args.product ?? null, ...others] = named.has("product") ? products : [];
  const [line = before?.args.line ?? null, ...more] = named.has("line") ? lines : [];
  if (others.length + more.length > 0) return undefined;
  return { tool: "watch_step", product, line, words: isOwn ? text : words };
};

/** Asks which step, or of which of the products that it is measured of, where a sentence does not say. */
export const askWhatIsWatched: Step = async (call, { db, understood, text }) => {
  if (call.tool !== "watch_step") return undefined;
  const words = call.words ?? text;
  const step = stepNamedIn(words, await testSteps(db))?.step;
  if (!step)
    return {
      doubt: {
        zh: "要盯哪个测试项？请说它的名字或代号，比如“发射功率的 Cpk 低于 1.33 通知我”。什么都没有设。",
        en: "Which test step shall be watched? Say its name or id, such as “tell me when the Cpk of TX_PWR is below 1.33”. Nothing was set.",
      },
      choices: [],
    };
  if (call.product) return undefined;
  const { now, figure } = understood;
  const from = new Date(now.getTime() - characteristicDays * dayMs);
  const { together } = await studyOf(db, { from, to: now, step });
  const measured = together
    .filter(({ product }) => !figure.family || familyOf(product) === figure.family)
    .toSorted((a, b) => b.capability.values - a.capability.values);
  const [only, ...others] = measured;
  if (only && others.length === 0) return { ...call, product: only.product };
  return {
    doubt: { zh: `${step}：您说的是哪个产品？`, en: `${step}: of which product?` },
    choices: measured.slice(0, mostOffered).map(({ product }) => {
      const said = `${product} ${words}`;
      return { label: { zh: said, en: said }, text: said };
    }),
    asked: { ...call, words },
  };
};
