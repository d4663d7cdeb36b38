/** What a sentence wants first, and what it wants besides. */
export interface Wishes {
  readonly first: string;
  readonly others: readonly string[];
}

const verbs =
  "release|dispatch|start|run|hold|pause|park|cancel|drop|resume|expedite|rush|bring|move|switch|shift|put|push|pull|bump";
/** An order by its number, and no amount of anything. */
const order =
  "(?:wo[- ]?)?(?<order>\\d{3,6})(?![\\d-])(?! ?(?:[台件个块片套]|小时|分钟|天|pcs|pieces|units|hours?|min))";
/** A part that says what is to be done with an order of its own: 1045放二线, 把1027先压着, "hold 1027", "1045 to smt2". */
const own = new RegExp(
  `^(?:(?:然后|接着|再|还有|另外|and|then|also)[ ,，]*)?(?:(?:请|帮我)?(?:把|给|让)? ?|(?:please )?(?<verb>${verbs}) )${order} ?(?<wanted>.*)$`,
  "i",
);
const wanted =
  /放|下|开|压|停|挂|暂|取消|撤|砍|提|改|换|挪|移|推|加急|优先|插|恢复|解|上|先|后|领|备料|(?<![a-z])(?:to|on|onto|on hold|first|last|forward|back|off)(?![a-z])/i;
/** What is not to be done, or put right, is no wish beside the other. */
const denies =
  /^(?:别|不[要用能是对下放停做开])|[，,。；;、] ?(?:别|不[要用能是对下放停做开])|错|对调|互换|前面|之前|后面|之后|还是|如果|要是|(?<![a-z])(?:not|don'?t|no|sorry|before|after|ahead|behind|swap|instead|if)(?![a-z])/i;

const joints = /[，,。；;、]+ *(?:and |then )?| (?:and|then) /i;

/** Parts of a sentence that each want something done with an order of their own; what says nothing of the kind goes with the one before. */
export const wishesByOrder = (sentence: string): Wishes | undefined => {
  if (denies.test(sentence)) return undefined;
  const parts: { order: string; verb: string | undefined; text: string }[] = [];
  for (const piece of sentence.split(joints).map((said) => said.trim())) {
    const said = own.exec(piece)?.groups;
    const isWish = said && (said["verb"] !== undefined || wanted.test(said["wanted"]!));
    const last = parts.at(-1);
    if (isWish) {
      // "release 1040 to smt1, 1045 to smt2": the verb is said once.
      const verb = said["verb"] ?? (/^[a-z]/i.test(said["wanted"]!) ? last?.verb : undefined);
      const isVerbLeftOut = verb !== undefined && said["verb"] === undefined;
      parts.push({ order: said["order"]!, verb, text: isVerbLeftOut ? `${verb} ${piece}` : piece });
    } else if (last) last.text += `，${piece}`;
    else return undefined;
  }
  const [first, ...others] = parts;
  if (!first || others.length === 0 || new Set(parts.map((part) => part.order)).size < parts.length)
    return undefined;
  return { first: first.text, others: others.map(({ text }) => text) };
};
