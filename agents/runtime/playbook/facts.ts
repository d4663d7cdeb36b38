import type { Bilingual } from "../../../services/core/errors.ts";
import { playbookState } from "../../../services/core/playbook-states.ts";
import { saidReason } from "../../../services/core/stop-reasons.ts";
import type { StoredEvent } from "../../../services/mes/events.ts";
import type { PlaybookFact, PlaybookFacts } from "../../../services/mes/schema/playbook.ts";
import type { ToolResult } from "../context.ts";
import { formatPlantTime } from "../format.ts";
import type { Condition } from "./model.ts";

/** What an object is called in facts, where that is not its type. */
const objectNames: Readonly<Record<string, string>> = {
  equipment: "line",
  work_order: "order",
  job_order: "job",
  plan_proposal: "proposal",
  transport_order: "transport",
};

type PlantEvent = Pick<StoredEvent, "type" | "time" | "objects" | "attributes">;

const scalar = (value: unknown): PlaybookFact | undefined => {
  if (value === null || ["string", "number", "boolean"].includes(typeof value)) return value as PlaybookFact;
  if (Array.isArray(value)) return value.map(String).join(", ");
  const { zh, en } = (value ?? {}) as Partial<Bilingual>;
  return typeof zh === "string" && typeof en === "string" ? { zh, en } : undefined;
};

/** The facts of an event: its objects by what they are, and its attributes; the first object of a type counts. */
export const factsOfEvent = ({ type, time, objects, attributes }: PlantEvent): PlaybookFacts => {
  const facts: Record<string, PlaybookFact> = {};
  for (const [name, value] of Object.entries(attributes)) {
    const fact = scalar(value);
    if (fact !== undefined && /^[A-Za-z][A-Za-z0-9_]*$/.test(name)) facts[`event.${name}`] = fact;
  }
  for (const object of objects.toReversed())
    facts[`event.${objectNames[object.type] ?? object.type}`] = object.id;
  facts["event.type"] = type;
  // A time costs more to say than all the rest, and of a long record few are asked for.
  Object.defineProperty(facts, "event.time", { enumerable: true, get: () => formatPlantTime(time) });
  return facts;
};

/** Ids that are listed as one fact. */
const mostListed = 8;

/**
 * The facts that a reading step found: what it says, the ids of its evidence, how many there are, and each fact of the
 * evidence, where several have one of that name the first.
 */
export const factsOfResult = (step: string, { text, evidence, happening }: ToolResult): PlaybookFacts => {
  const facts: Record<string, PlaybookFact> = {};
  for (const item of evidence.toReversed())
    for (const [name, value] of Object.entries(item.facts))
      if (/^[A-Za-z][A-Za-z0-9_]*$/.test(name)) facts[`${step}.${name}`] = value;
  return {
    ...facts,
    [`${step}.text`]: text,
    [`${step}.count`]: evidence.length,
    [`${step}.ids`]: evidence
      .slice(0, mostListed)
      .map(({ id }) => id)
      .join(", "),
    [`${step}.moves`]: happening !== undefined,
  };
};

const isBilingual = (value: PlaybookFact | undefined): value is Bilingual =>
  typeof value === "object" && value !== null;

const plain = (value: PlaybookFact | undefined): string =>
  value === undefined || value === null ? "" : isBilingual(value) ? value.en : String(value);

/** What stands in braces in a text: "{event.line}". */
export const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name!);

type Said = (value: PlaybookFact, name: string) => string;

/** A text with its facts; of one that is not known, its name in angle brackets. */
export const filled = (
  text: string,
  facts: PlaybookFacts,
  language: keyof Bilingual,
  say: Said = (value) => String(value),
): string =>
  text.replace(/\{([^{}]*)\}/g, (_all, name: string) => {
    const value = facts[name];
    if (value === undefined || value === null) return `⟨${name}⟩`;
    return isBilingual(value) ? value[language] : say(value, name);
  });

/** What a step came to, and why a machine stands, in words; all else as it is. */
const inWordsOf =
  (language: keyof Bilingual): Said =>
  (value, name) => {
    const text = String(value);
    if (name.endsWith(".outcome")) return playbookState(text, language);
    return name.endsWith(".reason") ? saidReason(text)[language] : text;
  };

/** Both languages of a text; what is said in one only is told in it to everyone. */
export const told = ({ zh, en }: Bilingual, facts: PlaybookFacts): Bilingual => {
  const inWords = (text: string, language: keyof Bilingual) =>
    filled(text, facts, language, inWordsOf(language));
  return {
    zh: inWords(zh.trim() ? zh : en, zh.trim() ? "zh" : "en"),
    en: inWords(en.trim() ? en : zh, en.trim() ? "en" : "zh"),
  };
};

/** An argument: the value of a single fact as it is, or a text with facts in it. */
export const argument = (value: string | number, facts: PlaybookFacts): string | number => {
  if (typeof value === "number") return value;
  const alone = /^\{([^{}]*)\}$/.exec(value)?.[1];
  const fact = alone === undefined ? undefined : facts[alone];
  return typeof fact === "number" ? fact : filled(value, facts, "en");
};

/** Whether a condition holds. What is not known is below and above nothing and is not anything. */
export const holds = ({ fact: name, is, value = "" }: Condition, facts: PlaybookFacts): boolean => {
  const fact = facts[name];
  const known = fact !== undefined && fact !== null && plain(fact) !== "";
  const wanted = typeof value === "string" ? filled(value, facts, "en") : value;
  const [left, right] = [Number(plain(fact)), Number(wanted)];
  const comparable = known && String(wanted).trim() !== "" && !Number.isNaN(left) && !Number.isNaN(right);
  switch (is) {
    case "is":
      return known && plain(fact) === String(wanted);
    case "isNot":
      return plain(fact) !== String(wanted);
    case "oneOf":
      return (
        known &&
        String(wanted)
          .split(/[,，]/)
          .some((one) => one.trim() === plain(fact))
      );
    case "known":
      return known;
    case "above":
      return comparable && left > right;
    case "below":
      return comparable && left < right;
    case "atLeast":
      return comparable && left >= right;
    case "atMost":
      return comparable && left <= right;
    default:
      return is satisfies never;
  }
};

export const allHold = (conditions: readonly Condition[], facts: PlaybookFacts): boolean =>
  conditions.every((condition) => holds(condition, facts));
