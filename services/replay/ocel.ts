/**
 * A log as an OCEL 2.0 JSON file (ocel-standard.org, specification of October 2023, section 8), written while it is
 * read. The published schema takes every value as a string; the type that it has stands with the attribute's name.
 */
interface LogEvent {
  readonly id: string;
  readonly type: string;
  readonly time: Date;
  readonly source: string;
  readonly objects: readonly { readonly id: string; readonly type: string; readonly qualifier: string }[];
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** What is known of an object beside the events. */
export interface LogObject {
  readonly id: string;
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Objects that it belongs to. */
  readonly related: readonly { readonly id: string; readonly type: string; readonly qualifier: string }[];
}

type ValueType = "string" | "time" | "integer" | "float" | "boolean";

interface Value {
  readonly name: string;
  readonly type: ValueType;
  readonly text: string;
}

const typeOf = (value: unknown): ValueType => {
  if (typeof value === "boolean") return "boolean";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "float";
  return value instanceof Date ? "time" : "string";
};

const textOf = (value: unknown): string => {
  if (value instanceof Date) return value.toISOString();
  return typeof value === "object" ? JSON.stringify(value) : String(value);
};

/** Attributes as single values: what is in an object goes by both names, such as cause.en; nothing is left out but nothing. */
const flattened = (attributes: Readonly<Record<string, unknown>>, prefix = ""): Value[] =>
  Object.entries(attributes).flatMap(([key, value]) => {
    const name = `${prefix}${key}`;
    if (value === null || value === undefined) return [];
    if (typeof value === "object" && !Array.isArray(value) && !(value instanceof Date))
      return flattened(value as Record<string, unknown>, `${name}.`);
    return [{ name, type: typeOf(value), text: textOf(value) }];
  });

/** The type that holds both. */
const widened = (a: ValueType | undefined, b: ValueType): ValueType => {
  if (a === undefined || a === b) return b;
  return [a, b].every((type) => type === "integer" || type === "float") ? "float" : "string";
};

const createTypes = () => {
  const types = new Map<string, Map<string, ValueType>>();
  return {
    note: (type: string, values: readonly Value[]) => {
      const attributes = types.get(type) ?? new Map<string, ValueType>();
      types.set(type, attributes);
      for (const value of values) attributes.set(value.name, widened(attributes.get(value.name), value.type));
    },
    list: () =>
      [...types].map(([name, attributes]) => ({
        name,
        attributes: [...attributes].map(([attribute, type]) => ({ name: attribute, type })),
      })),
  };
};

/** Ids of a log are unique over all types: the second type that has an id is told apart by its name. */
const createIds = () => {
  const objects = new Map<string, { readonly id: string; readonly type: string; readonly key: string }>();
  const taken = new Set<string>();
  return {
    all: () => [...objects.values()],
    has: (object: { readonly id: string; readonly type: string }) =>
      objects.has(`${object.type}/${object.id}`),
    of: ({ id, type }: { readonly id: string; readonly type: string }): string => {
      const key = `${type}/${id}`;
      const known = objects.get(key);
      if (known) return known.key;
      const own = taken.has(id) ? key : id;
      taken.add(own);
      objects.set(key, { id, type, key: own });
      return own;
    },
  };
};

/** Values that an object has had from the beginning (specification, section 7). */
const always = new Date(0).toISOString();

const plain = ({ name, text }: Value) => ({ name, value: text });

/**
 * The file, piece by piece.
 *
 * @param describe What is known of the objects that the events name.
 */
export async function* ocelLog(
  pages: AsyncIterable<readonly LogEvent[]>,
  describe: (
    objects: readonly { readonly id: string; readonly type: string }[],
  ) => Promise<readonly LogObject[]>,
): AsyncGenerator<string> {
  const ids = createIds();
  const eventTypes = createTypes();
  const objectTypes = createTypes();
  let first = true;
  const separator = () => {
    const text = first ? "" : ",\n";
    first = false;
    return text;
  };
  yield '{"events":[\n';
  for await (const page of pages)
    for (const { id, type, time, source, objects, attributes } of page) {
      const values = flattened({ ...attributes, source });
      eventTypes.note(type, values);
      const relationships = objects.map((object) => ({
        objectId: ids.of(object),
        qualifier: object.qualifier,
      }));
      yield separator() +
        JSON.stringify({ id, type, time: time.toISOString(), attributes: values.map(plain), relationships });
    }
  yield '\n],"objects":[\n';
  first = true;
  const named = ids.all();
  const known = new Map((await describe(named)).map((object) => [`${object.type}/${object.id}`, object]));
  for (const { id, type, key } of named) {
    const object = known.get(`${type}/${id}`);
    const values = flattened(object?.attributes ?? {});
    objectTypes.note(type, values);
    const attributes = values.map((value) => ({ ...plain(value), time: always }));
    const relationships = (object?.related ?? [])
      .filter(ids.has)
      .map((other) => ({ objectId: ids.of(other), qualifier: other.qualifier }));
    yield separator() + JSON.stringify({ id: key, type, attributes, relationships });
  }
  yield `\n],"eventTypes":${JSON.stringify(eventTypes.list())},"objectTypes":${JSON.stringify(objectTypes.list())}}\n`;
}
