import { afterAll, beforeAll, expect, test } from "vitest";
import { importFolder } from "../../services/mes/import/import.ts";
import { runUsers } from "../../services/mes/users/command.ts";
import { demoCell } from "../../services/protocols/cell/demo.ts";
import { type BrowsedHouse, startBrowsedHouse } from "../support/browsed-house.ts";
import { folderOf } from "../support/import-folder.ts";

let browsed: BrowsedHouse;
const password = "a long one for a test";
beforeAll(async () => {
  browsed = await startBrowsedHouse(["database", "temporal", "broker", "worker", "ingest", "api"], {
    DEMO: "false",
  });
  const output = { answer: () => {}, note: () => {}, secret: async () => password };
  for (const [id, roles] of [
    ["jo.planner", "planner"],
    ["al.robots", "automation"],
  ])
    await runUsers(
      ["--id", id!, "--name", id!, "--roles", roles!, "--database-url", browsed.databaseUrl],
      output,
    );
});
afterAll(() => browsed?.stop());

const open = async (user: string) => {
  const visited = await browsed.visit("en-GB");
  const { page } = visited;
  await page.getByLabel("User").fill(user);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByTestId("nav-plan").waitFor();
  return visited;
};

test("a plant of nothing yet: every page says so, and offers nothing that cannot be done", async () => {
  const { page, problems } = await open("jo.planner");
  await page.getByText("There is no plan yet.").waitFor();
  expect(await page.getByTestId("repair").count()).toBe(0);
  await page.getByTestId("nav-documents").click();
  await page.getByText("Write the draft: for a process engineer").waitFor();
  await page.getByText("There is no instruction yet.", { exact: true }).waitFor();
  await page.getByTestId("nav-playbooks").click();
  await page.getByText("There is no playbook yet.", { exact: false }).waitFor();
  await page.getByText("Nothing was told or handed over yet").waitFor();
  await page.getByTestId("nav-inspection").click();
  await page.getByText("Nothing was inspected in this stretch.").waitFor();
  expect(await page.getByText("– %").count()).toBe(0);
  expect(await page.getByTestId("insp-product").count()).toBe(0);
  await page.getByTestId("nav-cells").click();
  await page.getByText("Import JSON: for an automation engineer").waitFor();
  expect(problems).toEqual([]);
  await page.close();
});

test("the first cell comes from a file, and what is wrong with one is told", async () => {
  const { page, problems } = await open("al.robots");
  await page.getByTestId("nav-cells").click();
  const file = page.getByTestId("first-cell");
  const give = (name: string, text: string) =>
    file.setInputFiles({ name, mimeType: "application/json", buffer: Buffer.from(text) });
  await page.getByRole("button", { name: "Import JSON" }).waitFor();
  await give("odd.json", "{");
  await page.getByRole("alert").getByText("odd.json: This is no JSON", { exact: false }).waitFor();
  await give("empty.json", "{}");
  await page.getByRole("alert").getByText("cell", { exact: false }).waitFor();
  await give("cell.json", JSON.stringify(demoCell()));
  await page.getByTestId("cells").waitFor();
  expect(problems).toEqual([]);
  await page.close();
});

test("long ids stay within what they name, and none of the floor is an empty box", async () => {
  const id = (line: number) => `LINE-SURFACE-MOUNT-EAST-HALL-${String(line).padStart(12, "0")}`;
  const lines = [1, 2, 3].map((line) => `${id(line)},SITE-1,WorkCenter,贴片线,Line,EAST,SMT,,1,10,${line}`);
  const header = "id,parent_id,level,name_zh,name_en,area,process,calendar_id,capacity_units,power_kw,sort";
  const rows = [header, "SITE-1,,Site,东厂区,East,,,,1,0,0", ...lines];
  const folder = await folderOf({ "equipment.csv": rows.join("\n") });
  expect((await importFolder(browsed.database.db, folder)).issues).toEqual([]);
  const { page, problems } = await open("jo.planner");
  await page.getByTestId("nav-floor").click();
  await page.locator(".tiles button").nth(2).waitFor();
  for (const width of [1_440, 390]) {
    await page.setViewportSize({ width, height: 800 });
    const [spilt, empty] = await page.evaluate(() => [
      [...document.querySelectorAll(".tiles button")].filter((tile) => tile.scrollWidth > tile.clientWidth)
        .length,
      [...document.querySelectorAll("main ul.lines")].filter((list) => list.children.length === 0).length,
    ]);
    expect({ width, spilt, empty }).toEqual({ width, spilt: 0, empty: 0 });
  }
  expect(problems).toEqual([]);
  await page.close();
});
