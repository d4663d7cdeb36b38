import { afterAll, beforeAll, expect, test } from "vitest";
import { partNames } from "../../services/launcher/options.ts";
import { type BrowsedHouse, startBrowsedHouse } from "../support/browsed-house.ts";
import { illegible } from "../support/legible.ts";

let browsed: BrowsedHouse;
beforeAll(async () => {
  browsed = await startBrowsedHouse(
    partNames.filter((name) => name !== "llm"),
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
