import type { Call } from "./types.ts";

/**
 * The calls before a person, in the order in which he meets them. What he looks at changes by his own act alone:
 * a verdict must never land on a call that came in while he reached for the key.
 */
export interface Desk {
  readonly queue: readonly Call[];
  /** The call that is looked at; undefined when there is none. */
  readonly shown: string | undefined;
  /** Judged here: an answer of the server that is older than the verdict still has them. */
  readonly done: ReadonlySet<string>;
}

export type DeskAct =
  | { readonly kind: "arrived"; readonly calls: readonly Call[] }
  | { readonly kind: "judged"; readonly id: string }
  /** The server did not take the verdict. */
  | { readonly kind: "refused"; readonly call: Call }
  | { readonly kind: "takenBack"; readonly call: Call }
  | { readonly kind: "turned"; readonly by: 1 | -1 };

const without = (done: ReadonlySet<string>, id: string) => new Set([...done].filter((one) => one !== id));

/** What is waiting now, new ones behind those that were there; the one that is looked at stays whatever comes. */
const arrived = ({ queue, shown, done }: Desk, calls: readonly Call[]): Desk => {
  const waiting = new Map(calls.filter(({ id }) => !done.has(id)).map((call) => [call.id, call]));
  const kept = queue.flatMap((call) => waiting.get(call.id) ?? (call.id === shown ? [call] : []));
  const known = new Set(kept.map(({ id }) => id));
  const next = [...kept, ...[...waiting.values()].filter(({ id }) => !known.has(id))];
  return { queue: next, shown: shown ?? next[0]?.id, done };
};

export const emptyDesk: Desk = { queue: [], shown: undefined, done: new Set() };

export const onDesk = (desk: Desk, act: DeskAct): Desk => {
  const { queue, shown, done } = desk;
  const at = queue.findIndex(({ id }) => id === shown);
  switch (act.kind) {
    case "arrived":
      return arrived(desk, act.calls);
    case "judged": {
      const left = queue.filter(({ id }) => id !== act.id);
      const next = shown === act.id ? (left[at] ?? left.at(-1))?.id : shown;
      return { queue: left, shown: next, done: new Set(done).add(act.id) };
    }
    case "refused": {
      const all = [...queue, act.call];
      return { queue: all, shown: shown ?? act.call.id, done: without(done, act.call.id) };
    }
    case "takenBack":
      return {
        queue: queue.toSpliced(Math.max(0, at), 0, act.call),
        shown: act.call.id,
        done: without(done, act.call.id),
      };
    case "turned":
      return { ...desk, shown: queue[at + act.by]?.id ?? shown };
  }
};
