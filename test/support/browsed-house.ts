import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import type { PartName } from "../../services/launcher/options.ts";
import { createProgress } from "../../services/launcher/progress.ts";
import { type RunningHouse, startHouse } from "../../services/launcher/start.ts";
import { type OpenDatabase, openDatabase } from "../../services/mes/database.ts";
import { launchBrowser } from "./browser.ts";
import { createDemoDatabase } from "./demo-database.ts";

/** Waits end with what they wait for; this, in milliseconds, is for what never comes, on a busy machine too. */
const patience = 180_000;

export interface BrowsedHouse {
  readonly database: OpenDatabase;
  readonly databaseUrl: string;
  /** A page of somebody who has signed in, and what its scripts have failed at since; a narrow one is a telephone's. */
  open(
    locale: "zh-CN" | "en-GB",
    user: string,
    width?: number,
    height?: number,
  ): Promise<{ page: Page; problems: string[] }>;
  /** A page before anybody has signed in. */
  visit(
    locale: "zh-CN" | "en-GB",
    width?: number,
    height?: number,
  ): Promise<{ page: Page; problems: string[] }>;
  stop(): Promise<void>;
}

/**
 * The house as `npm start` brings it up, in a folder of its own on free ports, and a real browser before it. Without the part
 * `database` it is given the address of a database in which the demonstration is already.
 */
export const startBrowsedHouse = async (
  parts: readonly PartName[],
  settings: Readonly<Record<string, string>>,
): Promise<BrowsedHouse> => {
  const folder = await mkdtemp(join(tmpdir(), "millwright-e2e-"));
  // As root, PostgreSQL runs under another account, which has to pass through.
  await chmod(folder, 0o711);
  const free = Object.fromEntries(
    ["API_PORT", "POSTGRES_PORT", "TEMPORAL_PORT", "MQTT_PORT", "LLM_PORT"].map((name) => [name, "0"]),
  );
  const given = parts.includes("database") ? undefined : await createDemoDatabase(folder);
  const browser = await launchBrowser();
  let house: RunningHouse;
  try {
    house = await startHouse(
      {
        only: new Set(parts),
        settings: { ...free, DATA_DIR: folder, ...(given ? { DATABASE_URL: given.url } : {}), ...settings },
      },
      createProgress(() => {}),
    );
  } catch (error) {
    await browser.close();
    throw error;
  }
  const database = openDatabase(house.databaseUrl, { max: 2 });
  const visit: BrowsedHouse["visit"] = async (locale, width = 1_440, height = 900) => {
    const hasTouch = width < 500;
    const page = await browser.newPage({
      viewport: { width, height },
      locale,
      hasTouch,
      isMobile: hasTouch,
    });
    page.setDefaultTimeout(patience);
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(error.message));
    await page.goto(house.url);
    return { page, problems };
  };
  return {
    database,
    databaseUrl: house.databaseUrl,
    visit,
    open: async (locale, user, width, height) => {
      const visited = await visit(locale, width, height);
      await visited.page.getByTestId(`user-${user}`).click();
      return visited;
    },
    stop: async () => {
      await browser.close();
      await database.close();
      await house.stop();
      await given?.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
