import { createContext, useContext, useEffect, useId, useState } from "react";
import type { CellProblemFound } from "../../../../protocols/cell/check.ts";
import { type SentenceKey, useLanguage } from "../../lib/language.ts";
import { problemsAt, toldProblem } from "./problems.ts";

/** What is wrong with the draft, and whether it may be changed. */
export const EditContext = createContext<{
  readonly problems: readonly CellProblemFound[];
  readonly readOnly: boolean;
}>({ problems: [], readOnly: false });

interface Labelled {
  /** Where the value is in the description, things by their names. */
  readonly path: string;
  readonly label: SentenceKey;
}

/** What the check says of a place in the description. */
export const Problems = ({ path, deep = false, id }: { path: string; deep?: boolean; id?: string }) => {
  const { language } = useLanguage();
  const found = problemsAt(useContext(EditContext).problems, path, deep);
  if (found.length === 0) return null;
  return (
    <span className="field-problem" id={id} data-problem={path}>
      {found.map(({ path: at, problem }) => (
        <span key={`${at} ${problem}`}>{toldProblem(problem, language)}</span>
      ))}
    </span>
  );
};

const useField = (path: string) => {
  const { problems, readOnly } = useContext(EditContext);
  const id = useId();
  const wrong = problemsAt(problems, path).length > 0;
  return {
    id,
    shared: {
      "data-path": path,
      disabled: readOnly,
      ...(wrong ? { "aria-invalid": true, "aria-describedby": id } : {}),
    },
  };
};

interface TextProps extends Labelled {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Taken when the field is left: an id is spoken of elsewhere, and is renamed there too. */
  readonly late?: boolean;
  readonly list?: string;
}

export const Text = ({ path, label, value, onChange, late = false, list }: TextProps) => {
  const { t } = useLanguage();
  const { id, shared } = useField(path);
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const take = () => {
    if (typed !== value) onChange(typed);
  };
  return (
    <label className="field">
      {t(label)}
      <input
        {...shared}
        list={list}
        value={late ? typed : value}
        onChange={({ target }) => (late ? setTyped(target.value) : onChange(target.value))}
        onBlur={late ? take : undefined}
        onKeyDown={late ? (event) => event.key === "Enter" && take() : undefined}
      />
      <Problems path={path} id={id} />
    </label>
  );
};

interface NumberProps extends Labelled {
  /** Absent or not a number: an empty field. */
  readonly value: number | undefined;
  readonly onChange: (value: number) => void;
  readonly step?: number;
}

export const Figure = ({ path, label, value, onChange, step = 1 }: NumberProps) => {
  const { t } = useLanguage();
  const { id, shared } = useField(path);
  return (
    <label className="field figure">
      {t(label)}
      <input
        {...shared}
        type="number"
        step={step}
        value={value === undefined || Number.isNaN(value) ? "" : value}
        onChange={({ target }) => onChange(target.valueAsNumber)}
      />
      <Problems path={path} id={id} />
    </label>
  );
};

interface ChoiceProps extends Labelled {
  readonly value: string;
  readonly options: readonly (readonly [value: string, label: string])[];
  readonly onChange: (value: string) => void;
}

/** One of some; a value that is none of them stays to be seen, and the check tells. */
export const Choice = ({ path, label, value, options, onChange }: ChoiceProps) => {
  const { t } = useLanguage();
  const { id, shared } = useField(path);
  const known = options.some(([one]) => one === value);
  return (
    <label className="field">
      {t(label)}
      <select {...shared} value={value} onChange={({ target }) => onChange(target.value)}>
        {known ? null : <option value={value}>{value}</option>}
        {options.map(([one, name]) => (
          <option key={one} value={one}>
            {name}
          </option>
        ))}
      </select>
      <Problems path={path} id={id} />
    </label>
  );
};

interface ManyProps extends Labelled {
  readonly values: readonly string[];
  readonly options: readonly (readonly [value: string, label: string])[];
  readonly onChange: (values: string[]) => void;
}

/** Any of some. */
export const Many = ({ path, label, values, options, onChange }: ManyProps) => {
  const { t } = useLanguage();
  const { readOnly } = useContext(EditContext);
  return (
    <fieldset className="many" data-path={path} tabIndex={-1} disabled={readOnly}>
      <legend>{t(label)}</legend>
      {options.map(([one, name]) => (
        <label key={one}>
          <input
            type="checkbox"
            checked={values.includes(one)}
            onChange={({ target }) =>
              onChange(
                target.checked
                  ? // In the order of the options, whatever was ticked last.
                    options.map(([each]) => each).filter((each) => each === one || values.includes(each))
                  : values.filter((each) => each !== one),
              )
            }
          />{" "}
          {name}
        </label>
      ))}
      <Problems path={path} deep />
    </fieldset>
  );
};

interface ItemButtonsProps {
  readonly name: string;
  readonly onRemove: () => void;
  readonly onMove?: (by: -1 | 1) => void;
}

export const ItemButtons = ({ name, onRemove, onMove }: ItemButtonsProps) => {
  const { t } = useLanguage();
  const { readOnly } = useContext(EditContext);
  if (readOnly) return null;
  return (
    <span className="item-buttons">
      {onMove ? (
        <>
          <button
            type="button"
            className="quiet"
            aria-label={`${t("edit_up")} ${name}`}
            onClick={() => onMove(-1)}
          >
            ↑
          </button>
          <button
            type="button"
            className="quiet"
            aria-label={`${t("edit_down")} ${name}`}
            onClick={() => onMove(1)}
          >
            ↓
          </button>
        </>
      ) : null}
      <button type="button" className="quiet" aria-label={`${t("edit_remove")} ${name}`} onClick={onRemove}>
        ×
      </button>
    </span>
  );
};
