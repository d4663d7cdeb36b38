import { onDemand } from "./on-demand.ts";

/** The pages of the house, each loaded when it is first looked at. */
export const pages = {
  plan: onDemand(() => import("../plan/Plan.tsx").then(({ Plan }) => Plan)),
  floor: onDemand(() => import("../floor/Floor.tsx").then(({ Floor }) => Floor)),
  cells: onDemand(() => import("../cells/Cells.tsx").then(({ Cells }) => Cells)),
  orders: onDemand(() => import("../orders/Orders.tsx").then(({ Orders }) => Orders)),
  figures: onDemand(() => import("../figures/Figures.tsx").then(({ Figures }) => Figures)),
  inspection: onDemand(() => import("../inspection/Inspection.tsx").then(({ Inspection }) => Inspection)),
  repairs: onDemand(() => import("../repairs/Repairs.tsx").then(({ Repairs }) => Repairs)),
  documents: onDemand(() => import("../documents/Documents.tsx").then(({ Documents }) => Documents)),
  knowledge: onDemand(() => import("../knowledge/Knowledge.tsx").then(({ Knowledge }) => Knowledge)),
  events: onDemand(() => import("../events/Events.tsx").then(({ Events }) => Events)),
  replay: onDemand(() => import("../replay/Replay.tsx").then(({ Replay }) => Replay)),
  playbooks: onDemand(() => import("../playbooks/Playbooks.tsx").then(({ Playbooks }) => Playbooks)),
  audit: onDemand(() => import("../audit/Audit.tsx").then(({ Audit }) => Audit)),
};
export type View = keyof typeof pages;

/** In the order in which they are offered. */
export const views = Object.keys(pages) as View[];

const isView = (name: string): name is View => Object.hasOwn(pages, name);
/** The page of a name that this browser remembers, perhaps of another version. */
export const viewOf = (name: string): View => (isView(name) ? name : "plan");

const firstMs = 2_000;
const nextMs = 500;
/** Loads all pages one after another behind what is looked at first, so that they are there when the house is not; gives what ends that. */
export const loadRest = (): (() => void) => {
  const rest = views.map((view) => pages[view].ahead);
  let timer: ReturnType<typeof setTimeout>;
  const next = () => {
    rest.shift()?.();
    if (rest.length > 0) timer = setTimeout(next, nextMs);
  };
  timer = setTimeout(next, firstMs);
  return () => clearTimeout(timer);
};
