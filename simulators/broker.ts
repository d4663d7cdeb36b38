import { connect, type IClientOptions, type MqttClient } from "mqtt";
import { mqttAddress } from "../services/protocols/mqtt-address.ts";

export interface MachineClientOptions {
  readonly url: string;
  readonly clientId: string;
  /** What failures are told of. */
  readonly name: string;
  /** Whether what it is told while it is away waits for it. */
  readonly isKept: boolean;
  readonly will?: IClientOptions["will"];
  readonly onProblem: (problem: string) => void;
}

/** A machine's connection to the plant's broker, which it makes again as often as it breaks. */
export const connectMachine = ({
  url,
  clientId,
  name,
  isKept,
  will,
  onProblem,
}: MachineClientOptions): MqttClient => {
  const address = mqttAddress(url);
  const client = connect(address.url, {
    ...address.login,
    clientId,
    clean: !isKept,
    reconnectPeriod: 1_000,
    ...(will ? { will } : {}),
  });
  client.on("error", (error) => onProblem(`${name}: ${error.message}`));
  return client;
};
