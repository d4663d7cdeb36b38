import { z } from "zod";
import { plainFigures } from "./text.ts";
import { time } from "./times.ts";

/** What a field of a CSV file may hold, and what becomes of its text. */
/** A long number as a spreadsheet shortens it: which one it was nobody can say. */
const shortened = /^\d(?:\.\d+)?E\+\d+$/;
export const id = z
  .string()
  .min(1, "must not be empty")
  .max(100)
  .refine((value) => !shortened.test(value), {
    error: "is a long number that a spreadsheet has shortened; export the column as text",
  });
export const text = z.string().min(1, "must not be empty").max(500);
export const optional = z
  .string()
  .max(200)
  .transform((value) => (value === "" ? null : value));
/** Of a field of figures the text in plain ones. */
const figures = z.string().transform(plainFigures);
export const whole = (least: number, most = 1_000_000_000) =>
  figures
    .pipe(z.string().regex(/^-?\d+(?:\.0+)?$/, "must be a whole number in digits only, such as 1000"))
    .transform(Number)
    .refine((value) => value >= least && value <= most, `must be from ${least} to ${most}`);
export const decimal = (least: number, most = 1_000_000_000) =>
  figures
    .pipe(z.string().regex(/^-?\d+(\.\d+)?$/, "must be a number in digits with a point, such as 1000.5"))
    .transform(Number)
    .refine((value) => value >= least && value <= most, `must be from ${least} to ${most}`);
/** Spreadsheets make capitals of what they take for a truth value. */
export const boolean = z
  .string()
  .transform((value) => value.toLowerCase())
  .pipe(z.enum(["true", "false"], { error: "must be true or false" }))
  .transform((value) => value === "true");

/** Nothing for an empty field, else what the other one makes of it. */
export const orNone = <T>(field: z.ZodType<T, string>) =>
  z.string().transform((value, context): T | null => {
    if (value === "") return null;
    const { success, data, error } = field.safeParse(value);
    if (success) return data;
    for (const { message } of error.issues) context.addIssue({ code: "custom", message });
    return z.NEVER;
  });
export { time };
export const optionalTime = orNone(time);

/** What looks at a unit found: "XRAY=yes;MICROSCOPE=no", kept as JSON. */
export const findings = z
  .string()
  .max(2_000)
  .refine((value) => value === "" || /^[^=;]+=(?:yes|no)(?:;[^=;]+=(?:yes|no))*$/.test(value), {
    error: "must be as XRAY=yes;MICROSCOPE=no, or empty",
  })
  .transform((value) => {
    const parts = value === "" ? [] : value.split(";").map((part) => part.split("="));
    return JSON.stringify(Object.fromEntries(parts.map(([check, found]) => [check, found === "yes"])));
  });

/** A column that came later: a file without it leaves what is stored as it is. */
export const later = <Field extends z.ZodType>(field: Field) => field.optional();

export const isLater = (field: z.ZodType): boolean => field instanceof z.ZodOptional;
