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
  // Who looks at something else meanwhile finds what is not saved again, and is told of it.
  await page.getByTestId("nav-orders").click();
  await page.getByTestId("nav-playbooks").click();
  await page.getByTestId("new-playbook").getByText("changes not saved").waitFor();
  await page.getByTestId("new-playbook").click();
  await tell.getByText("{event.line} is in state {event.code}").waitFor();
  await expect.poll(() => page.getByTestId("save-playbook").isDisabled()).toBe(false);
  await page.getByTestId("try-playbook").click();
  const tried = page.getByTestId("tried");
  await tried
    .getByText(/is in state \d+/)
    .first()
    .waitFor();
  await page.getByTestId("save-playbook").click();
  await page.getByTestId("discard-playbook").waitFor({ state: "detached" });
  const name = editor.getByLabel("en", { exact: true }).first();
  await name.fill("Something else");
  await page.getByTestId("discard-playbook").click();
  await expect.poll(() => name.inputValue()).toBe("A line tells its state");
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

test("what is typed of a step of an instruction is there again after another page, until it is saved or dropped", async () => {
  const { page, problems } = await browsed.open("en-GB", "wang.fang");
  const open = async () => {
    await page.getByTestId("nav-documents").click();
    await page.getByTestId("document-WI-SMT-AAU-5612-4").click();
  };
  await open();
  await page.locator('[data-testid^="edit-"]').first().click();
  const text = page.getByTestId("edit-notes-en");
  const before = await text.inputValue();
  await text.fill("Mind the edge.");
  await page.getByTestId("nav-orders").click();
  await page.getByTestId("nav-documents").click();
  await page.getByTestId("document-WI-SMT-AAU-5612-4").getByText("changes not saved").waitFor();
  await open();
  expect(await text.inputValue()).toBe("Mind the edge.");
  await page.getByTestId("to-FOR_REVIEW").click();
  await page.getByTestId("unsaved").waitFor();
  expect(await page.getByTestId("document").getAttribute("data-status")).toBe("DRAFT");
  await page.getByTestId("cancel-step").click();
  await page.locator('[data-testid^="edit-"]').first().click();
  expect(await text.inputValue()).toBe(before);
  expect(problems).toEqual([]);
  await page.close();
});
