import { listInstructions, openInstruction } from "../../../agents/process/instruction/read.ts";
import { plannedProducts } from "../../mes/queries/names.ts";
import { routingOf } from "../../mes/queries/segment-master.ts";
import { builder } from "./builder.ts";
import { pageSize } from "./connection.ts";
import { InstructionType, ListedType, ProductType, SegmentType } from "./instruction-types.ts";

const usuallyListed = 200;
const mostListed = 500;

builder.queryFields((t) => ({
  routedProducts: t.field({
    type: [ProductType],
    description: "Products that have a routing, those of most open orders first.",
    resolve: (_root, _args, { db }) => plannedProducts(db),
  }),
  workInstructions: t.field({
    type: [ListedType],
    description:
      "Of each document the newest version of each stage that is not over, those first that were changed last.",
    args: {
      first: t.arg.int({ description: `Default ${usuallyListed}, at most ${mostListed}.` }),
      search: t.arg.string({ description: "Part of an id, title or product." }),
    },
    resolve: (_root, { first, search }, { db, documents }) =>
      listInstructions(db, documents, {
        first: pageSize({ first: first ?? usuallyListed }, mostListed),
        search: (search ?? "").slice(0, 200),
      }),
  }),
  workInstruction: t.field({
    type: InstructionType,
    description: "One version of a work instruction.",
    args: { documentId: t.arg.id({ required: true }), version: t.arg.int({ required: true }) },
    resolve: (_root, { documentId, version }, { db, documents }) =>
      openInstruction(db, documents, String(documentId), version),
  }),
  routing: t.field({
    type: [SegmentType],
    description: "Segments of a product's newest work master.",
    args: { productId: t.arg.id({ required: true }) },
    resolve: async (_root, { productId }, { db }) => (await routingOf(db, String(productId))).segments,
  }),
}));
