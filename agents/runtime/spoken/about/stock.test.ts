import { expect, test } from "vitest";
import { asksForAlternates, asksHowLong, asksOfMaterial } from "./stock.ts";

test.each([
  "MAT-00731还够用几天？",
  "MAT-00731 能撑多久",
  "还能用到什么时候",
  "MAT-00731 什么时候用完",
  "几天后会断料",
  "库存天数是多少",
  "how long will MAT-00731 last?",
  "How many days will it last",
  "days of cover for MAT-00731",
  "when do we run out of MAT-00731",
  "how long is MAT-00731 enough for",
])("%s asks how long it lasts", (text) => expect(asksHowLong(text)).toBe(true));

test.each([
  "MAT-00731 还有多少库存",
  "锡膏开封后能用多久",
  "how long does solder paste last after opening",
  "how long was SMT-1 down",
  "when did the last receipt come",
  "FPY of the last 3 days",
  "停了多久",
])("%s does not", (text) => expect(asksHowLong(text)).toBe(false));

test.each([
  "有没有替代料",
  "MAT-00731 能用什么代用",
  "有没有别的料能用？",
  "可以换成什么料",
  "any alternates?",
  "is there a substitute for MAT-00731",
  "which alternatives do we have",
  "can we use another material",
])("%s asks for alternates", (text) => expect(asksForAlternates(text)).toBe(true));

test.each(["哪些物料短缺", "alternatively release it to SMT-2", "MAT-00731 晚到三天会怎样"])(
  "%s does not",
  (text) => expect(asksOfMaterial(text)).toBe(false),
);
