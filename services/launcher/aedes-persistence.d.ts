/** The memory of a broker in its asynchronous form, which the package has and does not describe; what of it is built on here. */
declare module "aedes-persistence/asyncPersistence.js" {
  export interface KeptPacket {
    readonly brokerId: string;
    readonly brokerCounter: number;
    readonly topic: string;
    readonly payload: Uint8Array;
  }
  export interface KeptClient {
    readonly id: string;
  }
  export interface KeptSubscription {
    readonly topic: string;
    readonly clientId?: string;
    readonly qos?: number;
  }
  // biome-ignore lint/style/noDefaultExport: it is what the package has.
  export default class MemoryPersistence {
    setup(broker: unknown): Promise<void>;
    destroy(): Promise<void>;
    addSubscriptions(client: KeptClient, subs: readonly KeptSubscription[]): Promise<void>;
    removeSubscriptions(client: KeptClient, topics: readonly string[]): Promise<void>;
    cleanSubscriptions(client: KeptClient): Promise<void>;
    storeRetained(packet: KeptPacket): Promise<void>;
    outgoingEnqueue(sub: { readonly clientId: string }, packet: KeptPacket): Promise<void>;
    outgoingEnqueueCombi(subs: readonly { readonly clientId: string }[], packet: KeptPacket): Promise<void>;
    outgoingClearMessageId(client: KeptClient, packet: object): Promise<KeptPacket | undefined>;
  }
}
