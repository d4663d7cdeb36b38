import { createHash, randomUUID } from "node:crypto";

export const newId = (): string => randomUUID();

/** JSON with sorted keys and no spaces, so that equal values have equal text; of a moment its ISO text, as JSON has it. */
export const canonicalJson = (value: unknown): string => {
  if (value instanceof Date) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const fields = Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`);
    return `{${fields.join(",")}}`;
  }
  return JSON.stringify(value) ?? "null";
};

/** SHA-256 (hex) over the canonical JSON of the parts. */
export const contentHash = (...parts: unknown[]): string =>
  createHash("sha256").update(canonicalJson(parts)).digest("hex");

/** The same parts always give the same UUID-shaped id: what makes a repeated act recognisable. */
export const deterministicId = (...parts: unknown[]): string => {
  const hex = contentHash(...parts);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};
