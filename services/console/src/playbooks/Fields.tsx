import { eventName } from "../events/told.ts";
import type { Bilingual } from "../lib/language.ts";
import { useLanguage } from "../lib/language.ts";
import { numberIn } from "../lib/numbers.ts";
import { TypedInput } from "../lib/TypedInput.tsx";
import type { Form, Problem, Schema } from "./types.ts";

interface Props {
  readonly schema: Schema;
  readonly value: Readonly<Record<string, unknown>>;
  /** Where it stands, such as "steps.0". */
  readonly path: string;
  readonly form: Form;
  readonly problems: readonly Problem[];
  readonly onChange: (field: string, value: unknown) => void;
}

const comparisons: Readonly<Record<string, Bilingual>> = {
  is: { zh: "等于", en: "is" },
  isNot: { zh: "不等于", en: "is not" },
  above: { zh: "大于", en: "above" },
  below: { zh: "小于", en: "below" },
  atLeast: { zh: "至少", en: "at least" },
  atMost: { zh: "至多", en: "at most" },
  oneOf: { zh: "其中之一", en: "one of" },
  known: { zh: "已知", en: "is known" },
};

const dayNames: Readonly<Record<string, Bilingual>> = {
  mon: { zh: "周一", en: "Mon" },
  tue: { zh: "周二", en: "Tue" },
  wed: { zh: "周三", en: "Wed" },
  thu: { zh: "周四", en: "Thu" },
  fri: { zh: "周五", en: "Fri" },
  sat: { zh: "周六", en: "Sat" },
  sun: { zh: "周日", en: "Sun" },
};

interface Condition {
  readonly fact: string;
  readonly is: string;
  readonly value?: unknown;
}

type Given = string | number | boolean;

/** A text that may be a number or yes and no. */
const read = (text: string): Given =>
  text === "true" || text === "false" ? text === "true" : (numberIn(text) ?? text);
/** A number that is not complete is a text on the way to one. */
const readNumber = (text: string): Given | undefined => (text === "" ? "" : (numberIn(text) ?? undefined));

const Conditions = ({
  value,
  first = "event.line",
  onChange,
}: {
  value: readonly Condition[];
  /** Fact that a new condition begins with. */
  first?: string;
  onChange: (value: readonly Condition[]) => void;
}) => {
  const { t, pick } = useLanguage();
  const set = (index: number, change: object) =>
    onChange(value.map((one, at) => (at === index ? { ...one, ...change } : one)));
  return (
    <>
      {value.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no name but their place.
        <div className="condition" key={index}>
          <input
            aria-label="fact"
            value={one.fact}
            onChange={(event) => set(index, { fact: event.target.value })}
          />
          <select aria-label="is" value={one.is} onChange={(event) => set(index, { is: event.target.value })}>
            {Object.entries(comparisons).map(([key, name]) => (
              <option key={key} value={key}>
                {pick(name)}
              </option>
            ))}
          </select>
          <TypedInput
            aria-label="value"
            value={(one.value ?? "") as Given}
            read={read}
            onValue={(next) => set(index, { value: next })}
          />
          <button
            type="button"
            className="quiet"
            aria-label={t("removeStep")}
            onClick={() => onChange(value.toSpliced(index, 1))}
          >
            ×
          </button>
        </div>
      ))}
      <button
        type="button"
        className="quiet"
        onClick={() => onChange([...value, { fact: first, is: "is", value: "" }])}
      >
        + {t("addCondition")}
      </button>
    </>
  );
};

const isConditions = (name: string) => name === "where" || name === "when" || name === "conditions";

