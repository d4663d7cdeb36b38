/** An id or a number as one is said: "SMT-2", "WO-1042", "1009". */
const id = "(?:[a-z]{2,5}[- ]?)?\\d+(?!\\d)";

/** What a second thought within a sentence begins with: 哦不对是1019, "no sorry 1019", "I mean SMT-3". */
const secondThought = new RegExp(
  `[，,。.；;—– -]*(?:(?:哦|噢|哎|诶|啊|呃|等等|等一?下)[，, ]*)*(?:不对|(?:说|打|写|记|弄|搞|看)?错了|口误)[，, ]*(?:应该)?(?:是|要|换成)?[，, ]*(?<zh>${id})(?:号?(?:工?单|那[张个]))?|[,.;—– -]+(?:(?:oh|ah|er|uh|wait|no|sorry|oops)[, ]+)*(?:no|wait|sorry|oops|scratch that|i mean|i meant|make that|rather)[, ]+(?:i mean[, ]+|it'?s )?(?<en>${id})`,
  "i",
);

const shapeOf = (said: string): string => said.toUpperCase().replace(/[^A-Z]/g, "");

/**
 * A sentence that puts its own id right, with the one that is meant in place of the one that was said first: 把1009放行——哦不对是1019 is
 * 把1019放行. Any other stays as it is.
 */
export const corrected = (sentence: string): string => {
  const found = secondThought.exec(sentence);
  const meant = found?.groups?.["zh"] ?? found?.groups?.["en"];
  if (!found || !meant) return sentence;
  const before = sentence.slice(0, found.index);
  const digits = (said: string) => said.replace(/\D/g, "").length;
  const wrong = [...before.matchAll(new RegExp(`(?<![a-z\\d])${id}`, "gi"))].findLast(
    ([said]) => shapeOf(said) === shapeOf(meant) || (shapeOf(meant) === "" && digits(said) === digits(meant)),
  );
  if (!wrong) return sentence;
  // The letters of an id are not said twice: WO-1009, no, 1019.
  const letters = shapeOf(meant) === "" ? (/^[a-z]+[- ]?/i.exec(wrong[0])?.[0] ?? "") : "";
  const right = `${letters}${meant}`;
  const rest = sentence.slice(found.index + found[0].length);
  return `${before.slice(0, wrong.index)}${right}${before.slice(wrong.index + wrong[0].length)}${rest}`;
};
