import { type AddressInfo, createServer } from "node:net";
import { expect, test } from "vitest";
import { MillwrightError } from "../core/errors.ts";
import { atPort, claimPort, freePort } from "./ports.ts";

test("a port that is taken names its setting, an address that this machine has not the one for addresses", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await expect(claimPort(port, "console and API", "API_PORT")).rejects.toMatchObject({
    code: "PORT_IN_USE",
    details: { port, variable: "API_PORT" },
  });
  await expect(claimPort(port, { zh: "控制台", en: "console" }, "API_PORT")).rejects.toMatchObject({
    bilingual: {
      zh: `端口 ${port}（控制台）被占用，请用 API_PORT 指定其他端口。`,
      en: `Port ${port} (console) is in use; set API_PORT to another.`,
    },
  });
  await new Promise((resolve) => server.close(resolve));
  expect(await claimPort(port, "console and API", "API_PORT")).toBe(port);
  await expect(claimPort(0, "console and API", "API_PORT", "203.0.113.7")).rejects.toMatchObject({
    code: "CONFIG_INVALID",
    details: { path: "API_HOST", problem: "this machine has no address 203.0.113.7" },
  });
});

test("an engine whose free port was taken meanwhile gets another, one that was asked for is told, and it comes back at its own", async () => {
  const tried: number[] = [];
  let refusals = 2;
  const start = async (port: number) => {
    tried.push(port);
    if (refusals-- > 0)
      throw new MillwrightError("PORT_IN_USE", { port, purpose: "PostgreSQL", variable: "POSTGRES_PORT" });
    return port;
  };
  const drawn = atPort(0, "PostgreSQL", "POSTGRES_PORT", start);
  const port = await drawn();
  expect(tried).toHaveLength(3);
  expect(await drawn()).toBe(port);
  refusals = 1;
  await expect(drawn()).rejects.toMatchObject({ code: "PORT_IN_USE" });
  refusals = 1;
  const wanted = await freePort();
  await expect(atPort(wanted, "PostgreSQL", "POSTGRES_PORT", start)()).rejects.toMatchObject({
    code: "PORT_IN_USE",
    details: { port: wanted },
  });
});
