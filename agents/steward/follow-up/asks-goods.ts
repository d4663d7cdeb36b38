import { type Asks, again, namesNothing } from "./said.ts";

const ofStockWords =
  /预留|给谁|谁[的用要]|在哪|位置|哪个库位|够(?:用|不够|到)|用到|还能用|救|哪[几些]?[张个]?(?:工?单)|几张单|(?<![a-z])(?:reserved|whose|who|where|last|lasts|enough|which orders|how many orders)(?![a-z])/i;

/** Who supplies the material that was told of, and when it comes. */
const whoSupplies =
  /供应商|供方|谁(?:家)?(?:供|送)|谁家的|哪家(?:供|的)|(?<![a-z])(?:suppliers?|vendors?|who (?:supplies|delivers|makes it))(?![a-z])/i;

const ofMaterial: Asks = ({ tool, args, evidence }, said) => {
  if (!namesNothing(said) || !whoSupplies.test(said.text)) return undefined;
  if (!["stock_status", "short_material", "check_kit", "what_if_late", "explain_late"].includes(tool))
    return undefined;
  const material = args.material ?? evidence.find(({ kind, id }) => kind === "material" && id !== "ALL")?.id;
  return material ? { tool: "expected_receipts", material } : undefined;
};

/** More of what is to come: what is overdue, another day. */
const moreReceipts =
  /没到|未到|还没|逾期|迟|[今明后昨]天|[本这下上]周|供应商|(?<![a-z])(?:overdue|arrived?|missing|today|tomorrow|yesterday|week|suppliers?)(?![a-z])/i;

const ofReceipts: Asks = ({ tool, args }, said) =>
  tool === "expected_receipts" && namesNothing(said) && said.text.length <= 40 && moreReceipts.test(said.text)
    ? { tool: "expected_receipts", material: args.material ?? null, words: said.text }
    : undefined;

const arrives =
  /(?:啥|什么)时候(?:能|会)?(?:到|来|齐)|几时到|何时到|eta|(?<![a-z])when .{0,20}(?:arriv\w*|come|get here|complete)(?![a-z])/i;

/** When what lacks comes, which its answer tells. */
const whenItComes: Asks = (last, said) =>
  ["check_kit", "short_material", "stock_status", "expected_receipts"].includes(last.tool) &&
  namesNothing(said) &&
  arrives.test(said.text)
    ? again(last)
    : undefined;

const ofStock: Asks = ({ tool, args: { material } }, said) =>
  tool === "stock_status" && material && namesNothing(said) && ofStockWords.test(said.text)
    ? { tool: "stock_status", material }
    : undefined;

/** More of material, its stock and its receipts. */
export const goodsAsks: readonly Asks[] = [ofReceipts, ofMaterial, whenItComes, ofStock];
