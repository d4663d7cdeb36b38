import type { Companion } from "../../../../agents/analyst/figures/associate.ts";
import type { Stop } from "../../../../agents/analyst/figures/proof.ts";
import type { SuspectLot } from "../../../../agents/analyst/figures/suspect-lots.ts";
import { builder } from "../builder.ts";
import { BilingualText } from "../plant/plant.ts";

export const StopType = builder.objectRef<Stop>("LineStop").implement({
  description: "A time that a line was broken down.",
  fields: (t) => ({
    line: t.exposeString("line"),
    since: t.expose("since", {
      type: "DateTime",
      description: "When it began, be it before the stretch; plant time.",
    }),
    from: t.expose("from", {
      type: "DateTime",
      description: "When it began within the stretch; plant time.",
    }),
    minutes: t.exposeFloat("minutes", { description: "How long it lasted within the stretch, minutes." }),
    reason: t.exposeString("reason", {
      description: "Why, in the machine's words; the last that was told, empty where nothing was.",
    }),
    order: t.exposeString("order", {
      nullable: true,
      description: "Work order in hand when it began; null where there was none.",
    }),
  }),
});
export const LotType = builder.objectRef<SuspectLot>("SuspectLot").implement({
  description: "A lot whose jobs had more scrap than others of the same product; an association.",
  fields: (t) => ({
    lot: t.exposeString("lot", { description: "Material lot (ISA-95)." }),
    material: t.exposeString("material", { description: "Material definition (ISA-95) of the lot." }),
    product: t.exposeString("product", { description: "Material definition (ISA-95) of the product." }),
    orders: t.exposeInt("orders", { description: "Work orders that used it, at least 2." }),
    pieces: t.exposeInt("pieces", { description: "Pieces made with it, good and scrap, at least 200." }),
    scrap: t.exposeInt("scrap"),
    rate: t.exposeFloat("rate", { description: "Share of scrap with it, 0 to 1." }),
    otherRate: t.exposeFloat("otherRate", {
      description: "Share of scrap of the same product and segment without it, 0 to 1.",
    }),
    chance: t.exposeFloat("chance", {
      description: "Chance of so great a difference where the lot has nothing to do with it, 0 to 1.",
    }),
  }),
});
export const CompanionType = builder.objectRef<Companion>("FigureCompanion").implement({
  description: "Another metric that moved with one (Spearman, Benjamini-Hochberg at 5 %); an association.",
  fields: (t) => ({
    metric: t.exposeString("metric"),
    name: t.expose("name", { type: BilingualText }),
    rho: t.exposeFloat("rho", { description: "Spearman's rank correlation, -1 to 1." }),
    lead: t.exposeInt("lead", { description: "Days by which it moved before." }),
    days: t.exposeInt("days", { description: "Days that both are known for, at least 14." }),
    chance: t.exposeFloat("chance", {
      description:
        "Chance of so strong a correlation where the two have nothing to do with each other, 0 to 1.",
    }),
  }),
});
