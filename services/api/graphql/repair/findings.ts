import { builder } from "../builder.ts";

export const FindingInput = builder.inputType("RepairFindingInput", {
  description: "What a look at the unit found.",
  fields: (t) => ({
    check: t.string({ required: true, description: "Look, of the plant's catalogue; diagnosis names them." }),
    found: t.boolean({ required: true, description: "Whether it found what it looks for." }),
  }),
});

export const findingsOf = (
  list: readonly (typeof FindingInput.$inferInput)[] | null | undefined,
): Record<string, boolean> => Object.fromEntries((list ?? []).map(({ check, found }) => [check, found]));
