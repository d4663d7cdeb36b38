import type { Page } from "playwright-core";
import type { BrowsedHouse } from "../../support/browsed-house.ts";

type Opened = ReturnType<BrowsedHouse["open"]>;

/** The whole house that the chapters of the console's tests share: to start one for each would take minutes. */
export interface ConsoleHouse {
  readonly database: () => BrowsedHouse["database"];
  /** Opens a page that has just loaded. */
  readonly openAt: BrowsedHouse["open"];
  /** Opens a page that one can talk to. */
  readonly open: (locale: "zh-CN" | "en-GB", width?: number, user?: string, height?: number) => Opened;
}

export const views = [
  "chat",
  "plan",
  "floor",
  "cells",
  "orders",
  "figures",
  "inspection",
  "repairs",
  "documents",
  "knowledge",
  "events",
  "replay",
  "playbooks",
  "audit",
];

/** Shows a view, as it is when all of it has come. */
export const show = async (page: Page, view: string): Promise<void> => {
  await page.getByTestId(`nav-${view}`).click();
  if (view === "replay") await page.getByTestId("replay").waitFor();
  await page.waitForFunction(() => !document.querySelector("main .loading, main [aria-busy=true]"));
};

export const say = async (page: Page, text: string): Promise<void> => {
  await page.locator(".composer textarea").fill(text);
  await page.keyboard.press("Enter");
};
