import { expect, test } from "vitest";
import type { ConsoleHouse } from "./house.ts";

/** A failed unit at the repair bench. */
export const testRepairs = ({ database, open }: ConsoleHouse): void => {
  test("a technician scans a failed unit, records what it was, and the test station tries it again", async () => {
    const { page, problems } = await open("en-GB", 1_440, "chen.hao");
    await page.getByTestId("nav-repairs").click();
    const id = await page.locator(".waiting button b").first().innerText();
    // As a scanner does it: the field has the focus, the code is typed, Enter follows.
    await page.keyboard.type(id.toLowerCase());
    await page.keyboard.press("Enter");
    const unit = page.getByTestId("unit");
    await unit.locator(".gauges .failed").first().waitFor();
    expect(await page.getByTestId("repaired").isDisabled()).toBe(true);
    await unit.locator(".looks summary, details summary").last().click();
    const cause = unit.locator(".causes input").first();
    await cause.check();
    await page.getByTestId("repaired").click();
    await page.locator('[data-testid="unit"][data-status="Retest"]').waitFor();
    await page.locator('[data-testid="unit"]:is([data-status="Passed"], [data-status="Failed"])').waitFor();
    const repair = await database()
      .db.selectFrom("repair")
      .selectAll()
      .where("unit_id", "=", id)
      .orderBy("attempt", "desc")
      .limit(1)
      .executeTakeFirstOrThrow();
    expect(repair.person_id).toBe("chen.hao");
    expect(repair.verified).not.toBeNull();
    expect(problems).toEqual([]);
    await page.close();
  });

  test("units that wait are told with what they failed, and those that failed one step are picked", async () => {
    const { page, problems } = await open("en-GB", 1_440, "chen.hao");
    await page.getByTestId("nav-repairs").click();
    const step = page.locator(".failing button").first();
    await step.waitFor();
    const units = page.locator(".waiting button:has(.gauge)");
    const [all, count] = [await units.count(), Number(await step.locator("b").innerText())];
    expect(count).toBeLessThan(all);
    await step.click();
    expect(await units.count()).toBe(count);
    const name = (await step.innerText()).replace(/\s*\d+$/, "");
    for (const told of await units.locator(".failed > span:first-child").allInnerTexts())
      expect(told).toContain(name);
    await units.first().click();
    await page.getByTestId("unit").waitFor();
    await page.getByTestId("all-waiting").click();
    await units.first().waitFor();
    expect(problems).toEqual([]);
    await page.close();
  });

  test("on a telephone a repair fits the width", async () => {
    const { page, problems } = await open("zh-CN", 390, "chen.hao");
    await page.getByTestId("nav-repairs").click();
    await page.locator(".waiting button").first().click();
    await page.getByTestId("unit").locator(".gauges .failed").first().waitFor();
    const [needed, width] = await page.evaluate(() => [
      document.querySelector("main")!.scrollWidth,
      innerWidth,
    ]);
    expect(needed).toBeLessThanOrEqual(width!);
    expect(problems).toEqual([]);
    await page.close();
  });
};
