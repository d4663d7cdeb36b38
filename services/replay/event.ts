/** One row of the event stream as the fold takes it. */
export interface ReplayEvent {
  readonly seq: string;
  readonly type: string;
  /** Plant time, ms since the Unix epoch. */
  readonly time: number;
  readonly objects: readonly { readonly id: string; readonly type: string; readonly qualifier: string }[];
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** The id of the first object of a type that the event is about. */
export const objectOf = ({ objects }: Pick<ReplayEvent, "objects">, type: string): string | undefined =>
  objects.find((object) => object.type === type)?.id;

/** Undefined where the attribute is missing or no number. */
export const numberOf = (
  { attributes }: Pick<ReplayEvent, "attributes">,
  name: string,
): number | undefined => {
  const value = attributes[name];
  return typeof value === "number" ? value : undefined;
};

/** Undefined where the attribute is missing, empty or no text. */
export const textOf = ({ attributes }: Pick<ReplayEvent, "attributes">, name: string): string | undefined => {
  const value = attributes[name];
  return typeof value === "string" && value !== "" ? value : undefined;
};

/** A moment that an attribute holds as ISO 8601, ms. */
export const momentOf = (event: Pick<ReplayEvent, "attributes">, name: string): number | undefined => {
  const time = Date.parse(textOf(event, name) ?? "");
  return Number.isNaN(time) ? undefined : time;
};
