import { afterAll, beforeAll, expect, test } from "vitest";
import { partNames } from "../../services/launcher/options.ts";
import { type BrowsedHouse, startBrowsedHouse } from "../support/browsed-house.ts";

let browsed: BrowsedHouse;
beforeAll(async () => {
  browsed = await startBrowsedHouse(
    partNames.filter((name) => name !== "llm" && name !== "database"),
    { PLANT_SPEED: "60", PLAN_BUDGET_MS: "2000" },
  );
});
afterAll(() => browsed?.stop());

test("a planner composes a playbook, tries it on the past, switches it on and sees it fire; who may not is told who may", async () => {
  const { page, problems } = await browsed.open("en-GB", "zhang.min");
  await page.getByTestId("nav-playbooks").click();
  await page.getByTestId("new-playbook").click();
  const editor = page.locator(".playbook-editor");
  await editor.getByLabel("en", { exact: true }).first().fill("A line tells its state");
  await editor.getByLabel("Starts", { exact: false }).first().selectOption("event");
  await page.getByTestId("add-steps").selectOption("wait");
  await page.getByTestId("until-event").check();
  await page.getByTestId("until-event").uncheck();
  await editor.getByRole("button", { name: "Remove" }).last().click();
  await page.getByTestId("add-steps").selectOption("notify");
  const tell = editor.locator(".do-notify");
  // Nothing is saved while a sentence lacks its words.
  await expect.poll(() => page.getByTestId("save-playbook").isDisabled()).toBe(true);
  await tell.getByLabel("en", { exact: true }).fill("{event.line} is in state {event.code}");
  await expect.poll(() => page.getByTestId("save-playbook").isDisabled()).toBe(false);
  await page.getByTestId("try-playbook").click();
  const tried = page.getByTestId("tried");
  await tried
    .getByText(/is in state \d+/)
    .first()
    .waitFor();
  await page.getByTestId("save-playbook").click();
  await page.getByRole("button", { name: "All playbooks" }).click();
  const row = page.locator(".playbook-list li", { hasText: "A line tells its state" });
  const toggle = row.getByRole("switch");
  expect(await toggle.getAttribute("aria-checked")).toBe("false");
  await toggle.click();
  await row.locator(".run-dot.Done").first().waitFor();
  await row.locator(".run-dot.Done").first().click();
  await page
    .getByTestId("playbook-run")
    .getByText(/is in state \d+/)
    .first()
    .waitFor();
  expect(problems).toEqual([]);
  await page.close();

  const { page: other } = await browsed.open("en-GB", "chen.hao", 390);
  await other.getByTestId("nav-playbooks").click();
  const replanning = other.locator(".playbook-list li", { hasText: "PB-RECEIPT-LATE" });
  await replanning.getByText("for a planner").waitFor();
  expect(await replanning.getByRole("switch").isDisabled()).toBe(true);
  await other.close();
});
