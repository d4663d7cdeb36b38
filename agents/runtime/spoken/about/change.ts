/** How a change of an order is put that says by how much, and not to what. */

const number = "(?:\\d|[一二两三四五六七八九十百千半])";
const more = new RegExp(
  `(?:增加|追加|多做|多加|再做|再加|加)了? ?${number}|(?<![a-z])(?:add|another|extra)(?![a-z])|\\d+ (?:[a-z]+ )?(?:more|extra)(?![a-z])`,
  "i",
);
const fewer = new RegExp(
  `(?:减少|少做|减掉|去掉|砍掉|减|砍)了? ?${number}|\\d+ (?:[a-z]+ )?(?:fewer|less)(?![a-z])`,
  "i",
);
const up = /(?<![a-z])(?:increas\w*|rais\w*|grow\w*|up)(?![a-z])/i;
const down = /(?<![a-z])(?:reduc\w*|cut\w*|decreas\w*|lower\w*|down)(?![a-z])/i;

/** Whether a sentence adds pieces (1) or takes pieces away (-1) where it says so many; undefined where it says how many there are to be. */
export const addsPieces = (text: string, quantity: number): 1 | -1 | undefined => {
  if (more.test(text)) return 1;
  if (fewer.test(text)) return -1;
  if (!new RegExp(`(?<![a-z])by ${quantity}(?!\\d)`, "i").test(text)) return undefined;
  return up.test(text) ? 1 : down.test(text) ? -1 : undefined;
};

const halves =
  /减半|对半|(?:减|砍|少)(?:掉|去|做)?(?:了)?一半|(?<![a-z])(?:halve|(?:cut|reduce)\w* .{0,24}(?:in|by) half)(?![a-z])/i;
const doubles = /翻一?倍|加倍|(?<![a-z])(?:double|twice)(?![a-z])/i;

/** By what a sentence multiplies the quantity of an order, where it says so in words. */
export const timesSaid = (text: string): number | undefined =>
  halves.test(text) ? 0.5 : doubles.test(text) ? 2 : undefined;

const sooner = /提前|早|(?<![a-z])(?:earlier|sooner|forward|advanc\w*|pull\w*)(?![a-z])/i;
const later =
  /推|延|晚|后|拖|(?<![a-z])(?:later|postpon\w*|delay\w*|push\w*|extend\w*|back|defer\w*)(?![a-z])/i;

/** Whether a sentence moves a date on (1) or back (-1); undefined where it says neither. */
export const movesDate = (text: string): 1 | -1 | undefined =>
  sooner.test(text) ? -1 : later.test(text) ? 1 : undefined;

/** Whether it speaks of the date of an order, or of how many. */
export const saysDue = (text: string): boolean =>
  /交期|交货|交付|到期|期限|日期|哪天|(?<![a-z])(?:due|dates?|deadlines?|deliver\w*)(?![a-z])/i.test(text);
export const saysQuantity = (text: string): boolean =>
  /数量|多少|台数|件数|(?<![a-z])(?:quantit\w*|qty|units?|pieces?|how many|size)(?![a-z])/i.test(text);

const changes =
  /改|调|变更|更新|推|延|挪|提前|减|加|增|(?<![a-z])(?:chang\w*|set|make|mov\w*|push\w*|postpon\w*|updat\w*|edit|adjust|reduc\w*|increas\w*|cut|raise|extend|pull)(?![a-z])/i;
const ofOrder =
  /数量|台数|件数|交期|交货日|交货期|到期日|(?<![a-z])(?:quantity|qty|due|(?:delivery|due) date)(?![a-z])/i;
/** So many pieces that it is to be of: "to 60 pieces", 改成 60 台. */
const ofPieces =
  /(?<![a-z])to \d+ (?:pieces?|pcs|units?|sets?|boards?)(?![a-z])|(?:成|为|到) ?\d+ ?[台件个块套片]/i;
const asks =
  /[?？吗呢]|为什么|为啥|多少|几|能不能|(?<![a-z])(?:why|what|when|how|can|could|who|is|will)(?![a-z])/i;

/** Whether a sentence wants the quantity or the due date of an order to be another one. */
export const wantsOrderChanged = (text: string): boolean =>
  (ofOrder.test(text) || ofPieces.test(text)) && changes.test(text) && !asks.test(text);
