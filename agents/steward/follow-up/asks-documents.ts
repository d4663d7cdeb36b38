import { bare } from "../../runtime/spoken/wish.ts";
import { type Asks, namesNothing, together } from "./said.ts";

/** Another detail of what the documents were asked: "and what driver bit", after "torque for the heatsink screws". */
const linked = /^(?:and|what about|also) (?=(?:what|which|how)(?![a-z]))/i;

const ofPassage: Asks = (last, said) => {
  if (last.tool !== "ask_knowledge" || said.text.length > 40 || !namesNothing(said)) return undefined;
  const subject = / (?:for|of|on) .+$/i.exec(bare(last.args.words ?? last.text))?.[0];
  return subject && linked.test(said.text) && !said.candidates.named.has("metric")
    ? { tool: "ask_knowledge", words: `${bare(said.text).replace(linked, "")}${subject}?` }
    : undefined;
};

/** 谁签字, 超时怎么办: more of the passage that was told, by what both say. */
const ofPassageInShort =
  /^(?:那)?(?:要|得|需要)?(?:谁(?:签|批|负责|来|做|检|审)|多少|多久|几|温度|时间|次数|怎么办|超|上次|为什么|在哪).{0,10}$|^.{1,8}(?:怎么办|咋办|多少|多久|几[次个块台天]|是啥时候|是什么时候|谁(?:批|签|负责)字?)$/;

/** What the plant itself is asked, and no document. */
const ofPlant = /工?单|[产哪条]线|料|库存|当班|在岗|车|产量|交期|计划|今天|现在|停|修|台数/;

const ofDocument: Asks = (last, said) =>
  last.tool === "ask_knowledge" &&
  said.text.length <= 14 &&
  namesNothing(said) &&
  !said.candidates.named.has("metric") &&
  ofPassageInShort.test(bare(said.text)) &&
  !ofPlant.test(said.text)
    ? { tool: "ask_knowledge", words: `${bare(last.args.words ?? last.text)}，${said.text}` }
    : undefined;

const ofVersion =
  /谁[批审写编]|[哪上前][个一]?版|版本|改了|区别|什么时候生效|(?<![a-z])(?:who (?:approved|wrote|released)|version|changed|in force)(?![a-z])/i;

const ofInstruction: Asks = (last, said) =>
  last.tool === "instruction_status" && namesNothing(said) && ofVersion.test(said.text)
    ? { tool: "instruction_status", words: together(last, said) }
    : undefined;

/** More of a document or a work instruction. */
export const documentsAsks: readonly Asks[] = [ofInstruction, ofPassage, ofDocument];
