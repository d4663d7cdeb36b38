import { html } from "./dom.js";
import { byOrder, families, lateBy, stands } from "./orders.js";
import { fitWidth, reveal, scroller, zoom } from "./scene.js";
import { moment, span } from "./times.js";
import { definitions } from "./tip.js";
import { acts, chart, view } from "./view.js";
import { t, told } from "./words.js";

/** What stands around the chart: figures, buttons, the chosen order, the legend. */
const { figures, operations, orders, resources } = chart;
const root = document.documentElement;

const orderBox = html("section", { class: "order", hidden: "", "aria-live": "polite" });
const showOrder = () => {
  orderBox.hidden = view.chosen === undefined;
  if (view.chosen === undefined) return;
  const order = orders[view.chosen];
  const late = lateBy(order);
  const state = order.end === undefined ? t("notPlanned") : late > 0 ? `${t("lateBy")} ${span(late)}` : "";
  orderBox.replaceChildren(
    html(
      "header",
      {},
      html("b", {}, order.id),
      html("span", { class: "bad" }, state),
      html("button", { onclick: () => acts.choose(undefined) }, t("close")),
    ),
    definitions([
      [t("due"), moment(order.due)],
      ...byOrder
        .get(view.chosen)
        .map(({ id, resource, start, end }) => [
          id,
          `${resources[resource].id}  ${moment(start)} – ${moment(end)}`,
        ]),
    ]),
    html("ol", {}, ...(order.facts ?? []).map((fact) => html("li", {}, told(fact)))),
  );
};
acts.choose = (order) => {
  view.chosen = order;
  showOrder();
  acts.draw();
};

const percent = (share) => `${(share * 100).toFixed(1)} %`;
const figure = (value, key, mark) =>
  html("div", {}, html("b", mark ? { class: mark } : {}, value), html("span", {}, t(key)));

const figureRow = () => {
  const unplanned = orders.filter(({ end }) => end === undefined);
  // A bound of nothing says nothing.
  const told = figures.bound > 1e-9 || figures.objective <= 1e-9;
  return html(
    "div",
    { class: "figures" },
    figure(percent(figures.onTime), "onTime"),
    figure(String(figures.late), "late", figures.late > 0 ? "bad" : ""),
    ...(unplanned.length > 0 ? [figure(String(unplanned.length), "unplanned", "bad")] : []),
    figure(percent(figures.utilisation), "utilisation"),
    figure(figures.setupHours.toFixed(1), "setups"),
    figure(figures.objective.toFixed(1), "objective"),
    ...(told ? [figure(percent(figures.gap), "gap")] : []),
  );
};

const button = (label, onclick, attributes = {}) =>
  html("button", { type: "button", onclick, ...attributes }, label);
const sign = (label, key, onclick) => button(label, onclick, { "aria-label": t(key), title: t(key) });
const switched = (on, label, change) =>
  button(
    label,
    () => {
      change();
      acts.rebuild();
    },
    { "aria-pressed": String(on) },
  );

/** Every order by name: also those that have no bar to click on. */
const finder = () => {
  const field = html("input", {
    type: "search",
    list: "orders",
    placeholder: t("search"),
    "aria-label": t("search"),
    value: view.search,
  });
  field.addEventListener("input", () => {
    view.search = field.value.trim().toLowerCase();
    const exact = orders.findIndex(({ id }) => id.toLowerCase() === view.search);
    view.chosen = exact >= 0 ? exact : undefined;
    showOrder();
    const first = operations.find(({ order }) => view.search !== "" && stands(order));
    if (first) reveal(first);
    acts.draw();
  });
  return field;
};

const header = () =>
  html(
    "header",
    {},
    html("h1", {}, t("title")),
    finder(),
    html(
      "datalist",
      { id: "orders" },
      ...orders.slice(0, 500).map(({ id }) => html("option", { value: id })),
    ),
    switched(view.onlyLate, t("onlyLate"), () => {
      view.onlyLate = !view.onlyLate;
    }),
    ...(families.length > 0
      ? [
          switched(view.byFamily, t("byFamily"), () => {
            view.byFamily = !view.byFamily;
          }),
        ]
      : []),
    sign("−", "zoomOut", () => zoom(1 / 1.5)),
    button(t("fit"), fitWidth),
    sign("+", "zoomIn", () => zoom(1.5)),
    sign("◐", "theme", () => {
      root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
    }),
    button(t("language"), () => {
      view.language = 1 - view.language;
      acts.rebuild();
    }),
  );

const hatch = (colour) =>
  `background:repeating-linear-gradient(135deg,var(${colour}) 0 2px,transparent 2px 5px)`;
const legendItem = ([style, key]) => html("span", { class: "legend" }, html("i", { style }), t(key));
const legend = () =>
  html(
    "footer",
    {},
    ...[
      [hatch("--setup"), "setup"],
      ["background:var(--shut)", "shut"],
      ["border:2px solid var(--bad)", "late"],
      [hatch("--bad"), "afterDue"],
      ["border-style:dashed;border-color:var(--ink)", "frozen"],
    ].map(legendItem),
    html("span", { class: "hint" }, t("hint")),
  );

const page = document.getElementById("page");
acts.rebuild = () => {
  root.lang = view.language === 1 ? "zh-CN" : "en";
  document.title = t("title");
  const { scrollLeft, scrollTop } = scroller;
  page.replaceChildren(header(), figureRow(), scroller, html("div", {}, orderBox, legend()));
  if (view.pixelsPerHour === 0) fitWidth();
  scroller.scrollLeft = scrollLeft;
  scroller.scrollTop = scrollTop;
  showOrder();
  acts.draw();
};

root.dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
acts.rebuild();
