import type { Aedes } from "aedes";

interface Numbered {
  readonly brokerCounter?: number;
}
type Done = (error?: Error) => void;
/** What of the package the order is kept by; its types leave it out. */
interface Inside {
  counter: number;
  publish: (...args: unknown[]) => void;
  readonly mq: { emit: (packet: Numbered, done: Done) => unknown };
}

/**
 * Hands messages on in the order of their numbers. The package leaves out for a client whatever has a lower number than the last
 * that it had, and numbers messages before it stores them: what took longer to store than one that came later, such as a retained
 * message beside one that needs no disk, would wait at the broker until the client connects anew.
 */
export const keepOrder = (broker: Aedes): void => {
  const inside = broker as unknown as Inside;
  /** Messages that are numbered and not yet handed on, lowest first: a map keeps the order in which they came. */
  const open = new Map<number, (() => void) | undefined>();
  const advance = () => {
    for (const [number, handOn] of open) {
      if (!handOn) return;
      open.delete(number);
      handOn();
    }
  };
  const publish = inside.publish.bind(broker);
  inside.publish = (packet, ...rest) => {
    const last = rest.at(-1);
    const done = typeof last === "function" ? (last as Done) : undefined;
    const others = done ? rest.slice(0, -1) : rest;
    // What it is numbered by first of all, and maybe handed on within the same call.
    const number = inside.counter + 1;
    // One that failed before it was handed on holds up nobody.
    const drop = () => {
      if (open.delete(number)) advance();
    };
    if (!(packet as Numbered).brokerCounter) open.set(number, undefined);
    publish(packet, ...others, (error?: Error) => {
      drop();
      done?.(error);
    });
    if (inside.counter < number) drop();
  };
  const emit = inside.mq.emit.bind(inside.mq);
  inside.mq.emit = (packet, done) => {
    const { brokerCounter: number } = packet;
    if (number === undefined || !open.has(number)) return emit(packet, done);
    open.set(number, () => emit(packet, done));
    advance();
    return inside.mq;
  };
};
