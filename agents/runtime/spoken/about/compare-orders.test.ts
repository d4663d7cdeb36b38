import { expect, test } from "vitest";
import { asksOfSeveral, comparesWithIt } from "./compare-orders.ts";

test.each([
  "1071和1094哪张先做完",
  "1038先做还是1052先做",
  "which order is later, 1071 or 1094?",
  "1042 1057 1063 这三张现在到哪了",
  "compare 1071 and 1094",
])("%s asks of several", (text) => expect(asksOfSeveral(text)).toBe(true));
test.each([
  "把1042和1043都下达",
  "release 1042 and 1043",
  "cancel 1042 and 1043, is that ok?",
  "can u freeze 1048 and 1027 where they are",
])("%s wants something done", (text) => expect(asksOfSeveral(text)).toBe(false));
test("one is held against the one that was talked about", () => {
  for (const text of ["那跟1057比哪个更急", "is it later than 1057", "1057 which one is first"])
    expect(comparesWithIt(text)).toBe(true);
  for (const text of ["那1057呢", "and 1057?", "1057缺料吗"]) expect(comparesWithIt(text)).toBe(false);
});
