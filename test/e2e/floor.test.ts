import { afterAll, beforeAll, expect, test } from "vitest";
import { partNames } from "../../services/launcher/options.ts";
import { plantNow } from "../../services/mes/clock.ts";
import { applyTransport } from "../../services/mes/commands/machine.ts";
import { releaseJobOrder } from "../../services/mes/commands/release.ts";
import { applyVehicleState } from "../../services/mes/commands/vehicle-state.ts";
import { demoRoadmap } from "../../services/protocols/roadmap/demo.ts";
import { state } from "../../services/protocols/vda5050/messages.ts";
import { type BrowsedHouse, startBrowsedHouse } from "../support/browsed-house.ts";
import { standingVehicle } from "../support/standing-vehicle.ts";

let browsed: BrowsedHouse;
beforeAll(async () => {
  browsed = await startBrowsedHouse(
    partNames.filter((name) => name !== "llm" && name !== "database"),
    { PLANT_SPEED: "60", PLAN_BUDGET_MS: "2000" },
  );
});
afterAll(() => browsed?.stop());

const open = async (locale: "zh-CN" | "en-GB", user: string, width = 1_440) => {
  const opened = await browsed.open(locale, user, width);
  await opened.page.getByTestId("nav-floor").click();
  await opened.page.locator(".road-zone").first().waitFor();
  return opened;
};
const storedZones = async () =>
  (await browsed.database.db.selectFrom("roadmap").select("description").executeTakeFirstOrThrow())
    .description.zones;

test("a vehicle with little charge goes to charge by itself, and the page shows it", async () => {
  const { page, problems } = await open("en-GB", "li.wei");
  await page.locator('.battery[data-charging="true"]').first().waitFor();
  await page.locator(".vehicle .bolt").first().waitFor();
  const orders = await browsed.database.db.selectFrom("vehicle").select(["id", "state"]).execute();
  const charging = orders.filter(({ state }) => state?.batteryState.charging);
  expect(charging.every(({ state }) => /^C-/.test(state!.lastNodeId))).toBe(true);
  expect(problems).toEqual([]);
  await page.close();
});

test("a dispatcher draws a blocked zone over the map, and lifts it; who may not sees it only", async () => {
  const { page, problems } = await open("en-GB", "li.wei");
  // A line is called by what stands on it, and is told as a button within the floor.
  const lines = page.getByRole("group", { name: "Floor", exact: true });
  await lines.getByRole("button", { name: /^SMT-1 / }).waitFor();
  await page.getByTestId("new-zone").click();
  await page.getByTestId("draw-zone").waitFor();
  const box = (await page.locator(".floor svg").boundingBox())!;
  const at = (x: number, y: number): [number, number] => [box.x + box.width * x, box.y + box.height * y];
  await page.mouse.move(...at(0.7, 0.5));
  await page.mouse.down();
  await page.mouse.move(...at(0.75, 0.6));
  await page.mouse.up();
  await page.getByTestId("zone-form").getByLabel("Name").fill("oil on the floor");
  await page.getByTestId("set-zone").click();
  const zone = page.locator(".zones li", { hasText: "oil on the floor" });
  await zone.waitFor();
  const drawn = (await storedZones())!.find(({ zoneDescriptor }) => zoneDescriptor === "oil on the floor")!;
  expect(drawn).toMatchObject({ zoneType: "BLOCKED", zoneId: "ZONE-2" });
  const width = Math.max(...drawn.vertices.map(({ x }) => x)) - Math.min(...drawn.vertices.map(({ x }) => x));
  expect(width).toBeGreaterThan(2);

  const other = await open("zh-CN", "chen.hao", 390);
  await other.page.locator(".zones li", { hasText: "oil on the floor" }).waitFor();
  expect(await other.page.getByTestId("new-zone").count()).toBe(0);
  expect(await other.page.getByTestId("lift-ZONE-2").count()).toBe(0);
  // What stands in the drawing can be read on a telephone too.
  const letters = await other.page.locator(".line-id").first().boundingBox();
  expect(letters!.height).toBeGreaterThan(11);
  expect(
    await other.page.evaluate(
      () => document.querySelector("main")!.scrollWidth - document.querySelector("main")!.clientWidth,
    ),
  ).toBeLessThanOrEqual(0);
  await other.page.close();

  // What somebody is about to draw is not lost over another one that is lifted.
  await page.getByTestId("new-zone").click();
  await page.getByTestId("zone-form").getByLabel("Name").fill("a second one");
  await page.getByTestId("lift-ZONE-2").click();
  await zone.waitFor({ state: "detached" });
  // One lifted by mistake is put in force again as it was.
  await page.getByTestId("unlift").click();
  await zone.waitFor();
  expect((await storedZones())!.find(({ zoneId }) => zoneId === "ZONE-2")).toEqual(drawn);
  await page.getByTestId("lift-ZONE-2").click();
  await zone.waitFor({ state: "detached" });
  expect(await page.getByTestId("zone-form").getByLabel("Name").inputValue()).toBe("a second one");
  expect((await storedZones())!.map(({ zoneId }) => zoneId)).toEqual(["ZONE-1"]);
  expect(problems).toEqual([]);
  await page.close();
});

