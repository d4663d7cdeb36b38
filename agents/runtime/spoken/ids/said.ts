import { C, type Marked, N, taken } from "../marked.ts";
import { pieces } from "../numbers/pieces.ts";

/** Ids that a sentence may hold: written as such, called so by the word beside the number, or only a number. */
export interface SaidIds {
  readonly written: readonly string[];
  readonly called: readonly string[];
  readonly bare: readonly string[];
}

/** All of them, each once. */
export const allSaid = ({ written, called, bare }: SaidIds): readonly string[] => [
  ...new Set([...written, ...called, ...bare]),
];

const orderZh = "(?:工单|订单|单号|单子|任务单)(?:编号|号|尾号)?(?:是|为)?";
const orderEn = "(?<![a-z])(?:work ?order|order|wo|job|ticket)(?: (?:number|num|no\\.?|id))?";
const materialZh = "(?:物料|料号|材料|元器件|器件|元件|芯片)(?:编号|编码|号)?(?:是|为)?";
const materialEn = "(?<![a-z])(?:material|part|component|item|mat|reel)(?: (?:number|num|no\\.?|code|id))?";
/** Words behind which an order's, or a material's, id stands. */
export const idWords = {
  order: `(?:${orderZh}|${orderEn}) ?[#:：]?`,
  material: `(?:${materialZh}|${materialEn}) ?[#:：]?`,
};
/** Words behind a number that say what it is the number of. */
export const nouns = {
  order: "(?:号|这|那|的|这[张个一]|那[张个一])*(?:工单|订单|单)",
  material: "(?:号|编号|(?:号|编号)?[这那]?[颗种])(?:物料|材料|元器件|器件|元件|芯片|料)",
};
const behindWord = (kind: keyof typeof idWords) => `${idWords[kind]}(?<n>${N})`;
/** Up to here a number before 单 counts orders: 三单. */
const mostCounted = 10;

/** Letters before the number of a serial number. */
export const serialPrefix = "SN";

export const orderOf = (number: number) => `WO-${number}`;
const materialOf = (number: number) => `MAT-${String(number).padStart(5, "0")}`;
const isMaterial = (number: number) => number < 100_000;

/** The ids of one kind, while a sentence is read. */
const collected = () => ({ written: new Set<string>(), called: new Set<string>(), bare: new Set<string>() });
type Collected = ReturnType<typeof collected>;
const listed = ({ written, called, bare }: Collected): SaidIds => ({
  written: [...written],
  called: [...called],
  bare: [...bare],
});

/** Takes out what is written as an id, or called an order or a material by the word beside it. */
export const takeIds = (marked: Marked, families: ReadonlySet<string>) => {
  const orders = collected();
  const materials = collected();
  const products = new Set<string>();
  const units = new Set<string>();
  marked.take(C, ([sign]) => {
    const { prefix, number, digits } = marked.code(sign!);
    if (prefix === serialPrefix) units.add(`${prefix}-${digits}`);
    else if (prefix === "WO") orders.written.add(orderOf(number));
    else if (prefix === "MAT" && isMaterial(number)) materials.written.add(materialOf(number));
    else if (families.has(prefix)) products.add(`${prefix}-${digits}`);
    return taken;
  });
  const call =
    ({ called }: Collected, of: (number: number) => string, fewest = 1) =>
    ({ groups = {} }: RegExpMatchArray) => {
      const number = marked.numeral(groups["n"])?.id;
      // 两 counts and is never part of an id.
      if (number === undefined || number < fewest || /^[两俩仨]$/.test(marked.saidAs(groups["n"])))
        return undefined;
      called.add(of(number));
      return taken;
    };
  marked.take(behindWord("material"), call(materials, materialOf));
  marked.take(`(?<n>${N})${nouns.material}`, call(materials, materialOf));
  marked.take(`${behindWord("order")}(?!${pieces})`, call(orders, orderOf));
  marked.take(`(?<n>${N})${nouns.order}`, call(orders, orderOf, mostCounted + 1));
  return {
    products,
    units,
    /** A number that may be an id of either kind. */
    addBare: (number: number) => {
      if (number < 1) return;
      orders.bare.add(orderOf(number));
      if (isMaterial(number)) materials.bare.add(materialOf(number));
    },
    orders: () => listed(orders),
    materials: () => listed(materials),
  };
};
