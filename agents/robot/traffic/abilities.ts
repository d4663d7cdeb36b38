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
  /** Signs that an id may have, and that of a load. */
  readonly idSigns: number;
  readonly loadSigns: number;
  /** Whether its ids may be numbers only. */
  readonly takesOnlyNumbers: boolean;
  /** Least time between two messages of its orders, in ms of wall time. */
  readonly orderEveryMs: number;
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
  const { maxArrayLens = {}, maxStringLens = {}, timing = {} } = sheet?.protocolLimits ?? {};
  const most = (array: string) => maxArrayLens[array] || Number.POSITIVE_INFINITY;
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
    idSigns: maxStringLens.idLen || Number.POSITIVE_INFINITY,
    loadSigns: maxStringLens.loadIdLen || Number.POSITIVE_INFINITY,
    takesOnlyNumbers: maxStringLens.idNumericalOnly === true,
    orderEveryMs: (timing.minOrderInterval ?? 0) * 1_000,
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

/** Whether it sets no limit to ids, as most do: then none need be looked at, of which a large roadmap has thousands, in every turn. */
export const takesAllIds = ({ idSigns, loadSigns, takesOnlyNumbers }: Abilities): boolean =>
  idSigns === Number.POSITIVE_INFINITY && loadSigns === Number.POSITIVE_INFINITY && !takesOnlyNumbers;

/** Of these ids, one that a vehicle does not take; undefined for those that it does. */
export const refusedId = (
  ids: readonly string[],
  { idSigns, takesOnlyNumbers }: Abilities,
): string | undefined => ids.find((id) => id.length > idSigns || (takesOnlyNumbers && !/^\d+$/.test(id)));

/** That a vehicle gets no transports for an id that it would refuse. */
export const idProblem = (id: string, refused: string, signs: number): TrafficProblem => {
  const most = Number.isFinite(signs) ? signs : undefined;
  return {
    id,
    zh: `${id} 的 factsheet 只接受${most === undefined ? "纯数字编号" : `最长 ${most} 个字符的编号`}，而“${refused}”不符合，因此不给它派搬运。请在车上放宽限制，或改路网中的编号。`,
    en: `By its factsheet ${id} takes only ids ${most === undefined ? "of figures" : `of at most ${most} signs`}, which “${refused}” is not, so it gets no transports. Widen that at the vehicle, or change the ids of the roadmap.`,
  };
};
