import { useEffect, useState } from "react";
import { isDemo } from "../lib/demo.ts";
import { query } from "../lib/graphql.ts";
import type { Language } from "../lib/language.ts";

/** Of the demonstration plant: each shows something. */
const ofTheDemo = {
  zh: [
    "把工单 WO-1042 下达到最早能做的产线",
    "WO-1080 为什么延期？",
    "贴片二线在干什么",
    "WO-1055 齐套了吗",
    "如果 SMT-2 停 4 小时会怎样？",
    "40 台 RRU-5301 最早什么时候能交？",
    "重新排产",
  ],
  en: [
    "Release WO-1107 to SMT-3",
    "Why is WO-1080 late?",
    "What is SMT-2 doing?",
    "Is the kit for WO-1055 complete?",
    "What happens if SMT-2 is down for 4 hours?",
    "When could we deliver 40 RRU-5301?",
    "Make a new plan",
  ],
} as const;

const namesQuery = `{
  lines { id }
  open: workOrders(first: 2, state: OPEN) { edges { node { id productId } } }
  late: workOrders(first: 1, state: LATE, sort: LATENESS) { edges { node { id } } }
}`;

interface Edges<T> {
  readonly edges: readonly { readonly node: T }[];
}
export interface PlantNames {
  readonly lines: readonly { readonly id: string }[];
  readonly open: Edges<{ readonly id: string; readonly productId: string }>;
  readonly late: Edges<{ readonly id: string }>;
}

/** Sentences about what a plant has: what it does not have yet is not spoken of. */
export const suggestionsFor = ({ lines, open, late }: PlantNames, language: Language): readonly string[] => {
  const zh = language === "zh";
  const [line] = lines;
  const [first, second = first] = open.edges.map(({ node }) => node);
  const [latest] = late.edges.map(({ node }) => node);
  const said = [
    first && (zh ? `把工单 ${first.id} 下达到最早能做的产线` : `Release ${first.id} to the earliest line`),
    latest && (zh ? `${latest.id} 为什么延期？` : `Why is ${latest.id} late?`),
    line && (zh ? `${line.id} 在干什么？` : `What is ${line.id} doing?`),
    second && (zh ? `${second.id} 齐套了吗` : `Is the kit for ${second.id} complete?`),
    line && (zh ? `如果 ${line.id} 停 4 小时会怎样？` : `What happens if ${line.id} is down for 4 hours?`),
    second &&
      (zh ? `40 台 ${second.productId} 最早什么时候能交？` : `When could we deliver 40 ${second.productId}?`),
    zh ? "重新排产" : "Make a new plan",
  ];
  return said.filter((sentence) => sentence !== undefined);
};

/** What may be said first, in a plant's own names. */
export const useSuggestions = (language: Language): readonly string[] => {
  const [names, setNames] = useState<PlantNames | "demo">();
  useEffect(() => {
    const find = async () => {
      setNames((await isDemo()) ? "demo" : await query<PlantNames>(namesQuery));
    };
    // Without suggestions the box is still there.
    find().catch(() => {});
  }, []);
  if (!names) return [];
  return names === "demo" ? ofTheDemo[language] : suggestionsFor(names, language);
};
