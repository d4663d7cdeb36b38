import { expect, test } from "vitest";
import { createPlantClock } from "../core/clock.ts";
import type { Db } from "../mes/database.ts";
import { screenedMessages } from "./screened.ts";

test("what machines say again and again is looked at once; a long text, such as a picture, is not kept for that", async () => {
  const looked: string[] = [];
  const shield = {
    screen: (text: string) => {
      looked.push(text);
      return { text, findings: [] };
    },
  };
  const taken: unknown[][] = [];
  const take = async (...given: unknown[]) => void taken.push(given);
  const messages = screenedMessages({ take }, {} as Db, createPlantClock(), shield);
  const picture = `${"iVBORw0KGgo".repeat(100)}==`;
  for (let time = 0; time < 2; time += 1) await messages.take("SMT-1", { reason: "feeder jam", picture });
  expect(taken).toEqual(Array(2).fill(["SMT-1", { reason: "feeder jam", picture }]));
  expect(looked.toSorted()).toEqual(["feeder jam", picture, picture].toSorted());
});
