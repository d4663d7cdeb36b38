import { expect, test } from "vitest";
import { corrected } from "./corrected.ts";

test.each([
  ["把1009放行——哦不对是1019", "把1019放行"],
  ["下达WO-1009，不对，1019", "下达WO-1019"],
  ["hold 1036 no wait 1037", "hold 1037"],
  ["put 1042 on SMT-2, sorry SMT-3", "put 1042 on SMT-3"],
  ["release 1009 - I mean 1019 - to SMT-1", "release 1019 - to SMT-1"],
  ["1042说错了 是1024，加急", "1024，加急"],
])("what is put right within a sentence takes the place of what was said: %s", (text, meant) =>
  expect(corrected(text)).toBe(meant),
);

test.each([
  "不对，是1163",
  "no, SMT-5",
  "1042不是1107的料吗",
  "下1042，不是1107",
  "1042 和 1019 不对换",
  "hold 1036, no 60 pieces more",
])("what puts right nothing of its own stays as it is: %s", (text) => expect(corrected(text)).toBe(text));
