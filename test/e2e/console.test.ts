import { afterAll, beforeAll } from "vitest";
import { partNames } from "../../services/launcher/options.ts";
import { type BrowsedHouse, startBrowsedHouse } from "../support/browsed-house.ts";
import { testActs } from "./console/acts.ts";
import { testApprovals } from "./console/approvals.ts";
import { testFailures } from "./console/failures.ts";
import type { ConsoleHouse } from "./console/house.ts";
import { testLayout } from "./console/layout.ts";
import { testRepairs } from "./console/repairs.ts";
import { testSubjects } from "./console/subjects.ts";

/** The whole house, with the shipped model. */
let browsed: BrowsedHouse;
beforeAll(async () => {
  browsed = await startBrowsedHouse(partNames, { PLANT_SPEED: "300", PLAN_BUDGET_MS: "3000" });
});
afterAll(() => browsed?.stop());

const house: ConsoleHouse = {
  database: () => browsed.database,
  openAt: (...options) => browsed.open(...options),
  open: async (locale, width = 1_440, user = "li.wei", height = 900) => {
    const opened = await browsed.open(locale, user, width, height);
    await opened.page.locator(".composer textarea").waitFor();
    return opened;
  },
};

testActs(house);
testLayout(house);
testFailures(house);
testApprovals(house);
testSubjects(house);
testRepairs(house);
