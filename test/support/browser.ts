import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const places = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** A name of this machine that is no localhost: a page from it is as little trusted as one from another machine. */
export const otherName = "plant.test";

/** The Chromium that the machine has, without what it would ask of the network. */
export const launchBrowser = (): Promise<Browser> => {
  const executablePath = places.find(existsSync);
  if (!executablePath)
    throw new Error("No Chromium was found. Install it (Debian: apt-get install chromium), then repeat.");
  return chromium.launch({
    executablePath,
    timeout: 180_000,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
      `--host-resolver-rules=MAP ${otherName} 127.0.0.1`,
    ],
  });
};
