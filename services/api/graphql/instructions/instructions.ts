import {
  type ListedInstruction,
  listInstructions,
  openInstruction,
  urgentInstructions,
} from "../../../../agents/process/instruction/read.ts";
import { MillwrightError } from "../../../core/errors.ts";
import { plannedProducts } from "../../../mes/queries/names.ts";
import { routingOf } from "../../../mes/queries/segment-master.ts";
import { countInstructions } from "../../../mes/queries/work-instructions.ts";
import { builder } from "../builder.ts";
import { connectionOf, decodeCursor, pageSize } from "../connection.ts";
import { InstructionType, ListedConnection, ProductType, SegmentType } from "./types.ts";

const usuallyListed = 100;
const mostListed = 1_000;
const positionPattern = /^(\d{1,18})\/(\d{1,9})\/(.{1,200})$/;

const keyOf = ({ position: { micros, version, documentId } }: ListedInstruction) =>
  [micros, version, documentId].join("/");

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
      urgentFirst: t.arg.boolean({
        description:
          "What somebody has to see to comes first, of all of them: what is out of date, what waits for review, drafts; goes without `after`.",
      }),
    },
    resolve: async (_root, { first, after, search, urgentFirst }, { db, documents }) => {
      const size = pageSize({ first: first ?? usuallyListed }, mostListed);
      const wanted = (search ?? "").slice(0, 200);
      if (urgentFirst) {
        if (after)
          throw new MillwrightError("INVALID_INPUT", { path: "after", problem: "goes without urgentFirst" });
        const { rows, total, outOfDate } = await urgentInstructions(db, documents, {
          first: size + 1,
          search: wanted,
        });
        return { ...connectionOf(rows, size, total, keyOf), outOfDate };
      }
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
      return { ...connectionOf(rows, size, count, keyOf), outOfDate: null };
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
