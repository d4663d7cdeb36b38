import { expect, test } from "vitest";
import { loadConfig } from "../core/config.ts";
import { reachOf } from "./reach.ts";

test("a command in another terminal is told by which settings it finds the house, and by no password", () => {
  const reach = (settings: Record<string, string>) => reachOf(loadConfig(settings)).join(" ");
  expect(reach({})).toBe("");
  expect(reach({ DATA_DIR: "/srv/mill" })).toBe("DATA_DIR=/srv/mill");
  expect(reach({ DATA_DIR: "/srv/our mill", POSTGRES_PORT: "5500" })).toBe(
    "DATA_DIR='/srv/our mill' POSTGRES_PORT=5500",
  );
  expect(reach({ DATABASE_URL: "postgres://mes:secret@db/mes", POSTGRES_PORT: "5500" })).toBe(
    "DATABASE_URL=…",
  );
});