test("a dispatcher calls off a transport that has failed once he knows what comes of it; who may not sees it only", async () => {
  const { db } = browsed.database;
  const now = await plantNow(db);
  const { transportOrderId: id, jobOrderId } = await db.transaction().execute(async (tx) => {
    const release = await releaseJobOrder(tx, {
      workOrderId: "WO-1042",
      equipmentId: "SMT-1",
      actorId: "li.wei",
      toolCallId: "floor-1042",
      now,
    });
    // In one transaction, so that no vehicle takes it in between.
    await applyTransport(tx, release.transportOrderId, "Failed", now);
    return release;
  });
  const other = await open("zh-CN", "chen.hao", 390);
  await other.page.getByTestId(`transport-${id}`).getByText("失败，作业在等料").waitFor();
  expect(await other.page.getByTestId(`transport-${id}`).getByRole("button").count()).toBe(0);
  await other.page.close();

  const { page, problems } = await open("en-GB", "li.wei");
  const listed = page.getByTestId(`transport-${id}`);
  // By keyboard too: what is pressed gives way to the question, and the question to what was pressed.
  const [callOff, keep] = ["Call off", "Keep"].map((name) => listed.getByRole("button", { name }).last());
  const hasKeys = (button: typeof callOff) => button!.and(page.locator(":focus")).waitFor();
  await callOff!.focus();
  await page.keyboard.press("Enter");
  await hasKeys(keep);
  await page.keyboard.press("Enter");
  await keep!.waitFor({ state: "detached" });
  await hasKeys(callOff);
  await page.keyboard.press("Enter");
  await listed.getByText(/the job that waits is broken off/).waitFor();
  await page.getByTestId(`cancel-${id}`).click();
  await listed.waitFor({ state: "detached" });
  const job = await db
    .selectFrom("job_order")
    .select("dispatch_status")
    .where("id", "=", jobOrderId)
    .executeTakeFirstOrThrow();
  expect(job.dispatch_status).toBe("Aborted");
  expect(problems).toEqual([]);
  await page.close();
});

