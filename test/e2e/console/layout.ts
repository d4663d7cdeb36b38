import { expect, test } from "vitest";
import { type ConsoleHouse, say, show, views } from "./house.ts";

/** Every view can be reached and read on every screen. */
export const testLayout = ({ open }: ConsoleHouse): void => {
  test.each(["en-GB", "zh-CN"] as const)("on a telephone every view fits its width (%s)", async (locale) => {
    const { page, problems } = await open(locale, 390);
    for (const view of views) {
      await show(page, view);
      const overflow = await page.evaluate(() =>
        [document.documentElement, document.querySelector("main")!].map(
          ({ scrollWidth }) => scrollWidth - innerWidth,
        ),
      );
      expect(Math.max(...overflow), view).toBeLessThanOrEqual(0);
    }
    // What opens over a view stays on the screen too.
    await show(page, "chat");
    await page.locator(".history summary").click();
    const list = (await page.locator(".history ul").boundingBox())!;
    expect(list.x).toBeGreaterThanOrEqual(0);
    expect(list.x + list.width).toBeLessThanOrEqual(390);
    expect(problems).toEqual([]);
    await page.close();
  });

  test("on a telephone a finger meets every button", async () => {
    const { page, problems } = await open("en-GB", 390);
    for (const view of views) {
      await show(page, view);
      const small = await page.evaluate(() =>
        [
          ...document.querySelectorAll<HTMLElement>(
            "button, select, summary, input:not([type=radio], [type=checkbox])",
          ),
        ]
          .filter((one) => one.checkVisibility())
          .map((one) => ({ box: one.getBoundingClientRect(), name: one.outerHTML.slice(0, 120) }))
          .filter(({ box }) => Math.min(box.width, box.height) < 40)
          .map(({ name }) => name),
      );
      expect(small, view).toEqual([]);
    }
    expect(problems).toEqual([]);
    await page.close();
  });

  test("on a low screen every view can be reached, and nothing but the views scrolls", async () => {
    const { page, problems } = await open("en-GB", 1_024, "li.wei", 768);
    for (const view of views.slice(1)) {
      await show(page, view);
      const [overflow, bottom] = await page.evaluate(() => [
        document.documentElement.scrollHeight - innerHeight,
        document.querySelector('.rail [aria-current="page"]')!.getBoundingClientRect().bottom - innerHeight,
      ]);
      expect(Math.max(overflow!, bottom!), view).toBeLessThanOrEqual(0);
    }
    expect(problems).toEqual([]);
    await page.close();
  });

  test("a long answer is read from its beginning", async () => {
    const { page, problems } = await open("en-GB", 390, "zhang.min", 600);
    await say(page, "What is planned for the next shift?");
    const turn = page.locator(".turn").last();
    await turn.locator(".choices button").last().waitFor();
    const [room, height, top] = await page.evaluate(() => {
      const list = document.querySelector(".turns")!.getBoundingClientRect();
      const last = document.querySelector(".turn:last-child")!.getBoundingClientRect();
      return [list.height, last.height, last.top - list.top];
    });
    expect(height).toBeGreaterThan(room!);
    expect(top).toBeGreaterThanOrEqual(0);
    expect(problems).toEqual([]);
    await page.close();
  });
};
