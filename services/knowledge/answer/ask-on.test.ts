import { expect, test } from "vitest";
import { inWritingOf } from "../search/colloquial.ts";
import { glossesOf } from "../search/gloss.ts";
import { queryTerms, termsOf } from "../search/terms.ts";
import type { Answer } from "./answer.ts";
import { onlyNew } from "./ask-on.ts";
import { clausesOf } from "./clauses.ts";
import { completed } from "./follow-up.ts";
import { quantitiesIn } from "./said-quantities.ts";
import { endsOf, halvesOf } from "./split.ts";

test("what people say is asked as the documents write it", () => {
  // What is not opened yet is kept so long as the shelf life says, whatever holds for an opened jar.
  expect(inWritingOf("没开封的锡膏能用多久")).toContain("保质期");
  expect(inWritingOf("没开封的锡膏能用多久")).not.toContain("开封");
  expect(inWritingOf("加热5分半")).toBe("加热5.5分钟");
  expect(inWritingOf("down for half an hour at two degrees")).toBe("down for 0.5 hour at 2 °C");
  expect(inWritingOf("an hour and a half, five percent")).toBe("1.5 hours, 5 %");
  expect(inWritingOf("静电区湿度低于多少要停线")).toBe("EPA 湿度低于多少停止作业");
  expect(inWritingOf("RRU-5201 的峰值温度上限是多少？")).toBe("RRU-5201 的峰值温度上限是多少？");
});

test("a product's number alone takes the place of the one before", () => {
  expect(completed("5611呢", "RRU-5301 链速")).toBe("5611 链速");
  expect(completed("那 AAU-5611 呢？", "RRU-5201 的峰值温度上限是多少？")).toBe(
    "AAU-5611 的峰值温度上限是多少？",
  );
});

test("of two things that are asked of one subject the second keeps it", () => {
  expect(halvesOf("SRV-320 burn-in temperature and duration")).toEqual([
    "SRV-320 burn-in temperature",
    "SRV-320 burn-in duration",
  ]);
});

test("terms of the other language are told beside a passage", () => {
  expect(glossesOf("The shelf life is 6 months.", "zh")).toContain("shelf life = 保质期");
  expect(glossesOf("散热器最多拆装 2 次", "en")).toContain("散热器 = heat sink");
});

test("what was told is not told again beside something new, nor asked of next", () => {
  const part = (text: string, citation: number) => ({
    kind: "cell" as const,
    text,
    value: null,
    steps: [],
    citations: [citation],
  });
  const cite = (number: number, quote: string) =>
    ({
      number,
      documentId: "WI-ASM-021",
      revision: "E",
      title: "",
      quote,
    }) as unknown as Answer["citations"][number];
  const answerOf = (...texts: readonly string[]): Answer => ({
    answered: true,
    parts: texts.map((text, index) => part(text, index + 1)),
    citations: texts.map((text, index) => cite(index + 1, text)),
    conflicting: texts.length > 1,
    nearest: [],
    score: 1,
    things: 2,
  });
  const [sink, cover] = ["AAU-5611 · 散热器 · 目标扭矩 = 2.1 N·m", "AAU-5611 · 天线罩 · 目标扭矩 = 1.4 N·m"];
  const { answer, question } = onlyNew(
    { answer: answerOf(sink!, cover!), question: "天线罩的 5611散热器扭矩" },
    answerOf(sink!),
  );
  expect(answer.parts.map(({ text, citations }) => [text, citations])).toEqual([[cover, [1]]]);
  expect(answer.citations.map(({ number, quote }) => [number, quote])).toEqual([[1, cover]]);
  expect(answer.conflicting).toBe(false);
  expect(question).toBe("天线罩的 5611扭矩");
});

test("a level of a figure and a letter is another than the figure alone", () => {
  expect(queryTerms("MSL 2a的开封后能放多久")).toContain("2a");
  expect(queryTerms("MSL 2a的开封后能放多久")).not.toContain("2");
  expect(termsOf("8 A at 48V")).toContain("48");
});

test("clauses that ask for themselves are questions of their own, and so are amounts in a row", () => {
  expect(clausesOf("SP-1062多少钱，要多久到货")).toEqual(["SP-1062多少钱", "要多久到货"]);
  expect(clausesOf("老化 RRU-5301 多少度多少小时")).toEqual(["老化 RRU-5301 多少度", "多少小时"]);
  expect(clausesOf("how long is it kept, and who pays for it")).toEqual([
    "how long is it kept",
    "who pays for it",
  ]);
  expect(clausesOf("加热区360厘米，加热5.5分钟，链速多少")).toHaveLength(1);
});

test("a range is asked for by both of its ends", () => {
  expect(endsOf("腕带电阻范围是多少")).toEqual(["腕带电阻下限", "腕带电阻上限"]);
  expect(endsOf("What is the range of the output power?")).toEqual([
    "lower limit of output power",
    "upper limit of output power",
  ]);
  expect(endsOf("峰值温度上限是多少")).toEqual([]);
});

test("a figure is read beside Chinese signs, and never out of an id", () => {
  expect(quantitiesIn("1.6mm厚的料125 °C烘烤").map(({ text }) => text)).toEqual(["1.6mm", "125 °C"]);
  expect(quantitiesIn("RRU-5201 的链速")).toEqual([]);
});
