import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ganttPage } from "../../optimizer/gantt.ts";
import { parseProblem, plan } from "../../optimizer/index.ts";
import { launchBrowser } from "../support/browser.ts";

let folder: string;
let browser: Browser;
let file: string;

beforeAll(async () => {
  browser = await launchBrowser();
  folder = await mkdtemp(join(tmpdir(), "millwright-gantt-"));
  const example = join(import.meta.dirname, "../../optimizer/example/problem.json");
  const problem = parseProblem(JSON.parse(await readFile(example, "utf8")));
  file = join(folder, "gantt.html");
  await writeFile(file, ganttPage(problem, await plan(problem, { constructOnly: true })));
});
afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

const open = async (locale: string, width = 1_280): Promise<{ page: Page; errors: string[] }> => {
  const page = await browser.newPage({ locale, viewport: { width, height: 800 } });
  page.setDefaultTimeout(180_000);
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  await page.goto(pathToFileURL(file).href);
  await page.locator(".bar").first().waitFor();
  return { page, errors };
};

test("the chart of a plan is looked at with the mouse and with keys", async () => {
  const { page, errors } = await open("en-GB");
  const bars = await page.locator(".bar").count();
  expect(bars).toBeGreaterThan(30);

  // Keys: along a row, then the order is chosen, and its facts are told.
  await page.locator(".bar[tabindex='0']").focus();
  await page.keyboard.press("ArrowRight");
  expect(await page.locator(".tip").innerText()).toContain("WO-102");
  await page.keyboard.press("Enter");
  expect(await page.locator(".bar.chosen").count()).toBe(2);
  await page.keyboard.press("Escape");
  expect(await page.locator(".order").isHidden()).toBe(true);

  await page.getByRole("searchbox").or(page.getByRole("combobox")).fill("WO-203");
  expect(await page.locator(".order li").allInnerTexts()).toContainEqual(
    expect.stringContaining("waits for FPGA-A"),
  );
  expect(await page.locator(".bar:not(.faint)").count()).toBe(4);

  const width = async () => Number(await page.locator(".axis svg").getAttribute("width"));
  const before = await width();
  await page.getByRole("button", { name: "Zoom in" }).click();
  expect(await width()).toBeGreaterThan(before * 1.3);
  expect(errors).toEqual([]);
  await page.close();
});

test("Chinese, and a telephone's width", async () => {
  const { page, errors } = await open("zh-CN", 390);
  expect(await page.locator("h1").innerText()).toBe("排产计划");
  expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
  await page.getByRole("button", { name: "English" }).click();
  expect(await page.locator("h1").innerText()).toBe("Plan");
  expect(errors).toEqual([]);
  await page.close();
});
