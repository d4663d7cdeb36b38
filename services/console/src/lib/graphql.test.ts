import { afterEach, expect, test, vi } from "vitest";
import { query } from "./graphql.ts";
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
