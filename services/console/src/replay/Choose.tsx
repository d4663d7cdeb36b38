import { type FormEvent, useState } from "react";
import { asInput, formatTime, fromInput } from "../lib/clock.ts";
import { useLanguage } from "../lib/language.ts";
import { presets, type Range, rangeOf, within } from "./stretch.ts";

interface ChooseProps {
  readonly recorded: Range;
  readonly range: Range;
  readonly onChoose: (range: Range) => void;
}

/** The stretch to be replayed: the last hour, shift, day, or from and to in plant time. */
export const Choose = ({ recorded, range, onChoose }: ChooseProps) => {
  const { t, language } = useLanguage();
  const [nothing, setNothing] = useState(false);
  const choose = (wanted: Range | undefined) => {
    setNothing(wanted === undefined);
    if (wanted) onChoose(wanted);
  };
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const [from, to] = ["from", "to"].map((name) => fromInput(String(data.get(name))));
    choose(from! < to! ? within({ from: from!, to: to! }, recorded) : undefined);
  };
  const same = (other: Range | undefined) => other?.from === range.from && other.to === range.to;
  return (
    <form className="choose" onSubmit={onSubmit} key={`${range.from}/${range.to}`}>
      <div className="segmented" role="group" aria-label={t("stretch")}>
        {presets.map((preset) => (
          <button
            type="button"
            key={preset}
            aria-pressed={same(rangeOf(preset, recorded))}
            onClick={() => choose(rangeOf(preset, recorded))}
          >
            {t(preset)}
          </button>
        ))}
      </div>
      {(["from", "to"] as const).map((name) => (
        <label key={name}>
          <span>{t(name)}</span>
          <input
            type="datetime-local"
            name={name}
            required
            min={asInput(recorded.from)}
            max={asInput(recorded.to + 60_000)}
            defaultValue={asInput(range[name])}
          />
        </label>
      ))}
      <button type="submit">{t("show")}</button>
      {nothing ? (
        <small role="status">
          {t("recordedOnly")} {formatTime(recorded.from, language)} – {formatTime(recorded.to, language)}
        </small>
      ) : null}
    </form>
  );
};
