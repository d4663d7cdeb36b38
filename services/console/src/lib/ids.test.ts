import { afterEach, expect, test, vi } from "vitest";
import { newId } from "./ids.ts";

afterEach(() => vi.unstubAllGlobals());

test("ids are made without what only a page over HTTPS has", () => {
  // As on http://SERVER:7310 from another machine.
  vi.stubGlobal("crypto", { getRandomValues: crypto.getRandomValues.bind(crypto) });
  const ids = Array.from({ length: 500 }, newId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
