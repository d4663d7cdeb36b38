import type { TrafficProblem } from "../../../services/mes/schema/traffic.ts";
import type { Roadmap } from "../../../services/protocols/roadmap/description.ts";
import { beginErrands, endOver, resume } from "./begin.ts";
import { createFleet } from "./fleet.ts";
import { giveTransports } from "./give.ts";
import { createLettingGo, tellStrayLoads } from "./let-go.ts";
import { listen } from "./listen.ts";
import { release } from "./release.ts";
import { createRoads } from "./roads.ts";
import type { Route } from "./route.ts";
import { createWatch } from "./stands.ts";
import { createTelling } from "./tell.ts";
import { createTurn, type TurnInput, type TurnResult } from "./turn.ts";

export interface ControlOptions {
  readonly roadmap: Roadmap;
  /** As they were stored. */
  readonly routes: readonly Route[];
  readonly seed: number;
}

/**
 * Traffic control as a state machine: what vehicles say and what is to be transported in, routes and orders out. All that it has to
 * remember is in the routes; a control that begins with them, after a fall or because another was faster, goes on from what is
 * released. It sends nothing itself: what it gives out is stored with the routes in one transaction.
 */
export const createControl = ({ roadmap, routes, seed }: ControlOptions) => {
  const fleet = createFleet({ roads: createRoads(roadmap), routes, seed });
  const watch = createWatch();
  const tell = createTelling();
  const lettingGo = createLettingGo();
  return {
    turn: (input: TurnInput): TurnResult => {
      const problems: TrafficProblem[] = [];
      const anew = listen(fleet, input, problems, lettingGo.isOver(input));
      const turn = createTurn(fleet, input, problems);
      watch(fleet, turn);
      endOver(fleet, turn);
      giveTransports(fleet, turn);
      resume(fleet, turn, anew);
      beginErrands(fleet, turn);
      release(fleet, turn);
      const cancels = lettingGo.ask(fleet, turn);
      tellStrayLoads(fleet, turn);
      return { ...tell(fleet, turn), cancels, given: turn.given, problems };
    },
  };
};
