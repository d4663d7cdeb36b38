import { expect, test } from "vitest";
import { tellReason } from "./reason.ts";

test("a repair is told in the reader's language, and a person's words as they are", () => {
  const happening = {
    kind: "down",
    equipmentId: "SMT-1",
    from: "2026-11-02T00:00:00Z",
    to: "2026-11-02T08:00:00Z",
  } as const;
  expect(tellReason({ kind: "repair", happening })).toEqual({
    zh: "SMT-1 停机 11-02 08:00 – 11-02 16:00",
    en: "SMT-1 down 11-02 08:00 – 11-02 16:00",
  });
  expect(tellReason({ kind: "asked", text: "重新排产" }).en).toBe("重新排产");
  expect(tellReason({ kind: "first" }).zh).not.toBe(tellReason({ kind: "first" }).en);
});
