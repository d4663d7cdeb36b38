import fc from "fast-check";
import { expect, test } from "vitest";
import { readFjsp } from "./fjsp.ts";
import { readJsp } from "./jsp.ts";
import { ReadError } from "./lines.ts";
import { readSdst } from "./sdst.ts";

const pairs = (text: string) =>
  readJsp(text).jobs.map(({ operations }) =>
    operations.flatMap(({ alternatives }) =>
      alternatives.map(({ machine, duration }) => [machine, duration]),
    ),
  );

test("comments, empty lines, windows line ends and jobs of different length", () => {
  expect(pairs("# a comment\r\n2 3 # behind numbers too\r\n\r\n 0 5\t2 0\r\n1 7 1 2 1 3\r\n")).toEqual([
    [
      [0, 5],
      [2, 0],
    ],
    [
      [1, 7],
      [1, 2],
      [1, 3],
    ],
  ]);
});

test("a name and a ruler above, an end mark below, whole numbers with a point, machines from 1", () => {
  const plain = readJsp("2 2\n0 3 1 2\n1 2 0 4\n");
  expect(readJsp("\ufeffinstance ft02\n\n+++++\n 2 2\n0 3 1 2\n1 2 0 4\n+++++\n\u001a")).toEqual(plain);
  expect(readJsp("2\t2\r\n0 3.0\t1 2.0\r\n1 2.0 0 4.\r\n")).toEqual(plain);
  expect(readJsp("2 2\n1 3 2 2\n2 2 1 4\n")).toEqual(plain);
});

test("what stands on the diagonal of a set-up matrix means nothing", () => {
  expect(readSdst("2 1\n3\n4\n-1 2\n1 -1\n")).toEqual(readSdst("2 1\n3\n4\n0 2\n1 9\n"));
});

test("Da Col and Teppan's end of a job", () => {
  expect(pairs("2 2\n0 1 1 2 -1 -1\n1 4 -1 -1")).toEqual([
    [
      [0, 1],
      [1, 2],
    ],
    [[1, 4]],
  ]);
});

test.each([
  ["", "line 1: no numbers"],
  ["\n# only\n", "line 1: no numbers"],
  ["3", 'line 1: "3" stands alone where'],
  ["1 0\n0 1", "line 1: 0 machines"],
  ["1 2\n0 1 2", "line 2: 3 numbers are not pairs"],
  ["1 2\n\n3 1", "line 3: machine 3 is not one of 0 to 1"],
  ["2 2\n2 1\n3 1", "line 3: machine 3 is not one of 1 to 2"],
  ["2 2\n0 1 2 1\n1 1", "line 2: machine 2 is not one of 0 to 1"],
  ["1 2\n0 1\n1 1\nend", "line 3: 2 lines of jobs, but the first line announces 1"],
  ["1 2\n0 x", 'line 2: "x" is not a whole number'],
  ["1 2\n0 1.5", 'line 2: "1.5" is not a whole number'],
  ["1 2\n0 -1 1 1", "line 2: -1 inside a job"],
  ["1 2\n0 99999999999", "line 2: 99999999999 is more than"],
  ["2 2\n0 1", "line 2: 1 lines of jobs, but the first line announces 2"],
  ["1 2\n0 1\n0 1\n0 1", "line 3: 3 lines of jobs, but the first line announces 1"],
])("job shop %j: %s", (text, message) => {
  expect(() => readJsp(text)).toThrow(message);
});

test("flexible: machines from 1, a mean of alternatives on the first line, machines from 0 where a 0 shows", () => {
  const alternatives = [
    [{ machine: 0, duration: 5 }],
    [
      { machine: 1, duration: 3 },
      { machine: 0, duration: 4 },
    ],
  ];
  const read = (text: string) =>
    readFjsp(text).jobs[0]!.operations.map((operation) => operation.alternatives);
  expect(read("1 2 1.5\n2 1 1 5 2 2 3 1 4")).toEqual(alternatives);
  expect(read("1 2\n2 1 0 5 2 1 3 0 4")).toEqual(alternatives);
});

test.each([
  ["1 2\n2 1 1 5", "line 2: the line ends before the number of machines of operation 2"],
  ["1 2\n1 0", "line 2: operation 1 has no machine"],
  ["1 2\n1 1 3 5", "line 2: machine 3 of operation 1 is not one of 1 to 2"],
  ["1 2\n1 1 1 5 9", "line 2: 1 numbers too many after operation 1"],
  ["1 2\n1 999999999 1 5", "line 2: the line ends before a machine"],
  ["1 2\n1 1 1 -5", 'line 2: "-5" is not a whole number'],
])("flexible %j: %s", (text, message) => {
  expect(() => readFjsp(text)).toThrow(message);
});

test("job shop in Taillard's own layout", () => {
  const text =
    "Nb of jobs, Nb of Machines, Time seed\n 2 3 84061\nTimes\n 5 1 2\n 7 2 3\nMachines\n 1 3 2\n 2 1 3\n";
  expect(pairs(text)).toEqual([
    [
      [0, 5],
      [2, 1],
      [1, 2],
    ],
    [
      [1, 7],
      [0, 2],
      [2, 3],
    ],
  ]);
  const broken = (from: string, to: string) => () => readJsp(text.replace(from, to));
  expect(broken("1 3 2", "1 0 2")).toThrow("line 7: machine 0 is not one of 1 to 3");
  expect(broken("1 3 2", "1 3")).toThrow("line 7: 2 machines for 3 times");
  expect(broken("7 2 3", "7 2 x")).toThrow('line 5: "x" is not a whole number');
  expect(broken(" 2 1 3\n", "")).toThrow("line 7: 1 lines of machines, 2 are wanted");
});

test("flexible: a line of times for each operation where the counts stand on a line each", () => {
  const text = "2\n3\n2 1\n5 0 4\n0 1 0\n0 0 9\n";
  expect(
    readFjsp(text).jobs.map(({ operations }) => operations.map(({ alternatives }) => alternatives)),
  ).toEqual([
    [
      [
        { machine: 0, duration: 5 },
        { machine: 2, duration: 4 },
      ],
      [{ machine: 1, duration: 1 }],
    ],
    [[{ machine: 2, duration: 9 }]],
  ]);
  const broken = (from: string, to: string) => () => readFjsp(text.replace(from, to));
  expect(broken("2 1\n", "2 1 1\n")).toThrow("line 3: 3 numbers of operations, 2 are wanted");
  expect(broken("0 0 9", "0 0 0")).toThrow("line 6: no machine can do the operation");
  expect(broken("0 1 0", "0 1")).toThrow("line 5: 2 times, 3 are wanted");
  expect(broken("0 0 9\n", "")).toThrow("line 5: 2 lines of operations, 3 are wanted");
});

test("whatever the text, a problem or an error that names the line", () => {
  const piece = fc.oneof(
    fc.constantFrom("\n", " ", "-1", "1.5", "#", "\t", "999999999999999999999"),
    fc.integer({ min: -2, max: 6 }).map(String),
    fc.string({ maxLength: 4 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), fc.boolean(), (pieces, flexible) => {
      try {
        const { jobs, machines } = (flexible ? readFjsp : readJsp)(pieces.join(" "));
        for (const { operations } of jobs)
          for (const { alternatives } of operations)
            for (const { machine, duration } of alternatives)
              expect(machine >= 0 && machine < machines && Number.isSafeInteger(duration)).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(ReadError);
        expect(String(error)).toMatch(/line \d+: ./);
      }
    }),
    { numRuns: 500, seed: 1 },
  );
});
