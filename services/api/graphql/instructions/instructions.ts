import { listInstructions, openInstruction } from "../../../../agents/process/instruction/read.ts";
import { plannedProducts } from "../../../mes/queries/names.ts";
import { routingOf } from "../../../mes/queries/segment-master.ts";
import { countInstructions } from "../../../mes/queries/work-instructions.ts";
import { builder } from "../builder.ts";
import { connectionOf, decodeCursor, pageSize } from "../connection.ts";
import { InstructionType, ListedConnection, ProductType, SegmentType } from "./types.ts";

const usuallyListed = 100;
const mostListed = 1_000;
const positionPattern = /^(\d{1,18})\/(\d{1,9})\/(.{1,200})$/;

builder.queryFields((t) => ({
  routedProducts: t.field({
    type: [ProductType],
    description: "Products that have a routing, those of most open orders first.",
    resolve: (_root, _args, { db }) => plannedProducts(db),
  }),
  workInstructions: t.field({
    type: ListedConnection,
    description:
      "Of each document the newest version of each stage that is not over, those first that were changed last.",
    args: {
      first: t.arg.int({ description: `Default ${usuallyListed}, at most ${mostListed}.` }),
      after: t.arg.string(),
      search: t.arg.string({ description: "Part of an id, title or product." }),
    },
    resolve: async (_root, { first, after, search }, { db, documents }) => {
      const size = pageSize({ first: first ?? usuallyListed }, mostListed);
      const wanted = (search ?? "").slice(0, 200);
      const [micros, version, documentId] = after ? decodeCursor(after, positionPattern) : [];
      const [rows, count] = await Promise.all([
        listInstructions(db, documents, {
          first: size + 1,
          search: wanted,
          after:
            micros && version && documentId ? { micros, version: Number(version), documentId } : undefined,
        }),
        countInstructions(db, wanted),
      ]);
      return connectionOf(rows, size, count, ({ position }) =>
        [position.micros, position.version, position.documentId].join("/"),
      );
    },
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
