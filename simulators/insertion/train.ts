import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { createRandomStream } from "../engine/random.ts";
import { degrees, drawError } from "./attempt.ts";
import { sfp } from "./contact.ts";
import { inputs, learnedSearch } from "./learned.ts";
import { createNetwork, createTrainer, type Example } from "./network.ts";

/**
 * Trains the network of the learned insertion and writes it beside this file: node simulators/insertion/train.ts [--seed 1] [--rounds 24]
 * [--out FILE]. Dataset aggregation (Ross, Gordon and Bagnell 2011): the network searches, the simulator tells where the port was at
 * every touch, and the network learns from the touches that its own search leads to. Poses of evaluations come from other seeds.
 */
const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    rounds: { type: "string", default: "24" },
    out: { type: "string", default: new URL("./network.json", import.meta.url).pathname },
  },
});
const seed = Number(values.seed);
const rounds = Number(values.rounds);
const attemptsInRound = 3_000;
const mostExamples = 150_000;
const batchSize = 64;
const stepsInRound = 2_500;

const random = createRandomStream(seed, "insertion/training");
const network = createNetwork([inputs, 96, 64, 3], random);
const train = createTrainer(network);
const examples: Example[] = [];
for (let round = 0; round < rounds; round++) {
  let inserted = 0;
  for (let i = 0; i < attemptsInRound; i++) {
    const plug = sfp(0.05 + 0.1 * random.uniform());
    const spread = { sigma: 0.5 + 1.5 * random.uniform(), yawSigma: 0.8 * degrees * random.uniform() };
    const options = { plug, error: drawError(random, spread), random, limitS: 6, forceLimitN: 40 };
    const attempt = learnedSearch(round === 0 ? undefined : network, options, (input, toPort) => {
      const example = { input, target: Float64Array.from(toPort) };
      if (examples.length < mostExamples) examples.push(example);
      else examples[Math.floor(random.uniform() * mostExamples)] = example;
    });
    if (attempt.inserted) inserted += 1;
  }
  const rate = 2e-3 * (1 - round / rounds) + 5e-5;
  let loss = 0;
  for (let step = 0; step < stepsInRound; step++) {
    const batch = Array.from(
      { length: batchSize },
      () => examples[Math.floor(random.uniform() * examples.length)]!,
    );
    loss += train(batch, rate);
  }
  console.log(
    `round ${round + 1}: ${((100 * inserted) / attemptsInRound).toFixed(1)} % inserted, loss ${(loss / stepsInRound).toFixed(4)}`,
  );
}
const layers = network.layers.map((weights) =>
  Array.from(weights, (weight) => Number(weight.toPrecision(5))),
);
writeFileSync(values.out, `${JSON.stringify({ seed, rounds, sizes: network.sizes, layers })}\n`);
