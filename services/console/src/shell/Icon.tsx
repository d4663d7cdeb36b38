/** Line drawings on a grid of 24; they need no font. */
const paths = {
  chat: "M4 5h16v11H9l-5 4z",
  plan: "M4 6h9M8 12h10M6 18h7M4 3v18",
  floor: "M3 21V9l6 4V9l6 4V5h6v16z",
  cells: "M5 21h8M9 21v-6l-4-5 6-6 5 3M16 7l4-1M16 7l3 4",
  orders: "M6 3h12v18H6zM9 8h6M9 12h6M9 16h4",
  documents: "M7 3h8l4 4v14H7zM14 3v5h5M10 12h6M10 16h6",
  repairs: "M14 6a4 4 0 0 0-5 5l-6 6 3 3 6-6a4 4 0 0 0 5-5l-3 2-2-2z",
  inspection: "M10 4a6 6 0 1 0 0 12 6 6 0 0 0 0-12zM14.5 14.5L20 20M8 10h4M10 8v4",
  knowledge: "M5 4h6a2 2 0 0 1 2 2v14a2 2 0 0 0-2-2H5zM21 4h-6a2 2 0 0 0-2 2v14a2 2 0 0 1 2-2h6z",
  playbooks: "M9 3h6v5H9zM4 16h6v5H4zM14 16h6v5h-6zM12 8v4M7 16v-4h10v4",
  audit: "M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6zM9 12l2 2 4-4",
  events: "M3 12h4l3-7 4 14 3-7h4",
  replay: "M4 12a8 8 0 1 0 3-6.2M4 4v4h4M11 9v6l4-3z",
  figures: "M4 20V4M4 20h16M8 16v-5M12 16V7M16 16v-7M20 16v-3",
} as const;

export type IconName = keyof typeof paths;

export const Icon = ({ name }: { name: IconName }) => (
  <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
    <path d={paths[name]} />
  </svg>
);
