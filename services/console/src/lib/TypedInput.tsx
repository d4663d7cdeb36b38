import { type InputHTMLAttributes, useState } from "react";

type Own = "value" | "onChange" | "type";

interface Props<Value> extends Omit<InputHTMLAttributes<HTMLInputElement>, Own> {
  readonly value: Value;
  /** What a text means; undefined where it is not complete, so that nothing changes yet. */
  readonly read: (text: string) => Value | undefined;
  readonly onValue: (value: Value) => void;
}

/**
 * A field of a value that is typed as text. What is typed stays as it is typed, as long as it means the value: "0." and "0.50" on
 * the way to "0.505".
 */
export const TypedInput = <Value,>({ value, read, onValue, ...rest }: Props<Value>) => {
  const [typed, setTyped] = useState<string>();
  const meant = typed === undefined ? undefined : read(typed);
  const isOpen = typed !== undefined && meant === undefined;
  return (
    <input
      {...rest}
      aria-invalid={isOpen}
      value={isOpen || (typed !== undefined && Object.is(meant, value)) ? typed : String(value ?? "")}
      onChange={({ target }) => {
        setTyped(target.value);
        const next = read(target.value);
        if (next !== undefined) onValue(next);
      }}
      onBlur={() => setTyped(undefined)}
    />
  );
};
