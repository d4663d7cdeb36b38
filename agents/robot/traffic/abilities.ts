import type { TrafficProblem } from "../../../services/mes/schema/traffic.ts";
import type { Factsheet } from "../../../services/protocols/vda5050/factsheet.ts";
import type { Action } from "../../../services/protocols/vda5050/messages.ts";

/** Of the fields that the standard leaves to be agreed on, those that orders have. */
const given: ReadonlySet<string> = new Set(["order.nodes.nodePosition"]);
/** Parameters that actions have. */
const givenTo: Readonly<Record<string, readonly string[]>> = { pick: ["loadId"], drop: ["loadId"] };

/** What a vehicle can do by its factsheet; one that has sent none can do everything. */
export interface Abilities {
  readonly canTransport: boolean;
  readonly canCharge: boolean;
  readonly canUnplug: boolean;
  /** Nodes that an order may have. */
  readonly mostNodes: number;
  readonly blockingOf: (actionType: string) => Action["blockingType"];
  /** What it asks for and orders do not have: it would refuse them. */
  readonly lacks: readonly string[];
}

const blockingTypes = ["HARD", "SOFT", "NONE"] as const;

export const abilitiesOf = (sheet: Factsheet | null | undefined): Abilities => {
  const actions = sheet?.protocolFeatures.agvActions ?? [];
  const known = new Map(
    actions
      .filter(({ actionScopes }) => actionScopes === undefined || actionScopes.includes("NODE"))
      .map((action) => [action.actionType, action]),
  );
  const knows = (actionType: string) => actions.length === 0 || known.has(actionType);
  const most = (array: string) => sheet?.protocolLimits.maxArrayLens[array] || Number.POSITIVE_INFINITY;
  const parameters = (sheet?.protocolFeatures.optionalParameters ?? [])
    .filter(
      ({ parameter, support }) =>
        support === "REQUIRED" && parameter.startsWith("order.") && !given.has(parameter),
    )
    .map(({ parameter }) => parameter);
  const ofActions = ["pick", "drop"].flatMap((actionType) =>
    (known.get(actionType)?.actionParameters ?? [])
      .filter(({ key, isOptional }) => !isOptional && !givenTo[actionType]!.includes(key))
      .map(({ key }) => `${actionType}.${key}`),
  );
  const lacks = [...parameters, ...ofActions];
  return {
    canTransport: knows("pick") && knows("drop") && lacks.length === 0,
    canCharge: knows("startCharging"),
    canUnplug: knows("stopCharging"),
    mostNodes: Math.min(most("order.nodes"), most("order.edges") + 1),
    blockingOf: (actionType) => {
      const allowed = known.get(actionType)?.blockingTypes;
      return blockingTypes.find((type) => allowed?.includes(type)) ?? "HARD";
    },
    lacks,
  };
};

/** That a vehicle gets no transports by what it says of itself; undefined for one that may. */
export const unableProblem = (id: string, { canTransport, lacks }: Abilities): TrafficProblem | undefined => {
  if (canTransport) return undefined;
  const missing = lacks.join(", ");
  return lacks.length > 0
    ? {
        id,
        zh: `${id} 的 factsheet 要求订单含有 ${missing}，系统不提供，因此不给它派搬运。请在车上改为可选。`,
        en: `By its factsheet ${id} requires ${missing} in orders, which they do not have, so it gets no transports. Make that optional at the vehicle.`,
      }
    : {
        id,
        zh: `${id} 的 factsheet 中没有节点动作 pick 和 drop，因此不给它派搬运。`,
        en: `The factsheet of ${id} does not name pick and drop as actions of nodes, so it gets no transports.`,
      };
};
