import type { Recipe, Step } from "./description.ts";

/** Seconds the product's test takes, and what of it differs from product to product. */
interface Outline {
  readonly product: string;
  readonly name: Recipe["name"];
  readonly massKg: number;
  readonly fixture: string;
  /** Arms that lift it. */
  readonly arms: 1 | 2;
  readonly ports: Recipe["ports"];
  readonly testS: number;
  /** Seconds under power before the test may begin, and by when it must. */
  readonly warmUpS: number;
  readonly coldAfterS: number;
}

const isOptical = (connector: string) => connector.includes("SFP") || connector === "LC";
const plugForceN = 20;

const after = (step: string, minS = 0, maxS?: number): Step["after"][number] => ({
  step,
  edge: "end",
  minS,
  ...(maxS === undefined ? {} : { maxS }),
});

/** Carry in, load, plug port by port, warm up, test, unplug, unload, carry out. */
const recipeOf = ({
  product,
  name,
  massKg,
  fixture,
  arms,
  ports,
  testS,
  warmUpS,
  coldAfterS,
}: Outline): Recipe => {
  const plugs = ports.map(
    ({ id, connector }, index): Step => ({
      id: `plug-${id}`,
      kind: isOptical(connector) ? "plugOpticalModule" : "plugCable",
      at: "bench",
      durationS: isOptical(connector) ? 14 : 10,
      arms: 1,
      forceLimitN: plugForceN,
      port: id,
      after: [after(index === 0 ? "load" : `plug-${ports[index - 1]!.id}`)],
    }),
  );
  const unplugs = ports.map(
    ({ id, connector }, index): Step => ({
      id: `unplug-${id}`,
      kind: isOptical(connector) ? "unplugOpticalModule" : "unplugCable",
      at: "bench",
      durationS: 6,
      arms: 1,
      port: id,
      after: [after(index === 0 ? "test" : `unplug-${ports[index - 1]!.id}`)],
    }),
  );
  const lastPlug = plugs.at(-1)!.id;
  return {
    product,
    revision: "A",
    name,
    massKg,
    ports,
    stays: [
      { id: "tray-in", kind: "tray", from: "bring", until: { step: "load", edge: "end" } },
      { id: "bench", kind: "tester", fixture, from: "load", until: { step: "unload", edge: "end" } },
      { id: "tray-out", kind: "tray", from: "unload", until: { step: "take-away", edge: "end" } },
    ],
    steps: [
      { id: "bring", kind: "carry", from: "STORE", at: "tray-in", durationS: 24, arms: 1, after: [] },
      {
        id: "load",
        kind: "loadFixture",
        from: "tray-in",
        at: "bench",
        durationS: 18,
        arms,
        after: [after("bring")],
      },
      ...plugs,
      {
        id: "test",
        kind: "test",
        at: "bench",
        durationS: testS,
        arms: 1,
        after: [after(lastPlug, warmUpS, coldAfterS)],
      },
      ...unplugs,
      {
        id: "unload",
        kind: "unloadFixture",
        from: "bench",
        at: "tray-out",
        durationS: 16,
        arms,
        after: [after(unplugs.at(-1)!.id)],
      },
      {
        id: "take-away",
        kind: "carry",
        from: "tray-out",
        at: "STORE",
        durationS: 24,
        arms: 1,
        after: [after("unload")],
      },
    ],
  };
};

/** Products of the demonstration: a radio that takes two arms to lift, a baseband board, a server. */
export const demoRecipes: readonly Recipe[] = [
  recipeOf({
    product: "RRU-5258",
    name: { zh: "5G 射频单元", en: "5G radio unit" },
    massKg: 22,
    fixture: "FX-RADIO",
    arms: 2,
    ports: [
      { id: "DC", connector: "power", clearanceMm: 0.3 },
      { id: "OPT1", connector: "SFP28", clearanceMm: 0.1 },
    ],
    testS: 240,
    warmUpS: 30,
    coldAfterS: 90,
  }),
  recipeOf({
    product: "BBU-V9200",
    name: { zh: "基带板", en: "Baseband board" },
    massKg: 4,
    fixture: "FX-BOARD",
    arms: 1,
    ports: [
      { id: "PWR", connector: "power", clearanceMm: 0.3 },
      { id: "OPT1", connector: "SFP28", clearanceMm: 0.1 },
      { id: "OPT2", connector: "SFP28", clearanceMm: 0.1 },
      { id: "ETH", connector: "RJ45", clearanceMm: 0.2 },
    ],
    testS: 180,
    warmUpS: 10,
    coldAfterS: 120,
  }),
  recipeOf({
    product: "SRV-R5300",
    name: { zh: "服务器", en: "Server" },
    massKg: 14,
    fixture: "FX-SERVER",
    arms: 1,
    ports: [
      { id: "PSU", connector: "power", clearanceMm: 0.3 },
      { id: "QSFP", connector: "QSFP28", clearanceMm: 0.12 },
      { id: "ETH", connector: "RJ45", clearanceMm: 0.2 },
    ],
    testS: 300,
    warmUpS: 20,
    coldAfterS: 120,
  }),
];
