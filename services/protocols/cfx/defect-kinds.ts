/**
 * Kinds of defects, by the names that CFX suggests for `DefectCategory` (IPC-2591), and what IPC-7912 counts each as: a
 * fault of the part itself, of its placement, or of a termination (a solder joint or its paste).
 */
const kinds = {
  ComponentMissing: ["漏件", "missing part", "placement"],
  ComponentShifted: ["偏移", "offset", "placement"],
  ComponentRotated: ["旋转偏位", "rotated part", "placement"],
  ComponentTilted: ["翘件", "tilted part", "placement"],
  FaceDownComponent: ["翻面", "part face down", "placement"],
  WrongPolarity: ["极性反", "wrong polarity", "placement"],
  WrongComponent: ["错件", "wrong part", "placement"],
  WrongCode: ["丝印不符", "wrong marking", "component"],
  ComponentDefective: ["器件不良", "bad part", "component"],
  WrongComponentHeight: ["器件高度不符", "wrong part height", "component"],
  PinMissing: ["缺引脚", "missing lead", "component"],
  PinShifted: ["引脚偏移", "bent lead", "component"],
  Tombstone: ["立碑", "tombstone", "termination"],
  LiftedLead: ["引脚翘起", "lifted lead", "termination"],
  Short: ["连锡", "bridge", "termination"],
  InsufficientSolder: ["少锡", "insufficient solder", "termination"],
  ExcessiveSolder: ["多锡", "excess solder", "termination"],
  SolderDefect: ["焊点不良", "bad joint", "termination"],
  Void: ["空洞", "void", "termination"],
  Solderball: ["锡珠", "solder ball", "termination"],
  PasteShort: ["锡膏连锡", "paste bridge", "termination"],
  ShiftedPaste: ["锡膏偏移", "paste offset", "termination"],
  WrongPasteVolume: ["锡膏体积超限", "paste volume", "termination"],
  WrongPasteHeight: ["锡膏高度超限", "paste height", "termination"],
  WrongPasteArea: ["锡膏面积超限", "paste area", "termination"],
  Contamination: ["污染", "contamination", "component"],
  Miscellaneous: ["其他", "other", "component"],
} as const satisfies Readonly<Record<string, readonly [string, string, DefectClass]>>;

type DefectClass = "component" | "placement" | "termination";
export type DefectKind = keyof typeof kinds;
export const defectKinds = Object.keys(kinds) as [DefectKind, ...DefectKind[]];

const isDefectKind = (name: string): name is DefectKind => Object.hasOwn(kinds, name);

/** What people call a kind; a name that is none by itself. */
export const defectKindName = (kind: string): { readonly zh: string; readonly en: string } =>
  isDefectKind(kind) ? { zh: kinds[kind][0], en: kinds[kind][1] } : { zh: kind, en: kind };

/** Names by which machines call a kind that CFX calls otherwise. */
const others: Readonly<Record<string, DefectKind>> = {
  missing: "ComponentMissing",
  offset: "ComponentShifted",
  shift: "ComponentShifted",
  bridge: "Short",
  bridging: "Short",
  polarity: "WrongPolarity",
  tombstoning: "Tombstone",
  insufficient: "InsufficientSolder",
  excess: "ExcessiveSolder",
  voiding: "Void",
};

/** The kind of a defect by its category, or by its code where the category is none of the known; else `Miscellaneous`. */
export const defectKindOf = (
  category: string | null | undefined,
  code: string | null | undefined,
): DefectKind => {
  for (const name of [category, code]) {
    const bare = (name ?? "").replaceAll(/[\s_-]/g, "");
    const known = defectKinds.find((kind) => kind.toLowerCase() === bare.toLowerCase());
    const other = others[bare.toLowerCase()];
    if (known ?? other) return (known ?? other)!;
  }
  return "Miscellaneous";
};
