import { afterAll, beforeAll, expect, test } from "vitest";
import { partNames } from "../../services/launcher/options.ts";
import { type BrowsedHouse, startBrowsedHouse } from "../support/browsed-house.ts";
import { illegible } from "../support/legible.ts";

let browsed: BrowsedHouse;
beforeAll(async () => {
  browsed = await startBrowsedHouse(
    partNames.filter((name) => name !== "llm" && name !== "database"),
    { PLANT_SPEED: "60", PLAN_BUDGET_MS: "2000" },
  );
});
afterAll(() => browsed?.stop());

test("orders are read whole on a narrow screen and on a telephone, by day and by night", async () => {
  for (const [locale, width] of [
    ["en-GB", 1_024],
    ["zh-CN", 390],
  ] as const) {
    const { page, problems } = await browsed.open(locale, "zhang.min", width);
    await page.getByTestId("nav-orders").click();
    await page.locator('.orders[aria-busy="false"] tbody tr').first().waitFor();
    expect(await illegible(page)).toEqual([]);
    await page.getByTestId("theme").click();
    expect(await illegible(page)).toEqual([]);
    expect(problems).toEqual([]);
    await page.close();
  }
});

test("one's own name tells as whom one is signed in, and signs out only when that is pressed", async () => {
  const { page, problems } = await browsed.open("en-GB", "zhang.min");
  const name = page.getByTestId("account");
  await name.click();
  const menu = page.getByRole("region", { name: "Signed in as" });
  expect(await menu.innerText()).toContain("zhang.min");
  expect(await menu.innerText()).toContain("planner");
  await page.keyboard.press("Escape");
  expect(await menu.count()).toBe(0);
  expect(await name.evaluate((button) => button === document.activeElement)).toBe(true);
  await page.keyboard.press("Enter");
  // What the house cannot do is told, and nobody is left to think that he has signed out.
  await page.route("**/auth/sign-out", (route) => route.abort());
  await page.getByTestId("sign-out").click();
  await menu.getByRole("alert").waitFor();
  await page.unroute("**/auth/sign-out");
  await page.getByTestId("sign-out").click();
  await page.getByTestId("user-zhang.min").waitFor();
  expect(problems).toEqual([]);
  await page.close();
});

test("a page is loaded when it is looked at; one that the house does not give just then comes when it is back", async () => {
  const { page, problems } = await browsed.visit("en-GB");
  const loaded: string[] = [];
  page.on("request", (request) => loaded.push(request.url()));
  await page.route(/assets\/(?:Plan|Audit)-|healthz/, (route) => route.abort());
  await page.getByTestId("user-zhang.min").click();
  await page.getByTestId("nav-audit").click();
  await page.locator("main").getByText("Loading…").waitFor();
  expect(loaded.filter((url) => url.includes("/assets/Audit-"))).not.toEqual([]);
  // The others are fetched behind it, so that they are there when the house is not.
  const rest = page.waitForResponse(/assets\/Playbooks-/);
  await page.unroute(/assets\/(?:Plan|Audit)-|healthz/);
  await page.locator("main").getByRole("heading", { name: "Audit" }).waitFor();
  await rest;
  await page.route(/assets\//, (route) => route.abort());
  await page.getByTestId("nav-replay").click();
  await page.locator("main").getByRole("heading", { name: "Replay" }).waitFor();
  expect(problems).toEqual([]);
  await page.close();
});

test("what was reported and cannot all be so is told on the plan, all of it to who asks for all", async () => {
  const { page, problems } = await browsed.visit("en-GB");
  const contradictions = Array.from({ length: 9 }, (_, at) => ({
    en: `WO-${at}/10 and WO-${at}/20 are both on SMT-2 at 11-02 14:33; report which of them is done`,
    zh: `WO-${at}/10 和 WO-${at}/20 在 11-02 14:33 同时在 SMT-2 上`,
  }));
  await page.route("**/graphql", async (route) => {
    const { query } = route.request().postDataJSON() as { query: string };
    if (query.startsWith("query Apart"))
      await route.fulfill({ json: { data: { plan: { contradictions } } } });
    else await route.continue();
  });
  await page.getByTestId("user-zhang.min").click();
  const apart = page.getByTestId("apart");
  await apart.getByText("9 reports clash with others", { exact: false }).waitFor();
  expect(await apart.locator("li").count()).toBe(6);
  expect(await apart.locator("li").first().innerText()).toContain("on SMT-2 at 2 Nov 14:33");
  await apart.getByRole("button", { name: "and 3 more" }).click();
  expect(await apart.locator("li").count()).toBe(9);
  expect(await illegible(page)).toEqual([]);
  expect(problems).toEqual([]);
  await page.close();
});

test("who works by keyboard gets past the row of pages, and from any page to the chat, in two keys", async () => {
  for (const width of [1_440, 390]) {
    const { page, problems } = await browsed.open("en-GB", "zhang.min", width);
    await page.getByTestId("nav-orders").click();
    await page.reload();
    await page.getByTestId("nav-orders").waitFor();
    const active = () => page.evaluate(() => document.activeElement?.tagName);
    await page.keyboard.press("Tab");
    expect(await page.getByTestId("skip-to-page").evaluate((one) => one.matches(":focus-visible"))).toBe(
      true,
    );
    await page.keyboard.press("Enter");
    await expect.poll(active, { timeout: 60_000 }).toBe("MAIN");
    await page.getByTestId("skip-to-chat").focus();
    await page.keyboard.press("Enter");
    await expect.poll(active, { timeout: 60_000 }).toBe("TEXTAREA");
    expect(problems).toEqual([]);
    await page.close();
  }
});