test.each([1_440, 390])(
  "a vehicle that is silent is taken off the map once it is said what comes of it (%i px)",
  async (width) => {
    const { db } = browsed.database;
    const id = "AGV-GONE";
    const hourAgo = new Date((await plantNow(db)).getTime() - 3_600_000).toISOString();
    const header = {
      headerId: width,
      timestamp: hourAgo,
      version: "2.1.0",
      manufacturer: "OLD",
      serialNumber: id,
    };
    // It stands where no road is, so that nothing is given to it.
    const told = state.parse({ ...header, ...standingVehicle, lastNodeId: "" });
    await db.transaction().execute((tx) => applyVehicleState(tx, id, told));
    const { page, problems } = await open("zh-CN", "liu.yang", width);
    const row = page.locator(".fleet li", { has: page.locator("b", { hasText: id }) });
    await row.getByRole("button", { name: "移除" }).focus();
    await page.keyboard.press("Enter");
    const sure = row.getByRole("group");
    await sure.waitFor();
    // What comes of it, and both answers, can be read within the row.
    const [outer, ...parts] = await Promise.all(
      [row, sure.locator("small"), ...(await sure.getByRole("button").all())].map((one) => one.boundingBox()),
    );
    for (const part of parts) {
      expect(part!.x).toBeGreaterThanOrEqual(outer!.x);
      expect(part!.x + part!.width).toBeLessThanOrEqual(outer!.x + outer!.width + 1);
      expect(part!.y + part!.height).toBeLessThanOrEqual(outer!.y + outer!.height + 1);
    }
    // The keys begin at what changes nothing, and stay in the row.
    await page.keyboard.press("Enter");
    await sure.waitFor({ state: "detached" });
    expect(await row.locator(":focus").count()).toBe(1);
    await row.getByRole("button", { name: "移除" }).click();
    await page.getByTestId(`forget-${id}`).click();
    await row.waitFor({ state: "detached" });
    expect(problems).toEqual([]);
    await page.close();
  },
);

test("a layout file is told with its mistakes, and a sound one replaces the roads", async () => {
  const { page, problems } = await open("en-GB", "liu.yang");
  const take = (name: string, value: object | string) =>
    page.getByTestId("layout-file").setInputFiles({
      name,
      mimeType: "application/json",
      buffer: Buffer.from(typeof value === "string" ? value : JSON.stringify(value)),
    });
  await take("broken.json", "no layout");
  await page.getByText("broken.json: Not a JSON file").waitFor();
  const { nodes, edges, stations } = demoRoadmap();
  const types = [{ vehicleTypeId: "M.tug" }];
  const lane = (edgeId: string, startNodeId: string, endNodeId: string) => ({
    edgeId,
    startNodeId,
    endNodeId,
    vehicleTypeEdgeProperties: [{ ...types[0], rotationAllowed: true }],
  });
  const lif = (left: number) => ({
    metaInformation: {
      projectIdentification: "Hall",
      creator: "M",
      exportTimestamp: "2026-11-01T00:00:00Z",
      lifVersion: "1.0.0",
    },
    layouts: [
      {
        layoutId: "FLOOR-1",
        layoutVersion: "1",
        nodes: nodes.map(({ id, x, y, charging }) => ({
          nodeId: id,
          nodePosition: { x, y },
          vehicleTypeNodeProperties: [
            {
              ...types[0],
              actions: charging ? [{ actionType: "startCharging", blockingType: "HARD" }] : [],
            },
          ],
        })),
        edges: edges
          .slice(left)
          .flatMap(({ id, from, to, bidirectional }) => [
            lane(id, from, to),
            ...(bidirectional ? [lane(`${id}-back`, to, from)] : []),
          ]),
        stations: stations.map(({ id, node }) => ({ stationId: id, interactionNodeIds: [node] })),
      },
    ],
  });
  await take("cut.json", lif(1));
  await page
    .getByText(/no way leads/)
    .first()
    .waitFor();
  expect(await page.getByTestId("store-layout").count()).toBe(0);
  await take("hall.json", lif(0));
  await page.getByTestId("store-layout").click();
  await page.getByTestId("layout-read").waitFor({ state: "detached" });
  const { description, version } = await browsed.database.db
    .selectFrom("roadmap")
    .selectAll()
    .executeTakeFirstOrThrow();
  expect(version).toBeGreaterThan(1);
  expect(description.edges.length).toBeGreaterThan(edges.length);
  // Where to wait, what is slowed down and when to charge came along from the roads before.
  expect(description.nodes.filter(({ parking }) => parking).map(({ id }) => id)).toEqual([
    "P-1",
    "P-2",
    "P-3",
  ]);
  expect(description).toMatchObject({ zones: [{ zoneId: "ZONE-1" }], battery: { low: 25 } });
  expect(problems).toEqual([]);
  await page.close();
});
