import { isChinese } from "../../runtime/format.ts";
import { asksWhenMoreComes, comesLate } from "../../runtime/spoken/about/receipts.ts";
import { asksForExpiry } from "../../runtime/spoken/about/stock.ts";
import { goesOn } from "../../runtime/spoken/goes-on.ts";
import { untilIn } from "../../runtime/spoken/times/until.ts";
import { type Asks, again, namesNothing } from "./said.ts";

const ofStockWords =
  /预留|(?:冻结|隔离|待检)(?:着|了)?的?(?:那批)?(?:有|是|还剩?)?(?:多少|几|哪)|(?:多少|几|哪).{0,4}(?:冻结|隔离|待检)|给谁|谁[的用要]|谁在用|用在|在哪|位置|哪个库位|够(?:用|不够|到)|用到|还能用|救|哪[几些]?[张个]?(?:工?单)|几张单|(?<![a-z])(?:reserved|(?:how (?:much|many)|which) .{0,16}(?:blocked|quarantined?|in quarantine)|whose|who|used (?:by|in|for)|where|last|lasts|enough|which orders|how many orders)(?![a-z])/i;

/** Who supplies the material that was told of, and when it comes. */
const whoSupplies =
  /供应商|供方|谁(?:家)?(?:供|送)|谁家的|哪家(?:供|的)|(?<![a-z])(?:suppliers?|vendors?|who (?:supplies|delivers|ships|sends|makes it))(?![a-z])/i;

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
  /(?:啥|什么)时候(?:能|会)?(?:到|来|齐)|几时到|何时到|(?:几号|哪天)(?:能|会)?(?:到|来)|到不到|来不来|eta|(?<![a-z])(?:due in|when is (?:it|that) due)(?![a-z])|(?<![a-z])when .{0,20}(?:arriv\w*|come|get here|complete)(?![a-z])/i;

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

/** The material that was told of, where it comes later than expected. */
const ofLateness: Asks = ({ tool, args, evidence }, said) => {
  const [days, ...others] = said.candidates.named.has("days") ? said.candidates.days : [];
  if (!days || others.length > 0 || !namesNothing(said) || !comesLate(said.text)) return undefined;
  if (!["stock_status", "expected_receipts", "short_material"].includes(tool)) return undefined;
  const material = args.material ?? evidence.find(({ kind, id }) => kind === "material" && id !== "ALL")?.id;
  return material ? { tool: "what_if_late", material, days } : undefined;
};

/** When more of the material that was told of comes. */
const ofMore: Asks = ({ tool, args: { material } }, said) =>
  tool === "stock_status" && material && namesNothing(said) && asksWhenMoreComes(said.text)
    ? { tool: "expected_receipts", material }
    : undefined;

/** Lots that expire within another stretch: 未来60天呢. */
const ofExpiry: Asks = ({ tool, args, text: before }, said) => {
  const { text, now } = said;
  if (tool !== "stock_status" || args.material || !asksForExpiry(args.words ?? before)) return undefined;
  if (!namesNothing(said) || !goesOn(text) || !untilIn(text, now)) return undefined;
  const asks = isChinese(text) ? "哪些批次过期" : "which lots expire";
  return { tool: "stock_status", material: null, words: `${text} ${asks}` };
};

/** More of material, its stock and its receipts. */
export const goodsAsks: readonly Asks[] = [
  ofExpiry,
  ofLateness,
  ofMore,
  ofReceipts,
  ofMaterial,
  whenItComes,
  ofStock,
];
