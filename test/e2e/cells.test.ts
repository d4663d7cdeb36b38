import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { partNames } from "../../services/launcher/options.ts";
import { readCellDescription } from "../../services/protocols/cell/check.ts";
import { type BrowsedHouse, startBrowsedHouse } from "../support/browsed-house.ts";

let browsed: BrowsedHouse;
beforeAll(async () => {
  browsed = await startBrowsedHouse(
    partNames.filter((name) => name !== "llm" && name !== "database"),
    { PLANT_SPEED: "60", PLAN_BUDGET_MS: "2000" },
  );
});
afterAll(() => browsed?.stop());

const open = async (locale: "zh-CN" | "en-GB", width = 1_440, user = "liu.yang") => {
  const opened = await browsed.open(locale, user, width);
  await opened.page.getByTestId("nav-cells").click();
  await opened.page.getByTestId("cell-map").waitFor();
  return opened;
};

test("an engineer changes the cell without code: a mistake is told at its field, what is sound is stored", async () => {
  const { page, problems } = await open("en-GB");
  await page.getByTestId("cells-edit").click();
  const state = page.getByTestId("editor-state");
  const tester = page.getByTestId("edit-TEST-A1");
  const x = tester.locator('[data-path="cell.places.TEST-A1.x"]');
  await x.fill("");
  await tester.locator('[data-problem="cell.places.TEST-A1.x"]').waitFor();
  expect(await x.getAttribute("aria-invalid")).toBe("true");
  expect(await page.getByTestId("cell-save").isDisabled()).toBe(true);
  await x.fill("5");
  await page.getByTestId("edit-recipes").click();
  await page.getByRole("button", { name: "RRU-5258", exact: true }).click();
  const plug = page.getByTestId("edit-step-plug-DC");
  await plug.locator('[data-path$=".port"]').selectOption("");
  const told = plug.locator('[data-problem$=".port"]');
  expect(await told.innerText()).toBe("none: the product has no such port");
  await plug.locator('[data-path$=".port"]').selectOption("DC");
  await page.getByTestId("edit-places").click();
  // What is not saved is there again behind a look at another page.
  await page.getByTestId("nav-floor").click();
  await page.locator(".line-box").first().waitFor();
  await page.getByTestId("nav-cells").click();
  await page.getByTestId("cells-edit").click();
  await x.waitFor();
  expect(await x.inputValue()).toBe("5");
  // The radios' fixture is taken off: whoever wants to test one has to mount it.
  await page.locator('[data-path="cell.places.TEST-A1.mounted"]').fill("FX-BOARD");
  await page.locator('[data-testid="editor-state"][data-problems="0"]').waitFor();
  await page.getByTestId("cell-save").click();
  await state.getByRole("status").waitFor();
  const { description, version } = await browsed.database.db
    .selectFrom("cell")
    .selectAll()
    .where("id", "=", "TC-1")
    .executeTakeFirstOrThrow();
  expect(version).toBe(2);
  expect(description.places.find(({ id }) => id === "TEST-A1")?.mounted).toBe("FX-BOARD");
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Export JSON" }).click(),
  ]);
  const exported = JSON.parse(await readFile(await file.path(), "utf8"));
  expect(readCellDescription(exported)).toHaveProperty("description.cell.id", "TC-1");
  // A file that is none is refused with the reason, and the draft stays.
  await page
    .getByTestId("cell-import")
    .setInputFiles({ name: "broken.json", mimeType: "application/json", buffer: Buffer.from('{"cell":{}}') });
  expect(await state.getByRole("alert").innerText()).toContain("cell.id");
  expect(problems).toEqual([]);
  await page.close();
});

