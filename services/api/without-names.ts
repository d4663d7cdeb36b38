import { createHmac } from "node:crypto";
import { createDetector, type PersonalData } from "../core/personal-data.ts";
import type { StoredEvent } from "../mes/events.ts";

type Exported = Pick<StoredEvent, "id" | "type" | "time" | "source" | "objects" | "attributes">;

/**
 * Events without people: each person is a pseudonym, the same one in every file of this plant, and nobody finds the person by it
 * who does not have the secret.
 */
export const createNameless = (names: readonly string[], secret: string) => {
  const detect = createDetector(names);
  const aliasOf = (words: string) =>
    `PERSON-${createHmac("sha256", secret).update(words).digest("hex").slice(0, 10)}`;
  const hide = (text: string): string => {
    let [out, from] = ["", 0];
    for (const { start, end } of detect(text) as readonly PersonalData[]) {
      out += text.slice(from, start) + aliasOf(text.slice(start, end));
      from = end;
    }
    return out + text.slice(from);
  };
  const hidden = (value: unknown): unknown => {
    if (typeof value === "string") return hide(value);
    if (value instanceof Date || typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map(hidden);
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, hidden(one)]));
  };
  return async function* nameless<Event extends Exported>(
    pages: AsyncIterable<readonly Event[]>,
  ): AsyncGenerator<Event[]> {
    for await (const page of pages)
      yield page.map((event) => ({
        ...event,
        attributes: hidden(event.attributes) as Event["attributes"],
        objects: event.objects.map((object) =>
          object.type === "person" ? { ...object, id: aliasOf(object.id) } : object,
        ),
      }));
  };
};
