/**
 * Topics of a robot cell on the broker: `cell/v1/<site>/<cell>/command` to it, `…/report` and `…/state` from it. As in every
 * protocol of the plant the machine is named fourth, so that its messages are read in order.
 */
export type CellTopicKind = "command" | "report" | "state";

export interface CellAddress {
  readonly site: string;
  readonly cell: string;
}

const root = "cell/v1";

export const formatCellTopic = ({ site, cell }: CellAddress, kind: CellTopicKind): string =>
  `${root}/${site}/${cell}/${kind}`;

/** Every topic that cells of any site speak on. */
export const cellSays = [`${root}/+/+/report`, `${root}/+/+/state`] as const;

export const isCellTopic = (topic: string): boolean => topic.startsWith(`${root}/`);

/** Undefined for what is no topic of a cell. */
export const parseCellTopic = (
  topic: string,
): (CellAddress & { readonly kind: CellTopicKind }) | undefined => {
  const [, site, cell, kind] = /^cell\/v1\/([^/]+)\/([^/]+)\/(command|report|state)$/.exec(topic) ?? [];
  return site && cell && kind ? { site, cell, kind: kind as CellTopicKind } : undefined;
};
