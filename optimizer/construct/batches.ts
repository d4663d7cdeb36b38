import type { Model } from "./model.ts";
import type { Schedule } from "./schedule.ts";

/** Operations that share a resource at one time: the first of a batch has its turn there, the others go with it. */
export interface Batches {
  /** Who has the turn of an operation: itself when it is alone or the first. */
  readonly hostOf: Int32Array;
  /** All of a batch, the host first; undefined for who is alone. */
  membersOf(host: number): readonly number[] | undefined;
  /** Whether an operation may go with a host on one of its alternatives. */
  mayJoin(operation: number, alternative: number, host: number): boolean;
  join(operation: number, host: number): void;
  /** Undoes the last join of an operation. */
  unjoin(operation: number): void;
  /** Takes an operation out of its batch; its place in it. The next one is the host when it was. */
  leave(operation: number): number;
  /** Puts it back where it was. */
  rejoin(operation: number, host: number, place: number): void;
}

/** The batches of a schedule: who is in, starts together on one resource and is of one family. */
export const createBatches = (model: Model, schedule: Schedule, isIn: Uint8Array): Batches => {
  const { batchCapacity, batchFamily, batchSize, family, fixed, orderOf } = model;
  const count = model.keys.length;
  const hostOf = Int32Array.from({ length: count }, (_, operation) => operation);
  const members: (number[] | undefined)[] = new Array(count);

  const sameTime = new Map<string, number[]>();
  for (let operation = 0; operation < count; operation += 1) {
    const resource = schedule.resource[operation]!;
    if (!isIn[operation] || fixed[operation] || batchFamily[operation]! < 0 || !batchCapacity[resource])
      continue;
    const key = `${resource} ${schedule.start[operation]} ${batchFamily[operation]} ${family[operation]}`;
    const list = sameTime.get(key);
    if (list) list.push(operation);
    else sameTime.set(key, [operation]);
  }
  for (const list of sameTime.values()) {
    if (list.length < 2) continue;
    // The one that has the set-up of them all.
    list.sort((a, b) => schedule.setup[b]! - schedule.setup[a]! || a - b);
    for (const operation of list) hostOf[operation] = list[0]!;
    members[list[0]!] = list;
  }
  const nameHost = (list: readonly number[]) => {
    for (const operation of list) hostOf[operation] = list[0]!;
  };

  return {
    hostOf,
    membersOf: (host) => members[host],
    mayJoin: (operation, alternative, host) => {
      const { resource } = model.alternatives[operation]![alternative]!;
      if (batchFamily[operation]! < 0 || !batchCapacity[resource] || fixed[host]) return false;
      if (batchFamily[host] !== batchFamily[operation] || family[host] !== family[operation]) return false;
      let load = batchSize[operation]!;
      for (const member of members[host] ?? [host]) {
        if (orderOf[member] === orderOf[operation]) return false;
        load += batchSize[member]!;
      }
      return load <= batchCapacity[resource]!;
    },
    join: (operation, host) => {
      const list = members[host] ?? [host];
      list.push(operation);
      members[host] = list;
      hostOf[operation] = host;
    },
    unjoin: (operation) => {
      const host = hostOf[operation]!;
      const list = members[host]!;
      list.pop();
      if (list.length === 1) members[host] = undefined;
      hostOf[operation] = operation;
    },
    leave: (operation) => {
      const host = hostOf[operation]!;
      const list = members[host]!;
      const place = list.indexOf(operation);
      list.splice(place, 1);
      members[host] = undefined;
      if (list.length > 1) members[list[0]!] = list;
      nameHost(list);
      hostOf[operation] = operation;
      return place;
    },
    rejoin: (operation, host, place) => {
      const list = members[host] ?? [host];
      members[host] = undefined;
      list.splice(place, 0, operation);
      members[list[0]!] = list;
      nameHost(list);
    },
  };
};
