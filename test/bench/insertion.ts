import { parseArgs } from "node:util";
import { createRandomStream } from "../../simulators/engine/random.ts";
import { type Attempt, type AttemptOptions, degrees, drawError } from "../../simulators/insertion/attempt.ts";
import { sfp } from "../../simulators/insertion/contact.ts";
import { learnedSearch, loadNetwork } from "../../simulators/insertion/learned.ts";
import { spiralSearch } from "../../simulators/insertion/spiral.ts";
import { percentile } from "./statistics.ts";

/** Insertions of an SFP plug from poses that no training saw: the learned search beside spirals. `--poses N` (2000), `--seed N` (9001). */
const { values } = parseArgs({
  options: { poses: { type: "string", default: "2000" }, seed: { type: "string", default: "9001" } },
});
const poses = Number(values.poses);
const network = loadNetwork();
const turned = { turns: [0, 0.6 * degrees, -0.6 * degrees], radius: 1.5 };
const searches: Readonly<Record<string, (options: AttemptOptions) => Attempt>> = {
  spiral: (options) => spiralSearch(options),
  "spirals, turned": (options) => spiralSearch(options, turned),
  learned: (options) => learnedSearch(network, options),
};
const settings = [
  { clearance: 0.1, sigma: 1, yaw: 0 },
  { clearance: 0.1, sigma: 1, yaw: 0.5 },
  { clearance: 0.1, sigma: 2, yaw: 0.5 },
  { clearance: 0.05, sigma: 1, yaw: 0.5 },
  { clearance: 0.1, sigma: 1, yaw: 0.5, noise: 3 },
  { clearance: 0.1, sigma: 1, yaw: 1 },
];

console.log(
  `${poses} poses each, seed ${values.seed}, at most 15 s and 20 N; seconds of those that went in.\n`,
);
console.log("| clearance, sigma, yaw | search | inserted | mean s | 95 % s | 95 % peak N |");
console.log("|---|---|--:|--:|--:|--:|");
for (const { clearance, sigma, yaw, noise: noisy = 1 } of settings)
  for (const [name, search] of Object.entries(searches)) {
    const errors = createRandomStream(Number(values.seed), `insertion/${clearance}/${sigma}/${yaw}`);
    const noise = createRandomStream(Number(values.seed), `insertion/noise/${name}`);
    const attempts = Array.from({ length: poses }, () =>
      search({
        plug: sfp(clearance),
        error: drawError(errors, { sigma, yawSigma: yaw * degrees }),
        random: noise,
        limitS: 15,
        forceLimitN: 20,
        noise: noisy,
      }),
    );
    const good = attempts.filter(({ inserted }) => inserted);
    const seconds = good.map((each) => each.seconds);
    const peaks = attempts.map(({ peakN }) => peakN);
    const mean = seconds.reduce((sum, each) => sum + each, 0) / Math.max(1, seconds.length);
    console.log(
      `| ${clearance} mm, ${sigma} mm, ${yaw}°${noisy === 1 ? "" : `, ${noisy} times the noise`} | ${name} | ${((100 * good.length) / poses).toFixed(1)} % | ${mean.toFixed(1)} | ${percentile(seconds, 0.95).toFixed(1)} | ${percentile(peaks, 0.95).toFixed(1)} |`,
    );
  }
