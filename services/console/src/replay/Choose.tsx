import { type FormEvent, useState } from "react";
import { asInput, formatTime, fromInput } from "../lib/clock.ts";
import { useLanguage } from "../lib/language.ts";
import { type Preset, presets, type Range, rangeOf, within } from "./stretch.ts";

interface ChooseProps {
  readonly recorded: Range;
  readonly range: Range;
  readonly onChoose: (range: Range) => void;
}

/** The stretch to be replayed: the last hour, shift, day, or from and to in plant time. */
export const Choose = ({ recorded, range, onChoose }: ChooseProps) => {
  const { t, language } = useLanguage();
  const [nothing, setNothing] = useState(false);
  const same = (one: Range | undefined) => one?.from === range.from && one.to === range.to;
  /** The preset that the range was chosen by, and the range: the record grows, and the preset means another one then. */
  const [preset, setPreset] = useState(() => ({
    name: presets.find((name) => same(rangeOf(name, recorded))),
    range,
  }));
  const choose = (wanted: Range | undefined, name?: Preset) => {
    setNothing(wanted === undefined);
    if (!wanted) return;
    setPreset({ name, range: wanted });
    onChoose(wanted);
  };
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const [from, to] = ["from", "to"].map((name) => fromInput(String(data.get(name))));
    choose(from! < to! ? within({ from: from!, to: to! }, recorded) : undefined);
  };
  return (
    <form className="choose" onSubmit={onSubmit}>
      <div className="segmented" role="group" aria-label={t("stretch")}>
        {presets.map((name) => (
          <button
            type="button"
            key={name}
            aria-pressed={name === preset.name && same(preset.range)}
            onClick={() => choose(rangeOf(name, recorded), name)}
          >
            {t(name)}
          </button>
        ))}
      </div>
      {(["from", "to"] as const).map((name) => (
        <label key={`${name}/${range[name]}`}>
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