test("units are asked for, approved, stopped by a key, let go on by the role that may, and tested", async () => {
  const { page, problems } = await open("en-GB");
  await page.getByTestId("count-RRU-5258").fill("1");
  await page.getByTestId("count-BBU-V9200").fill("1");
  // What the change costs is told before anything is asked for.
  await page.getByTestId("cost-RRU-5258").locator(".missing").waitFor();
  expect(await page.getByTestId("cost-BBU-V9200").innerText()).toContain("TEST-A1, TEST-A2, TEST-B1");
  await page.getByTestId("propose-run").click();
  await page.getByTestId("cell-approve").click();
  const run = page.getByTestId("cell-run");
  await page.locator('[data-testid="cell-run"][data-status="Running"]').waitFor();
  // What was decided waits no more, however often the page was drawn meanwhile.
  expect(await page.getByTestId("cell-proposal").count()).toBe(0);
  await page.keyboard.press("Alt+x");
  await page.getByTestId("cell-stopped").waitFor();
  // Whoever sees something move presses again.
  await page.getByTestId("cell-stop").click();
  await page.locator('[data-testid="cell-stop"]:enabled').waitFor();

  const other = await open("en-GB", 1_440, "chen.hao");
  await other.page.getByTestId("cell-stopped").waitFor();
  expect(await other.page.getByTestId("reset-go").count()).toBe(0);
  await other.page.close();

  expect(await page.getByTestId("reset-go").isDisabled()).toBe(true);
  await page.getByTestId("reset-reason").fill("cable in the way, removed");
  await page.getByTestId("reset-go").click();
  await page.getByTestId("cell-stopped").waitFor({ state: "detached" });

  // An arrow leads to another bar of the chart, which tells what it waits for.
  await page.locator('.step-bar[tabindex="0"]').focus();
  await page.keyboard.press("ArrowDown");
  await page.getByTestId("step-detail").waitFor();
  expect(await page.locator(".step-bar:focus").count()).toBe(1);

  await page.locator('[data-testid^="mounted-TEST"]').click();
  await page.locator('[data-testid="cell-run"][data-status="Completed"]').waitFor();
  const id = (await run.getAttribute("data-run"))!;
  const row = await browsed.database.db
    .selectFrom("cell_run")
    .selectAll()
    .where("number", "=", id.replace("CELLRUN-", ""))
    .executeTakeFirstOrThrow();
  expect(row.set_ups.map(({ what, doneBy }) => ({ what, doneBy }))).toEqual([
    { what: "FX-RADIO", doneBy: "liu.yang" },
  ]);
  expect(await page.getByTestId("cell-units").locator(".is-done").count()).toBe(
    await page.getByTestId("cell-units").locator(".strip-steps i").count(),
  );
  const stops = await browsed.database.db
    .selectFrom("event")
    .select("type")
    .where("type", "in", ["cell.stopped", "cell.reset"])
    .execute();
  expect(stops.map(({ type }) => type).sort()).toEqual(["cell.reset", "cell.stopped", "cell.stopped"]);
  expect(problems).toEqual([]);
  await page.close();
});

test("an older run that could not be read is told so and asked for again", async () => {
  const { page, problems } = await open("en-GB");
  await page.getByTestId("cell-run").waitFor();
  const [current, older] = [await page.getByTestId("cell-run").getAttribute("data-run"), "CELLRUN-999"];
  let asked = 0;
  await page.route("**/graphql", async (route) => {
    const { query, variables } = route.request().postDataJSON();
    const isOlder = variables.id === older;
    if (isOlder && query.startsWith("query CellRun(")) asked += 1;
    if (isOlder && asked === 1) return route.abort();
    // It stands for the run that there is, by another number.
    const postData = { query, variables: isOlder ? { ...variables, id: current } : variables };
    const response = await route.fetch({ postData: JSON.stringify(postData) });
    const json = await response.json();
    if (isOlder && json.data?.cellRun) json.data.cellRun.id = older;
    if (json.data?.cell?.history) json.data.cell.history.push({ ...json.data.cell.history[0], id: older });
    return route.fulfill({ response, json });
  });
  await page.reload();
  await page.getByTestId("cell-run").locator("select").selectOption(older);
  await page.getByText("Could not load; trying again").waitFor();
  await page.locator(`[data-testid="cell-run"][data-run="${older}"]`).waitFor();
  expect(asked).toBe(2);
  expect(await page.getByText("Could not load; trying again").count()).toBe(0);
  expect(problems).toEqual([]);
  await page.close();
});

test.each(["en-GB", "zh-CN"] as const)(
  "on a telephone the cell and its editor fit the width (%s)",
  async (locale) => {
    const { page, problems } = await open(locale, 390);
    const overflow = () =>
      page.evaluate(
        () => document.querySelector("main")!.scrollWidth - document.querySelector("main")!.clientWidth,
      );
    expect(await overflow()).toBeLessThanOrEqual(0);
    await page.getByTestId("cells-edit").click();
    for (const part of ["places", "robots", "recipes"]) {
      await page.getByTestId(`edit-${part}`).click();
      expect(await overflow(), part).toBeLessThanOrEqual(0);
    }
    expect(problems).toEqual([]);
    await page.close();
  },
);
