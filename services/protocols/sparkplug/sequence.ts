/** Sequence number of an edge node's messages: 0 at NBIRTH, then 1 to 255 and round again (Sparkplug 3.0, 6.4.2). */
export const createSequence = () => {
  let next = 0;
  return {
    reset: () => {
      next = 0;
    },
    next: (): number => {
      const value = next;
      next = (next + 1) % 256;
      return value;
    },
  };
};

/** What a host does with a message of an edge node. */
export type SequenceVerdict = "ok" | "gap" | "unborn";

/** Host side: notices lost messages, which call for a rebirth. */
export const createSequenceCheck = () => {
  const last = new Map<string, number>();
  return {
    birth: (node: string, seq: number) => last.set(node, seq),
    death: (node: string) => last.delete(node),
    check: (node: string, seq: number | undefined): SequenceVerdict => {
      const previous = last.get(node);
      if (previous === undefined) return "unborn";
      if (seq === undefined || seq !== (previous + 1) % 256) return "gap";
      last.set(node, seq);
      return "ok";
    },
  };
};
