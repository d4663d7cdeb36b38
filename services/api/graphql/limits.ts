import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLFieldMap,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  valueFromASTUntyped,
} from "graphql";
import { MillwrightError } from "../../core/errors.ts";
import { defaultPage } from "./connection.ts";

/** What one request may ask for; told in docs/security.md. */
export const queryLimits = {
  /** Signs of the document. */
  characters: 20_000,
  tokens: 4_000,
  /** Fields within each other, with those of fragments. */
  depth: 16,
  fields: 1_200,
  /** Fields under another name, by which one that is dear can be asked many times. */
  aliases: 60,
  /** Some of them plan for a second, each in a thread of its own. */
  rootFields: 20,
  /** Values that the answer may come to, by `costOf`. */
  cost: 250_000,
  /** Lists and objects within each other in the variables. */
  variablesDepth: 24,
  /** Operations in one request. */
  operations: 1,
  /** Streams of one session that are open at once. */
  subscriptions: 10,
  /** Requests of one session that are answered at once. */
  requests: 40,
} as const;
export type QueryLimit = keyof typeof queryLimits;

/** What the sentence calls the things that are counted. */
const kinds: Readonly<Record<QueryLimit, string>> = {
  characters: "characters of the query",
  tokens: "tokens of the query",
  depth: "levels of fields",
  fields: "fields",
  aliases: "aliases",
  rootFields: "fields at the root",
  cost: "values by its estimate",
  variablesDepth: "levels of variables",
  operations: "operations in one request",
  subscriptions: "open subscriptions of this session",
  requests: "requests of this session at once",
};

/** @throws MillwrightError QUERY_LIMIT that says which limit, what was found, and what is allowed. */
export const requireWithin = (limit: QueryLimit, found: number): void => {
  const allowed = queryLimits[limit];
  if (found > allowed)
    throw new MillwrightError("QUERY_LIMIT", { limit, kind: kinds[limit], found, allowed });
};

interface Size {
  readonly depth: number;
  readonly fields: number;
  readonly aliases: number;
  /** Fields of its own level. */
  readonly own: number;
}
const nothing: Size = { depth: 0, fields: 0, aliases: 0, own: 0 };
const together = (a: Size, b: Size): Size => ({
  depth: Math.max(a.depth, b.depth),
  fields: a.fields + b.fields,
  aliases: a.aliases + b.aliases,
  own: a.own + b.own,
});

const fragmentsOf = ({ definitions }: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> =>
  new Map(
    definitions.flatMap((one) =>
      one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [],
    ),
  );
const operationsOf = ({ definitions }: DocumentNode): readonly OperationDefinitionNode[] =>
  definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);

/**
 * The size of a document by whatever names and fragments it asks. Each fragment is measured once, so that fragments in fragments,
 * which may come to any number of fields, take no longer to count than to read.
 */
const sizeOf = (document: DocumentNode): ((selected: SelectionSetNode) => Size) => {
  const fragments = fragmentsOf(document);
  const known = new Map<string, Size>();
  const ofFragment = (name: string): Size => {
    const found = known.get(name);
    if (found) return found;
    // A fragment that holds itself counts once here; a rule of the validation refuses it.
    known.set(name, nothing);
    const fragment = fragments.get(name);
    const size = fragment ? of(fragment.selectionSet) : nothing;
    known.set(name, size);
    return size;
  };
  const of = ({ selections }: SelectionSetNode): Size =>
    selections.reduce((sum, selection) => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return together(sum, ofFragment(selection.name.value));
      if (selection.kind === Kind.INLINE_FRAGMENT) return together(sum, of(selection.selectionSet));
      const below = selection.selectionSet ? of(selection.selectionSet) : nothing;
      return together(sum, {
        depth: below.depth + 1,
        fields: below.fields + 1,
        aliases: below.aliases + (selection.alias ? 1 : 0),
        own: 1,
      });
    }, nothing);
  return of;
};

