import { expect, test } from "vitest";
import { otherName } from "../../support/browser.ts";
import { type ConsoleHouse, say, show, views } from "./house.ts";

/** What the page does when something around it fails. */
export const testFailures = ({ open, openAt }: ConsoleHouse): void => {
  test("an order that cannot be looked up is not told to be missing", async () => {
    const { page, problems } = await open("en-GB", 390, "zhang.min");
    await show(page, "plan");
    const find = async (id: string) => {
      await page.locator(".find-order input").fill(id);
      await page.keyboard.press("Enter");
    };
    const told = page.locator(".find-order small");
    await find("WO-9999");
    await told.filter({ hasText: "is not in the plan" }).waitFor();
    await page.route("**/graphql", (route) => route.abort());
    await find("WO-1080");
    await told.filter({ hasText: "does not answer" }).waitFor();
    await page.getByRole("status").filter({ hasText: "trying again" }).waitFor();
    await page.unroute("**/graphql");
    await find("WO-1080");
    await told.waitFor({ state: "detached" });
    expect(problems).toEqual([]);
    await page.close();
  });

  test("a part of the page that goes wrong leaves the others as they are", async () => {
    const { page } = await open("en-GB", 1_440, "liu.yang");
    // As after an update: a part that is loaded when it is wanted is there no more.
    await page.route(/assets\/Editor-/, (route) => route.fulfill({ status: 404 }));
    await page.getByTestId("nav-cells").click();
    await page.getByTestId("cells-edit").click();
    await page.getByRole("alert").filter({ hasText: "reload it" }).waitFor();
    await say(page, "Where is AGV-01?");
    await page.getByTestId("answer").filter({ hasText: "AGV-01" }).waitFor();
    await page.getByTestId("nav-orders").click();
    await page.locator(".orders td").first().waitFor();
    await page.close();
  });

  test("a session that ended while the page slept leads back to signing in", async () => {
    const { page, problems } = await open("en-GB", 1_440, "zhang.min");
    const signIn = page.getByTestId("user-zhang.min");
    let cut = () => {};
    await page.routeWebSocket(/socket\.io/, (socket) => {
      socket.connectToServer();
      cut = () => void socket.close();
    });
    await page.reload();
    await page.locator(".link-state.on").waitFor();
    // Found out by the connection that is made anew.
    await page.context().clearCookies();
    cut();
    await signIn.click();
    await page.locator(".link-state.on").waitFor();
    // Found out by a question, this one or one that the page asked by itself before.
    await page.context().clearCookies();
    const asked = page.getByTestId("nav-orders").click();
    await signIn.click();
    await asked;
    await page.locator(".orders td").first().waitFor();
    expect(problems).toEqual([]);
    await page.close();
  });

  test("a page that came by plain HTTP from another machine does all that one from this machine does", async () => {
    const { page, problems } = await openAt("en-GB", "zhang.min");
    const away = new URL(page.url());
    away.hostname = otherName;
    await page.goto(away.href);
    await page.getByTestId("user-zhang.min").click();
    await page.locator(".composer textarea").waitFor();
    expect(await page.evaluate(() => isSecureContext)).toBe(false);
    for (const view of views.slice(1)) await show(page, view);
    await say(page, "Where is AGV-01?");
    await page.getByTestId("answer").filter({ hasText: "AGV-01" }).waitFor();
    expect(problems).toEqual([]);
    await page.close();
  });

  test("what is said while there is no connection is sent once it is back", async () => {
    const { page, problems } = await open("en-GB", 1_440, "zhang.min");
    let isAway = false;
    let cut = () => {};
    await page.routeWebSocket(/socket\.io/, (socket) => {
      if (isAway) return void socket.close();
      socket.connectToServer();
      cut = () => void socket.close();
    });
    await page.route(/socket\.io/, (route) => (isAway ? route.abort() : route.continue()));
    await page.reload();
    await page.locator(".link-state.on").waitFor();
    isAway = true;
    cut();
    await page.locator(".link-state.off").waitFor();
    await say(page, "Why is WO-1080 late?");
    await page.getByText("this is sent as soon as it is back").waitFor();
    isAway = false;
    await page.getByTestId("answer").filter({ hasText: "WO-1080" }).waitFor();
    expect(await page.locator(".turn").filter({ hasText: "Why is WO-1080 late?" }).count()).toBe(1);
    await page.getByRole("button", { name: "Send" }).waitFor();
    expect(problems).toEqual([]);
    await page.close();
  });
};
