import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { loadConfig } from "../core/config.ts";
import { MillwrightError } from "../core/errors.ts";
import { plantKeys, readManifestBytes, shippedKeys, shippedManifest } from "./manifest.ts";
import { checkFiles, updateFiles } from "./model-files.ts";
import { keptKey, newKey, signManifest, writePublicKey } from "./signature.ts";

const usage = `Usage: npm run models:sign -- [options]
Checks every file of a model manifest against it, and signs the manifest.
  --manifest FILE   the manifest (models/manifest.json)
  --key FILE        the private key (keys/signing-key.pem of DATA_DIR; made when it is missing)
  --update          first write the files' present sizes and SHA-256 into the manifest
  --ship            sign with a new key whose public half becomes models/keys/millwright.pem, and whose private
                    half is kept nowhere
`;

/** Signs a manifest with this plant's own key, or for shipping. */
const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      manifest: { type: "string" },
      key: { type: "string" },
      update: { type: "boolean", default: false },
      ship: { type: "boolean", default: false },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const dataDir = resolve(loadConfig().DATA_DIR);
  const manifest = resolve(values.manifest ?? shippedManifest);
  if (values.update) await updateFiles(manifest);
  const { models } = await readManifestBytes(manifest);
  await checkFiles(manifest, models);
  const key = values.ship
    ? newKey()
    : await keptKey(resolve(values.key ?? join(dataDir, "keys/signing-key.pem")));
  const publicPath = values.ship
    ? join(shippedKeys, "millwright.pem")
    : join(plantKeys(dataDir), "plant.pem");
  const keyId = await signManifest(manifest, key);
  await writePublicKey(publicPath, key);
  process.stdout.write(
    `${manifest}: ${models.length} models checked and signed with the key ${keyId}; its public half is in ${publicPath}\n`,
  );
};

try {
  await main();
} catch (error) {
  const text = error instanceof MillwrightError ? error.message : String((error as Error).message);
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}
