import type { TrafficProblem } from "../../../services/mes/schema/traffic.ts";

/** What a plant is told that has no roads yet: who brings them in, and where. */
export const noRoadmap: TrafficProblem = {
  id: "roadmap",
  zh: "还没有路网图，运输任务不会派给 AGV。请自动化工程师在“车间”页导入布局 (LIF)。",
  en: "No roads are stored yet, so no transport is given to a vehicle. An automation engineer imports the layout (LIF) on the page Floor.",
};
