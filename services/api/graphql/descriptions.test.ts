import type { GraphQLNamedType } from "graphql";
import { expect, test } from "vitest";
import { schema } from "./schema.ts";

interface Part {
  readonly path: string;
  readonly name: string;
  readonly description: string | null | undefined;
  /** Of a field that is read, whether it may be null by itself; what the roots answer is null where it failed. */
  readonly isNullable?: boolean;
}

const roots: readonly string[] = ["Query", "Mutation", "Subscription"];

const partsOf = (type: GraphQLNamedType): Part[] => {
  const own: Part = { path: type.name, name: type.name, description: type.description };
  if ("getValues" in type)
    return [
      own,
      ...type
        .getValues()
        .map(({ name, description }) => ({ path: `${type.name}.${name}`, name, description })),
    ];
  if (!("getFields" in type)) return [own];
  const fields = Object.values(type.getFields()).flatMap((field): Part[] => {
    const path = `${type.name}.${field.name}`;
    const { name, description } = field;
    if (!("args" in field)) return [{ path, name, description }];
    const isNullable = !roots.includes(type.name) && !String(field.type).endsWith("!");
    const args = field.args.map((one: Part) => ({ ...one, path: `${path}(${one.name})` }));
    return [{ path, name, description, isNullable }, ...args];
  });
  return [own, ...fields];
};
const parts = Object.values(schema.getTypeMap())
  .filter(({ name }) => !name.startsWith("__"))
  .flatMap(partsOf);
const pathsOf = (wrong: (part: Part) => boolean) => parts.filter(wrong).map(({ path }) => path);

/** The letters of a text, so that "planVersion" and "The plan version." are the same. */
const letters = (text: string) => text.toLowerCase().replaceAll(/\b(the|a|an|its)\b|[^a-z]/g, "");

test("every type, field, argument and value says what it means, in a sentence that is not its name", () => {
  expect(parts.length).toBeGreaterThan(1_000);
  expect(pathsOf(({ description }) => !description?.trim())).toEqual([]);
  expect(pathsOf(({ description }) => !/[.\]]$/.test(description ?? ""))).toEqual([]);
  expect(pathsOf(({ name, description }) => letters(description ?? "") === letters(name))).toEqual([]);
});

test("what may be null says what null means, and nothing else may be", () => {
  expect(
    pathsOf(({ isNullable, description }) => isNullable === true && !/null/i.test(description ?? "")),
  ).toEqual([]);
});

test("a field at the root that fails takes no other with it", () => {
  const fields = roots
    .slice(0, 2)
    .flatMap((root) =>
      Object.values((schema.getType(root) as { getFields(): object } & GraphQLNamedType).getFields()),
    );
  expect(fields.filter(({ type }: { type: unknown }) => String(type).endsWith("!"))).toEqual([]);
});
