import { afterEach, expect, test, vi } from "vitest";
import { query, retryMs, ServerError } from "./graphql.ts";
import { onSignedOut } from "./signed-out.ts";

afterEach(() => vi.unstubAllGlobals());

const answer = (code: string) =>
  vi.stubGlobal("fetch", async () =>
    Response.json({
      data: null,
      errors: [{ message: "no", extensions: { code, bilingual: { zh: "不", en: "no" }, retryable: false } }],
    }),
  );

test("that the session is over is told to the page, whichever part of it has asked", async () => {
  const told = vi.fn();
  const forget = onSignedOut(told);
  answer("FORBIDDEN");
  await expect(query("{ plan { version } }")).rejects.toMatchObject({ code: "FORBIDDEN" });
  expect(told).not.toHaveBeenCalled();
  answer("UNAUTHENTICATED");
  await expect(query("{ plan { version } }")).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  expect(told).toHaveBeenCalledTimes(1);
  forget();
  await expect(query("{ plan { version } }")).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  expect(told).toHaveBeenCalledTimes(1);
});

test("a question is asked again later and later where that can help, and never where it can only fail again", () => {
  const words = { zh: "", en: "" };
  const unreachable = new TypeError("Failed to fetch");
  expect([1, 2, 3, 9].map((times) => retryMs(unreachable, times))).toEqual([3_000, 6_000, 12_000, 60_000]);
  expect(retryMs(new ServerError("REQUEST_TIMEOUT", words, true), 2)).toBe(6_000);
  expect(retryMs(new ServerError("FORBIDDEN", words), 1)).toBeUndefined();
});
