import { expect, test } from "vitest";
import { type ConsoleHouse, say } from "./house.ts";

/** What waits for somebody is with them. */
export const testApprovals = ({ open }: ConsoleHouse): void => {
  test("what one person asks for is decided by another, who sees who asked, by the clock of the house", async () => {
    const asker = await open("en-GB", 1_440, "zhang.min");
    await say(asker.page, "Release WO-1107 to SMT-3");
    await asker.page.locator(".turn .approval").filter({ hasText: "waits for a dispatcher" }).waitFor();
    const { page, problems } = await open("en-GB", 1_440, "li.wei");
    // The clock of this person's computer is an hour fast: by it, nothing would wait any more.
    await page.addInitScript(() => {
      const now = Date.now;
      Date.now = () => now() + 3_600_000;
    });
    await page.reload();
    await page.getByTestId("awaiting").click();
    const act = page.locator(".inbox-list .approval").filter({ hasText: "WO-1107" });
    await act.filter({ hasText: "asked by Zhang Min" }).waitFor();
    expect(await act.locator(".countdown").innerText()).toMatch(/1[0-4]:\d\d/);
    await act.getByTestId("awaiting-reject").click();
    await act.waitFor({ state: "detached" });
    await asker.page.locator(".turn .approval.decided-reject").waitFor();
    expect([...problems, ...asker.problems]).toEqual([]);
    await page.close();
    await asker.page.close();
  });

  test("what begins to wait is there at once, and Escape leads the keyboard back from it", async () => {
    const { page, problems } = await open("en-GB", 1_440, "li.wei");
    const count = async () => Number((await page.locator(".inbox .badge").allInnerTexts())[0] ?? 0);
    const before = await count();
    const asker = await open("en-GB", 1_440, "zhang.min");
    await say(asker.page, "Release WO-1107 to SMT-3");
    await asker.page.locator(".turn .approval").filter({ hasText: "waits for" }).waitFor();
    await page.waitForFunction(
      (least) => Number(document.querySelector(".inbox .badge")?.textContent ?? 0) > least,
      before,
    );
    await page.getByTestId("awaiting").click();
    await page.locator(".inbox-list button").first().focus();
    await page.keyboard.press("Escape");
    await page.locator(".inbox-list").waitFor({ state: "detached" });
    expect(await page.evaluate(() => document.activeElement?.getAttribute("data-testid"))).toBe("awaiting");
    await page.keyboard.press("Enter");
    const act = page.locator(".inbox-list .approval").filter({ hasText: "WO-1107" });
    await act.getByTestId("awaiting-reject").click();
    await act.waitFor({ state: "detached" });
    expect([...problems, ...asker.problems]).toEqual([]);
    await page.close();
    await asker.page.close();
  });
};
