import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { partNames } from "../../services/launcher/options.ts";
import { createProgress } from "../../services/launcher/progress.ts";
import { type RunningHouse, startHouse } from "../../services/launcher/start.ts";
import { launchBrowser } from "../support/browser.ts";

/** Waits end with what they wait for; this is for what never comes, on a busy machine too. */
const patience = 180_000;

let folder: string;
let house: RunningHouse;
let browser: Browser;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "millwright-playbooks-"));
  // As root, PostgreSQL runs under another account, which has to pass through.
  await chmod(folder, 0o711);
  const free = Object.fromEntries(
    ["API_PORT", "POSTGRES_PORT", "TEMPORAL_PORT", "MQTT_PORT", "LLM_PORT"].map((name) => [name, "0"]),
  );
  house = await startHouse(
    {
      only: new Set(partNames.filter((name) => name !== "llm")),
      settings: { ...free, DATA_DIR: folder, PLANT_SPEED: "60", PLAN_BUDGET_MS: "2000" },
    },
    createProgress(() => {}),
  );
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await house?.stop();
  await rm(folder, { recursive: true, force: true });
});

test("a planner composes a playbook, tries it on the past, switches it on and sees it fire; who may not is told who may", async () => {
  const page = await browser.newPage({ viewport: { width: 1_440, height: 900 }, locale: "en-GB" });
  page.setDefaultTimeout(patience);
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  await page.goto(house.url);
  await page.getByTestId("user-zhang.min").click();
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

  const other = await browser.newPage({ viewport: { width: 390, height: 844 }, locale: "en-GB" });
  other.setDefaultTimeout(patience);
  await other.goto(house.url);
  await other.getByTestId("user-chen.hao").click();
  await other.getByTestId("nav-playbooks").click();
  const replanning = other.locator(".playbook-list li", { hasText: "PB-RECEIPT-LATE" });
  await replanning.getByText("for a planner").waitFor();
  expect(await replanning.getByRole("switch").isDisabled()).toBe(true);
  await other.close();
});
