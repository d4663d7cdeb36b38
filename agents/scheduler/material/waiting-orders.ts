import type { OpenSnapshot } from "../desk/snapshot.ts";
import type { OpenNeed } from "./open-needs.ts";

/** An order that waits for material, with what it waits for longest. */
export interface WaitingOrder {
  readonly order: string;
  readonly due: Date;
  readonly material: string;
  /** Pieces of it. */
  readonly quantity: number;
  /** From when they are counted on; undefined while no receipt is known. */
  readonly time: Date | undefined;
  /** Materials that it waits for, all of them. */
  readonly materials: number;
}

interface Lack {
  readonly material: string;
  readonly quantity: number;
  readonly time: number | undefined;
}

const longestFirst = (a: Lack, b: Lack): number =>
  (b.time ?? Number.MAX_VALUE) - (a.time ?? Number.MAX_VALUE) || b.quantity - a.quantity;

const lacksOf = ({ peg, waiting }: OpenNeed): readonly Lack[] => [
  ...peg.missing.map(({ material, quantity }) => ({ material, quantity, time: undefined })),
  ...waiting,
];

/** Orders with needs that wait for material, in the order of their due dates. */
export const waitingOrders = (
  needs: readonly OpenNeed[],
  timeOf: OpenSnapshot["timeOf"],
): readonly WaitingOrder[] =>
  [...Map.groupBy(needs, ({ order }) => order)]
    .flatMap(([order, own]): WaitingOrder[] => {
      const lacks = own.flatMap(lacksOf);
      const longest = lacks.toSorted(longestFirst)[0];
      if (!longest) return [];
      const { material, quantity, time } = longest;
      return [
        {
          order,
          due: own[0]!.due,
          material,
          quantity,
          time: time === undefined ? undefined : timeOf(time),
          materials: new Set(lacks.map((lack) => lack.material)).size,
        },
      ];
    })
    .sort((a, b) => a.due.getTime() - b.due.getTime() || a.order.localeCompare(b.order));
