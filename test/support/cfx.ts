import type { MqttClient } from "mqtt";
import { formatCfxTopic } from "../../services/protocols/cfx/envelope.ts";
import { unitsTestedName } from "../../services/protocols/cfx/units.ts";

const site = "BINJIANG";
const testStation = "FT-1";

/** A station's word that a unit has passed; resolves when the broker has acknowledged it. */
export const sendTested = async (client: MqttClient, unit: string): Promise<void> => {
  const message = {
    MessageName: unitsTestedName,
    Version: "2.0",
    TimeStamp: "2026-11-02T00:00:00Z",
    UniqueID: `test/${unit}`,
    Source: `${site}.${testStation}`,
    MessageBody: {
      RecipeName: "RRU-5201",
      TestedUnits: [
        {
          UnitIdentifier: unit,
          OverallResult: "Passed",
          Tests: [{ UniqueIdentifier: `${unit}/1`, TestName: "final", Result: "Passed", Measurements: [] }],
        },
      ],
    },
  };
  await client.publishAsync(formatCfxTopic(site, testStation), JSON.stringify(message), { qos: 1 });
};
