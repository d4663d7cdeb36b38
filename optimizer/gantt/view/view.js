/** What the page was given, and what the person has made of it. Everything else draws from here. */
export const chart = JSON.parse(document.getElementById("chart").textContent);

export const view = {
  /** Index into every pair of sentences. */
  language: (navigator.language || "").startsWith("zh") ? 1 : 0,
  pixelsPerHour: 0,
  /** Index of the chosen order. */
  chosen: undefined,
  search: "",
  onlyLate: false,
  byFamily: chart.operations.some(({ family }) => family),
};

/** What the parts of the page ask of each other; set by those who can do it. */
export const acts = { draw: () => {}, choose: (_order) => {}, rebuild: () => {} };
