import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { deserialize, serialize } from "node:v8";
import MemoryPersistence, {
  type KeptClient,
  type KeptPacket,
  type KeptSubscription,
} from "aedes-persistence/asyncPersistence.js";

const schema = `
pragma journal_mode = wal;
pragma synchronous = full;
create table if not exists subscription (client text, topic text, body blob not null, primary key (client, topic));
create table if not exists retained (topic text primary key, packet blob not null);
create table if not exists outgoing (seq integer primary key, client text not null, id text not null, packet blob not null);
create index if not exists outgoing_id on outgoing (client, id);
create table if not exists accepted (seq integer primary key, message blob not null);
`;

/** A message as its sender meant it. */
export interface KeptMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: number;
  readonly retain: boolean;
}

interface Accepted {
  readonly message: KeptMessage;
  readonly seq: number;
  readonly at: number;
}

/** What is no longer waited for is written down with what comes next, or after this time, ms. */
const laterMs = 200;

/** A packet's own id, whatever number it is sent under to one client or another. */
const idOf = ({ brokerId, brokerCounter }: KeptPacket) => `${brokerId}/${brokerCounter}`;

/**
 * What the broker keeps for its clients, in a file: a message is acknowledged to its sender only when it is on disk for everybody
 * who is away, so that neither a kill nor a power cut loses it. What arrives together is committed together.
 */
export class BrokerStore extends MemoryPersistence {
  readonly #db: DatabaseSync;
  #works: (() => void)[] = [];
  /** What may be forgotten, until that is on disk. */
  #notes: (() => unknown)[] = [];
  #committing: Promise<void> | undefined;
  #later: NodeJS.Timeout | undefined;
  /** What is on disk and not yet with those who wait for it, by its content: the package numbers a message only as it hands it on. */
  readonly #accepted = new Map<Uint8Array, Accepted>();

  constructor(file: string) {
    super();
    mkdirSync(dirname(file), { recursive: true });
    this.#db = new DatabaseSync(file);
    this.#db.exec(schema);
  }

  override async setup(broker: unknown): Promise<void> {
    await super.setup(broker);
    const all = <T>(sql: string) => this.#db.prepare(sql).all() as T[];
    for (const { client, body } of all<{ client: string; body: Uint8Array }>("select * from subscription"))
      await super.addSubscriptions({ id: client }, [deserialize(body)]);
    for (const { packet } of all<{ packet: Uint8Array }>("select packet from retained"))
      await super.storeRetained(deserialize(packet));
    for (const row of all<{ client: string; packet: Uint8Array }>("select * from outgoing order by seq"))
      await super.outgoingEnqueue({ clientId: row.client }, deserialize(row.packet));
    for (const row of all<{ seq: number; message: Uint8Array }>("select * from accepted order by seq")) {
      const message = deserialize(row.message) as KeptMessage;
      this.#accepted.set(message.payload, { message, seq: row.seq, at: Number.NEGATIVE_INFINITY });
    }
  }

