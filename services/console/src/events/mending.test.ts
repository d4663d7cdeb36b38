import { expect, test } from "vitest";
import { shownOf } from "./mending.ts";

const [first, second] = [
  { id: "1", content: "{bad" },
  { id: "2", content: "{worse" },
];

test("what is written of a message stays its own when another of the same fault comes", () => {
  const mending = { id: "1", text: "{}" };
  expect(shownOf([first], mending)).toMatchObject({ message: first, text: "{}", isChanged: true });
  expect(shownOf([second, first], mending)).toEqual({
    message: first,
    text: "{}",
    isChanged: true,
    send: { ids: ["1"], content: "{}" },
  });
});

test("unchanged they are all sent again, and one that is gone takes what was written with it", () => {
  const all = { message: second, text: "{worse", isChanged: false, send: { ids: ["2", "1"] } };
  expect(shownOf([second, first], undefined)).toEqual(all);
  expect(shownOf([second, first], { id: "1", text: "{bad" })).toMatchObject({ isChanged: false });
  expect(shownOf([second], { id: "1", text: "{}" })).toMatchObject({ message: second, isChanged: false });
});
