import { expect, test } from "vitest";
import { altKey } from "./keys.ts";

const pressed = (
  key: string,
  code: string,
  more: { ctrlKey?: boolean; metaKey?: boolean; altKey?: boolean } = {},
) => ({
  key,
  code,
  altKey: true,
  ctrlKey: false,
  metaKey: false,
  ...more,
});

test("Alt goes by what is written on the key, wherever that key is", () => {
  expect(altKey(pressed("1", "Digit1"), true)).toBe("1");
  expect(altKey(pressed("x", "KeyX"), true)).toBe("x");
  // Dvorak: x is where others have b, and q where they have x.
  expect(altKey(pressed("x", "KeyB"), false)).toBe("x");
  expect(altKey(pressed("q", "KeyX"), false)).toBe("q");
  // French: the row of digits writes & é " without Shift.
  expect(altKey(pressed("&", "Digit1"), false)).toBe("1");
});

test("a sign that Option or AltGr makes is typed into a field, and stops no cell and turns no page", () => {
  // German and Polish on a Mac.
  expect(altKey(pressed("{", "Digit8"), true)).toBeUndefined();
  expect(altKey(pressed("ź", "KeyX"), true)).toBeUndefined();
  // AltGr on Windows.
  expect(altKey(pressed("{", "Digit7", { ctrlKey: true }), true)).toBeUndefined();
  expect(altKey(pressed("ź", "KeyX", { ctrlKey: true }), false)).toBeUndefined();
  // Outside of fields Option does what Alt does elsewhere.
  expect(altKey(pressed("¡", "Digit1"), false)).toBe("1");
  expect(altKey(pressed("≈", "KeyX"), false)).toBe("x");
});

test("the number pad with Alt writes signs, and other keys are none of these", () => {
  expect(altKey(pressed("1", "Numpad1"), false)).toBeUndefined();
  expect(altKey(pressed("1", "Digit1", { altKey: false }), false)).toBeUndefined();
  expect(altKey(pressed("Tab", "Tab"), false)).toBeUndefined();
});