  /**
   * Writes a message down before its sender is told that it is here: a broker that falls in between has it, and hands it on when it
   * comes back. It is forgotten when it is with all those who wait for it.
   */
  async accept({ topic, payload, qos, retain }: KeptMessage): Promise<void> {
    const message = { topic, payload, qos, retain };
    const put = this.#db.prepare("insert into accepted (message) values (?)");
    let seq = 0;
    await this.#commit(() => {
      seq = Number(put.run(serialize(message)).lastInsertRowid);
    });
    // Not before: the number of one that could not be written is given again.
    this.#accepted.set(payload, { message, seq, at: Date.now() });
  }

  /** What was accepted so many ms ago, or by a broker before this one, and has not been handed on. */
  leftBehind(ms: number): KeptMessage[] {
    const until = Date.now() - ms;
    return [...this.#accepted.values()].filter(({ at }) => at <= until).map(({ message }) => message);
  }

  override async addSubscriptions(client: KeptClient, subs: readonly KeptSubscription[]): Promise<void> {
    const put = this.#db.prepare("insert or replace into subscription values (?, ?, ?)");
    await this.#commit(() => {
      for (const sub of subs) put.run(client.id, sub.topic, serialize(sub));
    });
    await super.addSubscriptions(client, subs);
  }

  override async removeSubscriptions(client: KeptClient, topics: readonly string[]): Promise<void> {
    const drop = this.#db.prepare("delete from subscription where client = ? and topic = ?");
    await this.#commit(() => {
      for (const topic of topics) drop.run(client.id, topic);
    });
    await super.removeSubscriptions(client, topics);
  }

  override async cleanSubscriptions(client: KeptClient): Promise<void> {
    this.#note(() => {
      this.#db.prepare("delete from subscription where client = ?").run(client.id);
      this.#db.prepare("delete from outgoing where client = ?").run(client.id);
    });
    await super.cleanSubscriptions(client);
  }

  override async storeRetained(packet: KeptPacket): Promise<void> {
    await this.#commit(() => {
      if (packet.payload.length === 0)
        this.#db.prepare("delete from retained where topic = ?").run(packet.topic);
      else
        this.#db
          .prepare("insert or replace into retained values (?, ?)")
          .run(packet.topic, serialize({ ...packet }));
    });
    await super.storeRetained(packet);
  }

  override async outgoingEnqueue(sub: { readonly clientId: string }, packet: KeptPacket): Promise<void> {
    await this.outgoingEnqueueCombi([sub], packet);
  }

  override async outgoingEnqueueCombi(
    subs: readonly { readonly clientId: string }[],
    packet: KeptPacket,
  ): Promise<void> {
    const accepted = this.#accepted.get(packet.payload);
    const forget = () => {
      if (accepted) this.#db.prepare("delete from accepted where seq = ?").run(accepted.seq);
    };
    if (subs.length > 0) {
      const put = this.#db.prepare("insert into outgoing (client, id, packet) values (?, ?, ?)");
      const bytes = serialize({ ...packet });
      await this.#commit(() => {
        for (const { clientId } of subs) put.run(clientId, idOf(packet), bytes);
        forget();
      });
    } else if (accepted) this.#note(forget);
    // One that could not be written is handed on again.
    this.#accepted.delete(packet.payload);
    await super.outgoingEnqueueCombi(subs, packet);
  }

  override async outgoingClearMessageId(client: KeptClient, packet: object): Promise<KeptPacket | undefined> {
    const cleared = await super.outgoingClearMessageId(client, packet);
    if (cleared)
      this.#note(() =>
        this.#db.prepare("delete from outgoing where client = ? and id = ?").run(client.id, idOf(cleared)),
      );
    return cleared;
  }

  override async destroy(): Promise<void> {
    clearTimeout(this.#later);
    await this.#commit(() => {});
    this.#db.close();
    await super.destroy();
  }

  /** Resolves when the work is on disk; rejects when it is not, such as where the disk is full. */
  #commit(work: () => void): Promise<void> {
    this.#works.push(work);
    this.#committing ??= new Promise((resolve, reject) => {
      setImmediate(() => {
        const [works, notes] = [this.#works, this.#notes];
        this.#works = [];
        this.#notes = [];
        this.#committing = undefined;
        try {
          this.#db.exec("begin");
          for (const one of [...notes, ...works]) one();
          this.#db.exec("commit");
          resolve();
        } catch (error) {
          if (this.#db.isTransaction) this.#db.exec("rollback");
          this.#notes = [...notes, ...this.#notes];
          reject(error);
        }
      });
    });
    return this.#committing;
  }

  /** Writes down what may be forgotten: it would only be sent once more. */
  #note(work: () => unknown): void {
    this.#notes.push(work);
    this.#later ??= setTimeout(() => {
      this.#later = undefined;
      this.#commit(() => {}).catch(() => {});
    }, laterMs);
  }
}
