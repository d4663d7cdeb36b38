import type { StoredEvent } from "../../../services/mes/events.ts";
import type { PlaybookRow } from "../../../services/mes/queries/playbooks.ts";
import { subjectOf } from "../../runtime/playbook/trigger.ts";

type Watching = Pick<PlaybookRow, "id" | "version" | "active_after">;

/** A playbook as long as it stays as it is: one that was changed or turned on anew has looked at nothing yet. */
const keyOf = ({ id, version, active_after }: Watching): string => `${id}/${version}/${active_after}`;

const seriesOf = (event: StoredEvent): string => `${event.type}/${subjectOf(event)}`;

interface Count {
  /** Up to which event of the stream. */
  readonly seq: string;
  readonly count: number;
}

/**
 * What a watch of the stream need not look at again: each playbook looks at each event once, and goes on counting where it was. Only a
 * memory: whoever has none finds the same in the data store.
 */
export const createMemory = () => {
  let events: ReadonlySet<string> = new Set();
  let playbooks: ReadonlySet<string> = new Set();
  let counts = new Map<string, Map<string, Count>>();
  /** Series in which something was committed behind what was looked at: it may be the n-th time now. */
  let changed: ReadonlySet<string> = new Set();
  return {
    /** What is about to be looked at. */
    begin: (at: readonly StoredEvent[]): void => {
      const last = at.findLast(({ seq }) => events.has(seq));
      const late = at.filter(({ seq }) => last && BigInt(seq) < BigInt(last.seq) && !events.has(seq));
      changed = new Set(late.map(seriesOf));
    },
    hasLooked: (playbook: Watching, event: StoredEvent): boolean =>
      events.has(event.seq) && playbooks.has(keyOf(playbook)) && !changed.has(seriesOf(event)),
    /** What was looked at, by all of these playbooks; those before it are not asked about any more. */
    looked: (at: readonly StoredEvent[], by: readonly Watching[]): void => {
      events = new Set(at.map(({ seq }) => seq));
      playbooks = new Set(by.map(keyOf));
      counts = new Map([...counts].filter(([key]) => playbooks.has(key)));
    },
    /** How many there were of an object up to an event before this one; nothing where the count is of a later one. */
    countBefore: (playbook: Watching, subject: string, { seq }: StoredEvent): Count | undefined => {
      const known = counts.get(keyOf(playbook))?.get(subject);
      return known && BigInt(known.seq) < BigInt(seq) ? known : undefined;
    },
    counted: (playbook: Watching, subject: string, count: Count): void => {
      const key = keyOf(playbook);
      counts.set(key, (counts.get(key) ?? new Map<string, Count>()).set(subject, count));
    },
    /** After a look that was not kept: nothing of it happened. */
    forget: (): void => {
      events = new Set();
      counts = new Map();
    },
  };
};
export type Memory = ReturnType<typeof createMemory>;
