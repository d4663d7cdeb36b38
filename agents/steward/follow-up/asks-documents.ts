import { goingOn } from "../../../services/knowledge/answer/ask-on.ts";
import { isFollowUp } from "../../../services/knowledge/answer/follow-up.ts";
import { asksOfPapers } from "../../runtime/spoken/about/knowledge.ts";
import { asksMoreOf } from "../../runtime/spoken/goes-on.ts";
import { bare } from "../../runtime/spoken/wish.ts";
import { type Asks, namesNothing, together } from "./said.ts";

/** 谁签字, 超时怎么办: more of the passage that was told, in few words. */
const inShort =
  /^(?:那)?(?:要|得|需要)?(?:谁(?:签|批|负责|来|做|检|审)|多少|多久|几|温度|时间|次数|怎么办|超|上次|为什么|在哪).{0,10}$|^.{1,8}(?:怎么办|咋办|多少|多久|几[次个块台天级]|是啥时候|是什么时候|谁(?:批|签|负责)字?)$|^(?:用|要|得|最|哪)?.{0,4}(?:哪[种个款把]|什么|啥|几).{0,8}$|^(?!谢|好|行|嗯|哦|对|帮|明白|知道|收到|可以|继续|取消|算|不|确认|批准)\p{Script=Han}{2,5}$|^.{1,10}(?:有吗|吗|有没有|要求)$|^(?:max|min|and)?\.? ?[a-z]+ ?[a-z]*$|^(?:and|what|which|how|who|where|when|is|are|does|do|at|for)(?![a-z]).{0,45}$/iu;

/** What the plant itself is asked, and no document. */
const ofPlant =
  /工?单|[产哪条]线|缺料|库存|当班|在岗|小车|产量|交期|排?计划|今天|现在|昨天|本周|停机|维修|台数|(?<![a-z])(?:orders?|lines?|today|yesterday|stock|shift|plan|late|running)(?![a-z])/i;
const longest = 60;

/** What goes on from a question to the documents: 链速呢, "and level 4", 用哪种批头. What both ask together, the documents tell. */
const ofDocument: Asks = (last, said) => {
  const { named, wish } = said.candidates;
  if (last.tool !== "ask_knowledge" || said.text.length > longest || wish !== undefined) return undefined;
  if ((["order", "line", "material", "unit", "metric"] as const).some((name) => named.has(name)))
    return undefined;
  const text = bare(said.text);
  const asks = isFollowUp(said.text) || ((asksOfPapers(text) || inShort.test(text)) && !ofPlant.test(text));
  return asks && !asksMoreOf.source.test(text)
    ? { tool: "ask_knowledge", words: `${last.args.words ?? last.text}${goingOn}${said.text}` }
    : undefined;
};

const ofVersion =
  /谁[批审写编]|第?几版|[哪上前][个一]?版|版本|改了|区别|什么时候生效|(?<![a-z])(?:who (?:approved|wrote|released)|version|changed|in force)(?![a-z])/i;

const ofInstruction: Asks = (last, said) =>
  last.tool === "instruction_status" && namesNothing(said) && ofVersion.test(said.text)
    ? { tool: "instruction_status", words: together(last, said) }
    : undefined;

/** The instruction that was just drafted: 现在第几版. */
const ofDraft: Asks = ({ tool, args }, said) =>
  tool === "write_document" && args.product && namesNothing(said) && ofVersion.test(said.text)
    ? { tool: "instruction_status", words: `${args.product} ${said.text}` }
    : undefined;

/** More of a document or a work instruction. */
export const documentsAsks: readonly Asks[] = [ofInstruction, ofDraft, ofDocument];
