import { defectKindName, defectKinds } from "../../../../services/protocols/cfx/defect-kinds.ts";

/** Kinds of defects by their names in both languages and in CFX, those that hold others first. */
const names = defectKinds
  .filter((kind) => kind !== "Miscellaneous")
  .flatMap((kind) => {
    const { zh, en } = defectKindName(kind);
    return [zh, en, kind].map((word) => ({ kind, word: word.toLowerCase() }));
  })
  .sort((a, b) => b.word.length - a.word.length);
const pattern = names
  .map(({ word }) => (/^[a-z]/.test(word) ? `(?<![a-z])${word}s?(?![a-z])` : word))
  .join("|");

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
/** Any word for one. */
export const defectWords = new RegExp(pattern, "gi");
