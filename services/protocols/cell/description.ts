import { z } from "zod";

/**
 * A test cell and what is made in it, as data. Times are whole seconds, lengths metres, forces newtons. A product is changed by
 * another recipe and another set of fixtures, never by code.
 */
const id = z
  .string()
  .min(1)
  .max(60)
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.:-]*$/, "letters, digits and _ . : - only");
const seconds = z.number().int().nonnegative();
const text = z.string().min(1).max(200);
const named = z.object({ zh: text, en: text });
/** More than any cell or product has: a list that is longer is a mistake, and the check and the planner go through it many times. */
const mostPlaces = 200;
const mostRobots = 50;
const mostTools = 50;
const mostRecipes = 500;
const mostInRecipe = 500;

/** Where something can stand. A store or a dock has room for any number of units, every other place for one. */
export const placeKinds = ["store", "tray", "tester", "aside", "charger", "rack"] as const;

const place = z.object({
  id,
  kind: z.enum(placeKinds),
  name: named,
  x: z.number(),
  y: z.number(),
  /** The area that only one robot may be in at a time, when it lies in one. */
  zone: id.optional(),
  /** The fixture or tray insert that is mounted, for testers and trays. */
  mounted: id.optional(),
});
export type Place = z.infer<typeof place>;

export const skills = [
  "carry",
  "loadFixture",
  "unloadFixture",
  "plugCable",
  "unplugCable",
  "plugOpticalModule",
  "unplugOpticalModule",
] as const;

export const robotKinds = ["agv", "single-arm", "dual-arm"] as const;

const robot = z.object({
  id,
  kind: z.enum(robotKinds),
  name: named,
  /** What moves by itself: one for a single arm or a vehicle, two for a dual-arm robot. */
  arms: z.array(id).min(1).max(2),
  home: id,
  reach: z.array(id).min(1).max(mostPlaces),
  skills: z.array(z.enum(skills)).min(1).max(skills.length),
  /** Tools it can take, the first one mounted at the start. */
  tools: z.array(id).min(1).max(mostTools),
  toolChangeS: seconds,
  payloadKg: z.number().positive(),
  /** Beyond this it stops by itself. */
  forceLimitN: z.number().positive(),
  /** Seconds from place to place without a load; rows and columns as `between`. */
  travel: z.object({
    between: z.array(id).min(1).max(mostPlaces),
    seconds: z.array(z.array(seconds).max(mostPlaces)).min(1).max(mostPlaces),
  }),
});
export type Robot = z.infer<typeof robot>;

const cell = z.object({
  id,
  name: named,
  /** Work centre of the plan that it is, where job orders come to it. */
  workCentre: id.optional(),
  zones: z.array(z.object({ id, name: named })).max(mostPlaces),
  places: z.array(place).min(1).max(mostPlaces),
  robots: z.array(robot).min(1).max(mostRobots),
  /** Seconds in which a person changes a tester's fixture or a tray's insert. */
  fixtureChangeS: seconds,
});
export type Cell = z.infer<typeof cell>;

export const stepKinds = [...skills, "test"] as const;

const after = z.object({
  step: id,
  /** From that step's end (or start) to this one's start. */
  edge: z.enum(["end", "start"]).default("end"),
  minS: seconds.default(0),
  maxS: seconds.optional(),
});

const step = z.object({
  id,
  kind: z.enum(stepKinds),
  /** Where it happens: a stay of this recipe, or a place of the cell. A carry has both. */
  from: id.optional(),
  at: id,
  durationS: seconds,
  /** How many arms work at once; of one robot, or of two that both reach. Absent for what the tester does itself. */
  arms: z.number().int().min(1).max(2).default(1),
  tool: id.optional(),
  /** What the arm may press with at most. */
  forceLimitN: z.number().positive().optional(),
  /** Port of the product that is plugged, as the recipe's `ports` name it. */
  port: id.optional(),
  after: z.array(after).max(mostInRecipe).default([]),
});
export type Step = z.infer<typeof step>;

/** The unit is in one place of a kind, from the start of one step to the start or end of another, and blocks it all the while. */
const stay = z.object({
  id,
  kind: z.enum(placeKinds),
  /** What has to be mounted there. */
  fixture: id.optional(),
  from: id,
  until: z.object({ step: id, edge: z.enum(["start", "end"]) }),
});

const recipe = z.object({
  product: id,
  revision: text,
  name: named,
  massKg: z.number().positive(),
  ports: z
    .array(
      z.object({
        id,
        /** What is plugged: SFP28, QSFP28, LC, RJ45, power. */
        connector: id,
        /** Play between plug and port, millimetres. */
        clearanceMm: z.number().positive(),
      }),
    )
    .max(mostInRecipe),
  stays: z.array(stay).min(1).max(mostInRecipe),
  steps: z.array(step).min(1).max(mostInRecipe),
});
export type Recipe = z.infer<typeof recipe>;

export const cellDescription = z.object({ cell, recipes: z.array(recipe).min(1).max(mostRecipes) });
export type CellDescription = z.infer<typeof cellDescription>;
