import fc from "fast-check";
import { expect, test } from "vitest";
import { createDetector, createPseudonyms, isNationalId, masked } from "./personal-data.ts";

const people = ["李伟", "Li Wei", "li.wei", "王芳", "Wang Fang"];
const detect = createDetector(people);
const kinds = (text: string) =>
  detect(text).map(({ kind, start, end }) => `${kind}:${text.slice(start, end)}`);

test("each kind is found where it is, and figures of the plant are none of them", () => {
  expect(kinds("让李伟打 13812345678 或 +86 139-1234-5678")).toEqual([
    "name:李伟",
    "phone:13812345678",
    "phone:+86 139-1234-5678",
  ]);
  expect(kinds("mail Wang Fang at wang.fang@plant.example.com.")).toEqual([
    "name:Wang Fang",
    "email:wang.fang@plant.example.com",
  ]);
  expect(kinds("身份证11010519491231002X，工号：A10234")).toEqual([
    "nationalId:11010519491231002X",
    "badge:A10234",
  ]);
  expect(kinds("badge no. 55120 called +49 30 901820")).toEqual(["badge:55120", "phone:+49 30 901820"]);
  for (const plain of [
    "把工单 WO-1042 下达到 SMT-3",
    "SN-13812345678 failed",
    "15 000 pieces of RRU-5201 by 2026-11-27T15:00",
    "11010519491231002A 110105194912310021",
    "torque 0.138 N·m, 5300 down, IPC-A-610",
    "relinquish li.weird",
  ])
    expect([plain, kinds(plain)]).toEqual([plain, []]);
});

test("a national id has the check character of its 17 digits, and no other", () => {
  const body = fc
    .tuple(
      fc.integer({ min: 110000, max: 659999 }),
      fc.date({ min: new Date("1950-01-01"), max: new Date("2009-12-31"), noInvalidDate: true }),
      fc.integer({ min: 0, max: 999 }),
    )
    .map(
      ([place, born, order]) =>
        `${place}${born.toISOString().slice(0, 10).replaceAll("-", "")}${String(order).padStart(3, "0")}`,
    );
  fc.assert(
    fc.property(body, (digits) => {
      const valid = [..."0123456789X"].filter((check) => isNationalId(digits + check));
      expect(valid).toHaveLength(1);
      expect(kinds(`id ${digits}${valid[0]}!`)).toEqual([`nationalId:${digits}${valid[0]}`]);
    }),
  );
});

test("whatever is hidden comes back, and nothing that is about a person goes out", () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom(...people, "13812345678", "a.b@c.de", "11010519491231002X", "NAME_1", "PHONE_2"),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join(" ");
      const pseudonyms = createPseudonyms(detect);
      const hidden = pseudonyms.hide(text);
      expect(pseudonyms.restore(hidden)).toBe(text);
      for (const { start, end } of detect(text))
        expect(createDetector(people)(hidden).map((one) => hidden.slice(one.start, one.end))).not.toContain(
          text.slice(start, end),
        );
    }),
  );
});

test("what has the shape of data about people is hidden from logs", () => {
  expect(masked('{"msg":"call 13812345678 or x@y.cn","time":1795744800000}')).toBe(
    '{"msg":"call [phone] or [email]","time":1795744800000}',
  );
});