/** Holds a document that was read to what one may ask for, before any rule compares its fields with each other. */
export const requireModest = (document: DocumentNode): void => {
  const of = sizeOf(document);
  // What no operation uses is validated too.
  const all = document.definitions.flatMap((one) => ("selectionSet" in one ? [of(one.selectionSet)] : []));
  for (const { own } of operationsOf(document).map(({ selectionSet }) => of(selectionSet)))
    requireWithin("rootFields", own);
  requireWithin("depth", Math.max(0, ...all.map(({ depth }) => depth)));
  requireWithin("aliases", Math.max(0, ...all.map(({ aliases }) => aliases)));
  requireWithin("fields", Math.max(0, ...all.map(({ fields }) => fields)));
};

/** Things that a list is taken to have where the question does not say how many. */
const usualList = 20;
/** Arguments that say how long a list may become. */
const sizeArguments = ["first", "limit"] as const;

// By their names in the schema's language: tests and house may load graphql twice, and its own predicates refuse types of the other.
const isList = (type: GraphQLOutputType): boolean => String(type).startsWith("[");
const namedOf = (schema: GraphQLSchema, type: GraphQLOutputType): GraphQLNamedType | undefined =>
  schema.getType(String(type).replaceAll(/[[\]!]/g, ""));

const fieldsOf = (type: GraphQLNamedType): Readonly<GraphQLFieldMap<unknown, unknown>> =>
  "getFields" in type ? (type.getFields() as GraphQLFieldMap<unknown, unknown>) : {};

type Variables = Readonly<Record<string, unknown>>;

/** How many things a field asks for; undefined for one that has no such argument. */
const askedFor = (field: FieldNode, taken: readonly string[], variables: Variables): number | undefined => {
  const name = sizeArguments.find((one) => taken.includes(one));
  if (!name) return undefined;
  const given = field.arguments?.find((argument) => argument.name.value === name);
  const value = given ? valueFromASTUntyped(given.value, variables) : undefined;
  return typeof value === "number" && value >= 0 ? value : defaultPage;
};

/**
 * About how many values the answer comes to: 1 for each field, and what a list holds as often as its `first` or `limit` says, or 20
 * times where it does not. For a connection the list is the one below the field that has the argument.
 */
export const costOf = (
  schema: GraphQLSchema,
  document: DocumentNode,
  { operationName, variables = {} }: { operationName?: string | null | undefined; variables?: Variables },
): number => {
  const fragments = fragmentsOf(document);
  const known = new Map<string, number>();
  const of = ({ selections }: SelectionSetNode, type: GraphQLNamedType, page: number | undefined): number =>
    selections.reduce((sum, selection) => {
      if (selection.kind === Kind.FIELD) return sum + ofField(selection, type, page);
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      if (!fragment) return sum;
      const on = (fragment.typeCondition && schema.getType(fragment.typeCondition.name.value)) ?? type;
      if (selection.kind === Kind.INLINE_FRAGMENT) return sum + of(fragment.selectionSet, on, page);
      const key = `${selection.name.value} ${page ?? ""}`;
      const cost = known.get(key) ?? of(fragment.selectionSet, on, page);
      known.set(key, cost);
      return sum + cost;
    }, 0);
  const ofField = (field: FieldNode, type: GraphQLNamedType, page: number | undefined): number => {
    const definition = fieldsOf(type)[field.name.value];
    // What tells of the schema itself has a limit of its own in the validation.
    if (!definition || !field.selectionSet) return 1;
    const inner = namedOf(schema, definition.type);
    if (!inner) return 1;
    const asked = askedFor(
      field,
      definition.args.map(({ name }) => name),
      variables,
    );
    if (!isList(definition.type)) return 1 + of(field.selectionSet, inner, asked);
    return 1 + (asked ?? page ?? usualList) * of(field.selectionSet, inner, undefined);
  };
  const operations = operationsOf(document);
  const operation = operationName
    ? operations.find(({ name }) => name?.value === operationName)
    : operations[0];
  const root = operation && schema.getRootType(operation.operation);
  return root ? of(operation.selectionSet, root, undefined) : 0;
};

/** How deep the lists and objects of a value lie in each other; it does not look further than is allowed. */
export const depthOfValue = (value: unknown, most = queryLimits.variablesDepth + 1): number => {
  if (typeof value !== "object" || value === null || most === 0) return 0;
  let deepest = 0;
  for (const one of Object.values(value)) deepest = Math.max(deepest, depthOfValue(one, most - 1));
  return deepest + 1;
};
