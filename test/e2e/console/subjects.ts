import type { Route } from "playwright-core";
import { expect, test } from "vitest";
import { type ConsoleHouse, show } from "./house.ts";

/** A view shows what it is named after. */
export const testSubjects = ({ open }: ConsoleHouse): void => {
  test("a document that is withdrawn closes its own view, and not the one that was opened meanwhile", async () => {
    const { page, problems } = await open("en-GB", 1_440, "wang.fang");
    await show(page, "knowledge");
    const shown = page.locator(".doc-list li button");
    const [first, second] = [shown.nth(0), shown.nth(1)];
    const idOf = async (button: typeof first) =>
      (await button.getAttribute("data-testid"))!.replace("document-", "");
    const other = await idOf(second);
    let letGo = () => {};
    const isHeld = new Promise<void>((done) => {
      void page.route("**/graphql", async (route) => {
        if (!route.request().postData()?.includes("withdrawDocument")) return route.continue();
        const free = new Promise<void>((go) => {
          letGo = go;
        });
        done();
        await free;
        // The plant of the other tests keeps it.
        return route.fulfill({ json: { data: { withdrawDocument: { id: "-", status: "Withdrawn" } } } });
      });
    });
    await first.click();
    await page.locator(`[data-testid="document"][data-document="${await idOf(first)}"]`).waitFor();
    await page.getByRole("button", { name: "Withdraw", exact: true }).click();
    await page.getByRole("button", { name: "Withdraw it?" }).click();
    await isHeld;
    await second.click();
    await page.locator(`[data-testid="document"][data-document="${other}"]`).waitFor();
    const readAnew = page.waitForResponse((response) =>
      Boolean(response.request().postData()?.includes("knowledgeDocuments")),
    );
    letGo();
    await readAnew;
    expect(await page.getByTestId("document").getAttribute("data-document")).toBe(other);
    expect(problems).toEqual([]);
    await page.close();
  });

  test("events from before those that came first are had by asking, and stay while new ones come", async () => {
    const { page, problems } = await open("en-GB");
    await show(page, "events");
    const oldest = () => page.locator("ol.events time").last().getAttribute("dateTime");
    const earlier = page.getByRole("button", { name: "Earlier", exact: true });
    const before = Date.parse((await oldest())!);
    await earlier.click();
    await page.waitForFunction(
      (time) =>
        Date.parse([...document.querySelectorAll("ol.events time")].at(-1)!.getAttribute("datetime")!) < time,
      before,
    );
    const then = Date.parse((await oldest())!);
    await page.getByRole("button", { name: "Production", exact: true }).click();
    await page.getByRole("button", { name: "All", exact: true }).click();
    expect(Date.parse((await oldest())!)).toBe(then);
    expect(problems).toEqual([]);
    await page.close();
  });

  test("a figure is never shown under the name of another, and what was refused is told and not asked again", async () => {
    const { page, problems } = await open("en-GB", 1_440, "zhao.lei");
    await show(page, "figures");
    await page.locator(".chosen .figure-chart svg").waitFor();
    const held: Route[] = [];
    let refused = 0;
    await page.route("**/graphql", (route) => {
      const asked = route.request().postData() ?? "";
      if (asked.includes("query Trend(")) return void held.push(route);
      if (!asked.includes("figureCause")) return route.continue();
      refused++;
      const bilingual = { zh: "不在您的职责内。", en: "This is none of yours." };
      const error = { message: "no", extensions: { code: "FORBIDDEN", bilingual, retryable: false } };
      return route.fulfill({ json: { data: null, errors: [error] } });
    });
    await page.getByTestId("metric").selectOption("downtime");
    await page.getByText("This is none of yours.").waitFor();
    expect(await page.locator(".chosen .figure-chart svg").count()).toBe(0);
    for (const route of held) await route.continue();
    await page.locator(".chosen .figure-chart svg").waitFor();
    expect(refused).toBe(1);
    expect(problems).toEqual([]);
    await page.close();
  });
};
