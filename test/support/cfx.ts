import type { MqttClient } from "mqtt";
import { formatCfxTopic } from "../../services/protocols/cfx/envelope.ts";
import { unitsTestedName } from "../../services/protocols/cfx/units.ts";

const site = "BINJIANG";

interface Said {
  readonly station?: string;
  readonly product?: string;
  /** What is otherwise in the envelope. */
  readonly envelope?: object;
}
const unitsTested = (
  unit: string,
  { station = "FT-1", product = "RRU-5201", envelope }: Said,
  test: object,
) => ({
  MessageName: unitsTestedName,
  Version: "2.0",
  TimeStamp: "2026-11-02T00:00:00Z",
  UniqueID: unit,
  Source: `${site}.${station}`,
  MessageBody: { RecipeName: product, TestedUnits: [{ UnitIdentifier: unit, ...test }] },
  ...envelope,
});

/** A station's word that the clock of a unit is too far off; `measured` is what is otherwise in the measured value. */
export const clockFailed = (
  unit: string,
  { measured, ...said }: Said & { readonly measured?: object } = {},
) =>
  unitsTested(unit, said, {
    OverallResult: "Failed",
    Tests: [
      {
        UniqueIdentifier: "t",
        TestName: "CLK_ERR",
        Result: "Failed",
        Measurements: [
          {
            MeasurementName: "CLK_ERR",
            Result: "Failed",
            MeasuredValue: { Value: 0.7, ValueUnits: "ppm", MaximumAcceptableValue: 0.3, ...measured },
          },
        ],
      },
    ],
  });

/** Sends what a station says, as it stands if it is a text; resolves when the broker has acknowledged it. */
export const sendCfx = async (client: MqttClient, station: string, said: object | string): Promise<void> => {
  const text = typeof said === "string" ? said : JSON.stringify(said);
  await client.publishAsync(formatCfxTopic(site, station), text, { qos: 1 });
};

/** A station's word that a unit has passed. */
export const sendTested = (client: MqttClient, unit: string): Promise<void> =>
  sendCfx(
    client,
    "FT-1",
    unitsTested(
      unit,
      {},
      {
        OverallResult: "Passed",
        Tests: [{ UniqueIdentifier: `${unit}/1`, TestName: "final", Result: "Passed", Measurements: [] }],
      },
    ),
  );
