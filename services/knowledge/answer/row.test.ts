import { expect, test } from "vitest";
import { foundIn, readAlike } from "./fixture-table.ts";
import { rowCandidates } from "./row.ts";

const found = foundIn(
  `| 化学品 | 最大储量 | 库房 |
|---|---|---|
| 异丙醇 | 200 L | 甲类库 1 号 |
| 环氧胶 DP460 | 20 kg | 冷柜 C-3 |
`,
  {
    meaning: 0.9,
    meanings: new Map([
      [0, 0.6],
      [1, 0.9],
    ]),
  },
);
const ask = (text: string) => rowCandidates(readAlike(text), found).sort((a, b) => b.score - a.score);

test("a question that tells a row and says its column in other words is answered with the row", () => {
  const [best] = ask("环氧胶放在哪里");
  expect(best).toMatchObject({
    kind: "row",
    text: "化学品: 环氧胶 DP460; 最大储量: 20 kg; 库房: 冷柜 C-3",
    spots: [{ block: 0, row: 1 }],
  });
});

test("a figure that no column of the row is of counts less", () => {
  const [stored] = ask("环氧胶储量多少");
  const [price] = ask("环氧胶浓稠多少");
  expect(stored!.score).toBeGreaterThan(price!.score + 0.1);
});

test("a row that speaks of nothing of the question is none", () => {
  expect(ask("丧假几天")).toEqual([]);
});

test("a code of a list that explains codes is answered with its row, in whatever words it is asked about", () => {
  const codes = foundIn(
    `| 现象 | 可能原因 | 处理 |
|---|---|---|
| 机器报 E07 | 换能器过热 | 停机冷却 20 min |
| 机器报 E15 | 高度超差 | 重新校零 |
`,
    {
      meaning: 0.9,
      meanings: new Map([
        [0, 0.1],
        [1, 0.1],
      ]),
    },
  );
  const explained = (text: string): number[] =>
    rowCandidates(readAlike(text, 4), codes)
      .sort((a, b) => a.spots[0]!.row! - b.spots[0]!.row!)
      .map(({ score }) => score);
  // Only the row of the code speaks of it.
  expect(explained("E15 跳出来啥毛病")).toEqual([expect.closeTo(0.79, 1)]);
  expect(explained("how do I deal with E07 on the welder")).toEqual([expect.closeTo(0.79, 1)]);
  for (const other of ["E07 要等多久", "谁来修 E07", "E07 多久出一次"])
    expect(Math.max(...explained(other)), other).toBeLessThan(0.6);
  expect(explained("E07 在哪里看")[0]!).toBeLessThan(explained("E07 是什么")[0]! - 0.05);
});
