import { expect, test } from "vitest";
import { loadConfig } from "../core/config.ts";
import { prepareDatabase } from "./database.ts";
import { freePort } from "./ports.ts";

test("a database that does not answer is named without its password", async () => {
  const host = `127.0.0.1:${await freePort()}`;
  const databaseUrl = `postgres://millwright:secret@${host}/millwright`;
  const failed = prepareDatabase({
    databaseUrl,
    config: loadConfig({}),
    simulated: false,
    programs: "",
    note: () => {},
  });
  await expect(failed).rejects.toMatchObject({
    code: "DATABASE_UNREACHABLE",
    message: expect.stringContaining(`The database at ${host} cannot be used`),
  });
  await expect(failed).rejects.not.toMatchObject({ message: expect.stringContaining("secret") });
});
