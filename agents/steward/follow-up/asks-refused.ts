import { isChinese } from "../../runtime/format.ts";
import { wantsCellStop } from "../../runtime/spoken/about/cell.ts";
import { asksOnlyWhy } from "../../runtime/spoken/goes-on.ts";
import { bare } from "../../runtime/spoken/wish.ts";
import { isToolName, toolNamed } from "../../runtime/tool.ts";
import { beyondOf, neverDone } from "../beyond.ts";
import { wantsIt } from "./asks-orders.ts";
import { type Asks, again, namesNothing } from "./said.ts";

/** The reason again, of what is not done. */
const whyNotWords =
  /^(?:那)?(?:为什么|为啥|凭什么)(?:不(?:行|能|可以|让)?|就)?(?:呢|啊)?$|^(?:but )?why (?:not|can'?t (?:i|you|we)|won'?t you)$/i;

/** Why something is not done: 为什么不行, "why not". */
export const asksWhyNot = (sentence: string): boolean =>
  whyNotWords.test(bare(sentence).replace(/[?？]+$/, ""));

const whyNot: Asks = ({ tool, text }, said) =>
  tool === "cannot_do" && (asksOnlyWhy(said.text) || asksWhyNot(said.text))
    ? { tool: "cannot_do", words: text }
    : undefined;

/** That one of those that wait is approved, or what was proposed is done, by a sentence: 批第一个, "just the first". */
const picks =
  /^(?:那)?(?:就|只|先)?(?:批|要)?(?:第[一二三四五\d][个条张份]|全部|都)(?:吧)?$|^(?:just|only|ok)?[, ]*(?:the )?(?:first|second|third|last|all(?: of them)?)(?: one)?$/i;

const decides: Asks = ({ tool }, said) => {
  const text = bare(said.text);
  const isProposal = isToolName(tool) && toolNamed(tool).policy.kind === "confirm";
  const decided = (isProposal && wantsIt.test(text)) || (tool === "open_decisions" && picks.test(text));
  return decided && namesNothing(said)
    ? { tool: "cannot_do", words: isChinese(said.text) ? "都批准" : "approve all" }
    : undefined;
};

/** How a cell that was to stop goes on: that is done at the cell. */
const goesOnAgain = /恢复|复位|解除|继续|重启|(?<![a-z])(?:reset|resume|restart|release|clear)(?![a-z])/i;

const ofStoppedCell: Asks = ({ tool, text }, said) =>
  tool === "look_up" && wantsCellStop(text, true) && goesOnAgain.test(said.text) && namesNothing(said)
    ? { tool: "cannot_do", words: isChinese(said.text) ? "急停怎么恢复" : "reset the emergency stop" }
    : undefined;

/** What is not done, with another amount, or only for a while: that is not done either. */
const onlyThat =
  /^(?:就|只|那就|哪怕|那|先)|(?<![a-z])(?:just|only|even|for (?:a|one|five|ten|\d+) ?(?:min\w*|moment|sec\w*|hours?))(?![a-z])/i;

const stillNot: Asks = ({ tool, args, text }, said) => {
  const before = args.words ?? text;
  const { named, wish } = said.candidates;
  const isOfOwn = named.size > 0 && !(named.size === 1 && (named.has("hours") || named.has("quantity")));
  return tool === "cannot_do" &&
    neverDone(before) &&
    wish === undefined &&
    !isOfOwn &&
    said.text.length <= 16 &&
    onlyThat.test(bare(said.text)) &&
    /\d|[一二两三四五六七八九十几半]|(?<![a-z])(?:one|two|three|five|ten|minutes?|moment)(?![a-z])/i.test(
      said.text,
    )
    ? { tool: "cannot_do", words: before }
    : undefined;
};

/** What to do next about a unit that was told of, or of which it was told where its repair is recorded. */
const whatNext =
  /^(?:那)?(?:接下来|下一步|然后|再下来|接着)(?:呢|怎么[办弄修]|做什么|干[嘛吗啥]|查什么|看什么)?$|^(?:and |so |ok )?(?:then|what (?:next|now|then)|next(?: step)?)$/i;

const nextStep: Asks = (last, said) => {
  const { tool, args, text } = last;
  if (!whatNext.test(bare(said.text)) || !namesNothing(said)) return undefined;
  if (tool === "diagnose_unit") return again(last);
  const before = args.words ?? text;
  return (tool === "cannot_do" || tool === "diagnose_unit") &&
    beyondOf(before)?.instead.includes("diagnose_unit")
    ? { tool: "cannot_do", words: before }
    : undefined;
};

/** More of what is not done, and of what no sentence does. */
export const refusedAsks: readonly Asks[] = [stillNot, nextStep, decides, ofStoppedCell, whyNot];
