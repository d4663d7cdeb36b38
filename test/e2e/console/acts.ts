import { expect, test } from "vitest";
import { type ConsoleHouse, say } from "./house.ts";

/** What is said is answered, approved, done, and replayed. */
export const testActs = ({ database, open }: ConsoleHouse): void => {
  test("a Chinese sentence releases an order, and the simulated line makes it", async () => {
    const { page, problems } = await open("zh-CN");
    await page.locator(".gantt svg").waitFor();
    await say(page, "把工单 WO-1042 下达到最早能做的产线");
    await page.getByTestId("approve").click();
    await page.locator(".approval.decided-approve header", { hasText: "李伟" }).waitFor();
    await page.locator('[data-testid="job-JO-1042-10"][data-state="Completed"]').waitFor();
    const job = await database()
      .db.selectFrom("job_order")
      .selectAll()
      .where("id", "=", "JO-1042-10")
      .executeTakeFirstOrThrow();
    expect(job.dispatch_status).toBe("Completed");
    expect(job.good + job.scrap).toBe(48);
    await page.getByTestId("nav-floor").click();
    await page.locator(".line-box").nth(13).waitFor();
    expect(problems).toEqual([]);
    await page.close();
  });

  test("what was done is replayed, by keys and by hand, and a link leads somebody else to the moment", async () => {
    const { page, problems } = await open("en-GB");
    await page.getByTestId("nav-replay").click();
    const replay = page.getByTestId("replay");
    await replay.waitFor();
    const at = async () => Number(await replay.getAttribute("data-at"));
    const order = page.locator(".orders-at li", { hasText: "WO-1042" });
    const begin = await at();
    expect(await order.count()).toBe(0);
    await page.keyboard.press("End");
    const end = await at();
    expect(end).toBeGreaterThan(begin);
    await order.waitFor();
    // The job that the first test saw completed: its segment is done.
    await order.locator(".segments .done").first().waitFor();
    // From the end back to the approval that released it, mark by mark.
    const approval = page.locator(".nearby li:not(.to-come)").first();
    await page.keyboard.press("[");
    while (!(await approval.innerText()).includes("Approved") && (await at()) > begin)
      await page.keyboard.press("[");
    expect(await approval.innerText()).toContain("WO-1042");
    expect(await order.count()).toBe(0);
    const approved = await at();
    while ((await order.count()) === 0 && (await at()) < end) await page.keyboard.press("ArrowRight");
    await order.waitFor();
    // Space plays on by itself, and stops it.
    const released = await at();
    await page.keyboard.press("Space");
    await page.locator(`[data-testid="replay"]:not([data-at="${released}"])`).waitFor();
    await page.keyboard.press("Space");
    await page.getByRole("button", { name: "Play", exact: true }).waitFor();
    // The playhead is dragged to the beginning.
    const strip = (await page.getByTestId("scrubber").boundingBox())!;
    await page.mouse.move(strip.x + strip.width / 2, strip.y + 30);
    await page.mouse.down();
    await page.mouse.move(strip.x - 50, strip.y + 30);
    await page.mouse.up();
    expect(await at()).toBe(begin);
    // Whoever opens the page's link sees the same.
    while ((await at()) < approved) await page.keyboard.press("]");
    const written = new Date(await at()).toISOString().replace(".000Z", "Z");
    await page.waitForURL((url) => url.hash.endsWith(`at=${written}`));
    const other = await open("zh-CN");
    await other.page.goto("about:blank");
    await other.page.goto(page.url());
    await other.page.locator(`[data-testid="replay"][data-at="${await at()}"]`).waitFor();
    const log = await page.evaluate<{ events: { type: string }[] }>(
      `fetch(document.querySelector("[data-testid=export]").href).then((response) => response.json())`,
    );
    expect(log.events.map(({ type }) => type)).toContain("job.completed");
    expect([...problems, ...other.problems]).toEqual([]);
    await other.page.close();
    await page.close();
  });

  test("an English sentence is proposed, rejected, and nothing happens", async () => {
    const { page, problems } = await open("en-GB");
    await say(page, "Release WO-1107 to SMT-3");
    await page.getByTestId("reject").click();
    await page.getByTestId("answer").filter({ hasText: "Rejected; nothing was changed." }).waitFor();
    expect(
      await database()
        .db.selectFrom("job_order")
        .selectAll()
        .where("work_order_id", "=", "WO-1107")
        .execute(),
    ).toEqual([]);
    expect(problems).toEqual([]);
    await page.close();
  });

  test("a breakdown is told by keyboard, answered with a proposed plan, and approved", async () => {
    const { page, problems } = await open("en-GB");
    await page.getByTestId("nav-plan").click();
    await page.locator(".gantt svg").waitFor();
    // The chart is one stop for the Tab key; arrows lead through it.
    const stop = page.locator('.gantt .op[tabindex="0"]');
    await stop.focus();
    const first = await stop.getAttribute("data-id");
    await page.keyboard.press("ArrowRight");
    expect(await stop.count()).toBe(1);
    expect(await stop.getAttribute("data-id")).not.toBe(first);
    await page.keyboard.press("Enter");
    await page.locator(".op.chosen").waitFor();
    await page.getByTestId("repair").press("Enter");
    await page.locator('input[name="equipmentId"]').fill("SMT-1");
    await page.keyboard.press("Enter");
    const proposal = page.locator('[data-status="Proposed"]');
    await proposal.waitFor();
    // What would move is drawn over the plan in force, and the chat asks for the same approval.
    await page.locator(".moves .was").first().waitFor();
    await page.locator(".approval").waitFor();
    // The house's own playbook proposes something for the line that was down from the beginning.
    await page.locator('[aria-label*="SMT-1"]').getByTestId("plan-approve").press("Enter");
    await page.locator('[data-status="Adopted"]').waitFor();
    await page.getByTestId("answer").filter({ hasText: "is in force" }).waitFor();
    const stored = await database()
      .db.selectFrom("plan_proposal as p")
      .innerJoin("plan as v", "v.version", "p.version")
      .select(["p.status", "p.base_version", "v.version"])
      .execute();
    expect(stored).toEqual([
      { status: "Adopted", base_version: expect.any(Number), version: stored[0]!.base_version + 1 },
    ]);
    expect(problems).toEqual([]);
    await page.close();
  });

  test("a what-if in words is answered from the plan in force, with the orders that it moves", async () => {
    const { page, problems } = await open("en-GB");
    await say(page, "What happens if SMT-2 is down for 48 hours?");
    const answer = page.getByTestId("answer").filter({ hasText: /late orders go from \d+ to \d+/ });
    await answer.waitFor();
    expect(await answer.innerText()).toMatch(/^If SMT-2 stands still for 48 h from now/);
    expect(await page.locator(".found dt").first().innerText()).toMatch(/^WO-\d{4}/);
    // Should it come true, one press proposes the repaired plan, here and beside the plan in force.
    await page.getByTestId("propose-imagined").press("Enter");
    await page.locator(".approval").waitFor({ timeout: 60_000 });
    await page.locator('[data-status="Proposed"][aria-label*="SMT-2"]').waitFor();
    await page.getByTestId("reject").click();
    await page.locator(".approval.decided-reject").waitFor();
    expect(problems).toEqual([]);
    await page.close();
  });
};