/** The fields of a step or a trigger, as its schema says; what is wrong stands at its field. */
export const Fields = ({ schema, value, path, form, problems, onChange }: Props) => {
  const { t, language, pick } = useLanguage();
  const fieldOf = (name: string, own: Schema) => {
    const given = value[name];
    const options = own.enum ?? (name === "type" ? form.events : undefined);
    if (isConditions(name))
      return <Conditions value={(given ?? []) as Condition[]} onChange={(next) => onChange(name, next)} />;
    if (name === "args") {
      const tool = form.tools.find((one) => one.name === value["tool"]);
      const args = (given ?? {}) as Record<string, unknown>;
      return (tool?.arguments ?? []).map((key) => (
        <span className="argument" key={key}>
          <small>{key}</small>
          <TypedInput
            aria-label={key}
            value={(args[key] ?? "") as Given}
            read={read}
            placeholder={`{event.${key}}`}
            onValue={(next) => {
              const { [key]: _old, ...rest } = args;
              onChange(name, next === "" ? rest : { ...rest, [key]: next });
            }}
          />
        </span>
      ));
    }
    if (name === "until") {
      const until = given as { readonly type: string; readonly where?: Condition[] } | undefined;
      return (
        <>
          <label className="day">
            <input
              type="checkbox"
              data-testid="until-event"
              checked={until !== undefined}
              onChange={() =>
                onChange(name, until ? undefined : { type: form.events[0] ?? "equipment.state", where: [] })
              }
            />
            {t("untilEvent")}
          </label>
          {until ? (
            <>
              <select
                aria-label={t("untilEvent")}
                value={until.type}
                onChange={(event) => onChange(name, { ...until, type: event.target.value })}
              >
                {[...new Set([until.type, ...form.events])].map((one) => (
                  <option key={one} value={one}>
                    {eventName({ type: one }, language)} · {one}
                  </option>
                ))}
              </select>
              <Conditions
                value={until.where ?? []}
                first={`${String(value["id"])}.line`}
                onChange={(where) => onChange(name, { ...until, where })}
              />
            </>
          ) : null}
        </>
      );
    }
    if (own.properties?.["zh"]) {
      const text = (given ?? { zh: "", en: "" }) as Bilingual;
      return (["zh", "en"] as const).map((key) => (
        <textarea
          key={key}
          rows={2}
          aria-label={key}
          placeholder={key === "zh" ? "中文" : "English"}
          value={text[key]}
          onChange={(event) => onChange(name, { ...text, [key]: event.target.value })}
        />
      ));
    }
    if (own.items?.enum) {
      const days = (given ?? []) as string[];
      return own.items.enum.map((day) => (
        <label className="day" key={day}>
          <input
            type="checkbox"
            checked={days.includes(day)}
            onChange={() =>
              onChange(name, days.includes(day) ? days.filter((one) => one !== day) : [...days, day])
            }
          />
          {dayNames[day]?.[language] ?? day}
        </label>
      ));
    }
    if (options)
      return (
        <select
          aria-label={own[language] ?? name}
          value={String(given ?? "")}
          onChange={(event) => onChange(name, event.target.value)}
        >
          {[...new Set([String(given ?? ""), ...options])].map((one) => {
            const tool = form.tools.find((known) => known.name === one);
            return (
              <option key={one} value={one}>
                {tool
                  ? pick(tool.title)
                  : name === "type" && one
                    ? `${eventName({ type: one }, language)} · ${one}`
                    : one}
              </option>
            );
          })}
        </select>
      );
    const isNumber = own.type === "number" || own.type === "integer";
    return (
      <TypedInput
        inputMode={isNumber ? "decimal" : "text"}
        aria-label={own[language] ?? name}
        value={(given ?? "") as Given}
        read={isNumber ? readNumber : (text) => text}
        onValue={(next) => onChange(name, next === "" && isNumber ? undefined : next)}
      />
    );
  };
  return Object.entries(schema.properties ?? {})
    .filter(([name]) => !["do", "kind", "yes", "no"].includes(name))
    .map(([name, own]) => (
      <fieldset key={name} className="field">
        <legend>{own[language] ?? name}</legend>
        {fieldOf(name, own)}
        {problems
          .filter((one) => one.path === `${path}.${name}` || one.path.startsWith(`${path}.${name}.`))
          .map((one) => (
            <p className="error" role="alert" key={one.path + one.message.en}>
              {pick(one.message)}
            </p>
          ))}
      </fieldset>
    ));
};
