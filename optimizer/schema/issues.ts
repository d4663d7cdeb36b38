import { z } from "zod";
import { insteadOf, nearestName } from "./nearest.ts";

/** One field of a problem that is wrong. */
export interface ProblemIssue {
  /** Path of the field, such as orders.3.operations.0.alternatives.1.resource. */
  readonly path: string;
  /** What is wrong, and what it must be. */
  readonly problem: string;
}

type ZodIssue = z.core.$ZodIssue;

const names: Readonly<Record<string, string>> = {
  array: "a list",
  object: "an object",
  string: "a text",
  number: "a number",
  int: "a whole number",
  tuple: "a pair [from, to]",
};
const nameOf = (type: string): string => names[type] ?? type;

const limitOf = (issue: ZodIssue & { origin: string }, limit: number | bigint, side: string): string => {
  switch (issue.origin) {
    case "string":
      return `must have ${side} ${limit} characters`;
    case "array":
    case "set":
      return `must have ${side} ${limit} ${Number(limit) === 1 ? "entry" : "entries"}`;
    default:
      return side === "at least" ? `must be ${limit} or more` : `must be ${limit} or less`;
  }
};

/** What a value is as JSON: numbers that JSON lacks by their names, what is nested too deep to be written as its kind. */
const written = (value: unknown): string => {
  if (typeof value === "number") return String(value);
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return Array.isArray(value) ? "a list of lists" : "an object of objects";
  }
};

/** What a value is, short enough for one line. */
const shown = (value: unknown): string => {
  const text = written(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
};

const valueAt = (root: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? (value as never)[key] : undefined),
    root,
  );

/** Names of the fields that the schema knows at a path; none where it is no object. */
const fieldsAt = (schema: unknown, path: readonly PropertyKey[]): string[] => {
  let at = schema;
  const open = () => {
    while (at instanceof z.ZodOptional || at instanceof z.ZodDefault) at = at.unwrap();
  };
  for (const key of path) {
    open();
    if (at instanceof z.ZodObject) at = at.shape[String(key)];
    else if (at instanceof z.ZodArray) at = at.element;
    else return [];
  }
  open();
  return at instanceof z.ZodObject ? Object.keys(at.shape) : [];
};

const meant = (said: unknown, known: readonly string[]): string => {
  const name = typeof said === "string" ? nearestName(said, known) : undefined;
  return name ? `; did you mean ${name}?` : "";
};

/** What a value could have been, where that is a list: its own values, or the kinds of a union. */
const choicesOf = (issue: ZodIssue): string[] => {
  if (issue.code === "invalid_value") return issue.values.map(String);
  return issue.code === "invalid_union" && "options" in issue ? (issue.options as unknown[]).map(String) : [];
};

const sentence = (issue: ZodIssue): string => {
  switch (issue.code) {
    case "invalid_type":
      return `must be ${nameOf(issue.expected)}`;
    case "too_small":
      return issue.inclusive === false
        ? `must be more than ${issue.minimum}`
        : limitOf(issue, issue.minimum, "at least");
    case "too_big":
      return limitOf(issue, issue.maximum, "at most");
    case "invalid_union":
    case "invalid_value":
      return `must be one of ${choicesOf(issue).join(", ")}`;
    default:
      return issue.message;
  }
};

/**
 * A check of the schema that failed as sentences that say what is there and what should be; a name that the schema does not
 * know is told with those that it knows and the nearest of them.
 */
export const toIssues = (schema: z.ZodType, root: unknown, issue: ZodIssue): ProblemIssue[] => {
  const path = issue.path.join(".");
  if (issue.code === "unrecognized_keys") {
    const known = fieldsAt(schema, issue.path);
    return issue.keys.map((key) => ({
      path: path ? `${path}.${key}` : key,
      problem: `is not known${insteadOf(key, known, "known")}`,
    }));
  }
  const value = valueAt(root, issue.path);
  const found = value === undefined ? "is missing" : `is ${shown(value)}`;
  const near = meant(value, choicesOf(issue));
  return [{ path, problem: `${found}; it ${sentence(issue)}${near}` }];
};
