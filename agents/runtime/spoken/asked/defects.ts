import {
  type DefectKind,
  defectKindName,
  defectKinds,
} from "../../../../services/protocols/cfx/defect-kinds.ts";

/** What people on the floor call them beside. */
const spoken: Partial<Record<DefectKind, readonly string[]>> = {
  Short: ["连焊", "桥连", "桥接", "solder bridge", "bridging"],
  ComponentMissing: ["缺件", "少件", "掉件", "missing component"],
  ComponentShifted: ["移位", "偏位"],
  WrongPolarity: ["反向", "极反"],
  Tombstone: ["竖碑", "墓碑", "tombstoning"],
  InsufficientSolder: ["锡少"],
};

/** Kinds of defects by their names in both languages and in CFX, those that hold others first. */
const names = defectKinds
  .filter((kind) => kind !== "Miscellaneous")
  .flatMap((kind) => {
    const { zh, en } = defectKindName(kind);
    return [zh, en, kind, ...(spoken[kind] ?? [])].map((word) => ({ kind, word: word.toLowerCase() }));
  })
  .sort((a, b) => b.word.length - a.word.length);
/** A word with its plural; "short" by itself is what material is: "which materials are short". */
const ofWord = (word: string): string => {
  if (!/^[a-z]/.test(word)) return word;
  const said = word === "short" ? "short(?:s|(?= (?:circuit|defect)))" : `${word}s?`;
  return `(?<![a-z])${said}(?![a-z])`;
};
const pattern = names.map(({ word }) => ofWord(word)).join("|");

/** Kinds of defects that a sentence names, each once. */
export const defectKindsIn = (sentence: string): readonly string[] => {
  const found = sentence.toLowerCase().match(new RegExp(pattern, "g")) ?? [];
  return [
    ...new Set(
      found.flatMap((said) => names.find(({ word }) => said === word || said === `${word}s`)?.kind ?? []),
    ),
  ];
};

/** How many of a kind there were: 连锡多少个, "how many solder balls". */
export const countsOfDefect = new RegExp(
  `(?:${pattern})(?:有|出了?)?(?:了)?(?:多少|几)(?:个|处|点|例)?|(?<![a-z])how many (?:${pattern})`,
  "i",
);
/** Where there was most of a kind: 连锡最多的是哪条线, "which line has most tombstones". */
export const ranksDefect = new RegExp(
  `(?:${pattern})(?=[^，,。]{0,6}(?:最[多少]|主要|哪|集中)|[^,.?]{0,40} by [a-z])|(?<=(?:哪|最多|(?<![a-z])(?:which|most|top|by))[^，,。]{0,24})(?:${pattern})`,
  "i",
);
/** Any word for one. */
export const defectWords = new RegExp(pattern, "gi");
