import { html } from "./dom.js";
import { lateBy } from "./orders.js";
import { moment, span } from "./times.js";
import { chart } from "./view.js";
import { t } from "./words.js";

/** Names with what they stand for; what is empty is left out. */
export const definitions = (list) => {
  const box = html("dl");
  for (const [name, value, mark] of list)
    if (value) box.append(html("dt", {}, name), html("dd", mark ? { class: mark } : {}, value));
  return box;
};

const tip = html("div", { class: "tip", hidden: "" });
document.body.append(tip);

/** Says what an operation is, beside a place of the window. */
export const showTip = (operation, left, top) => {
  const order = chart.orders[operation.order];
  const late = lateBy(order);
  tip.replaceChildren(
    html("b", {}, `${order.id} · ${operation.id}`),
    definitions([
      [t("resource"), chart.resources[operation.resource].id],
      [t("time"), `${moment(operation.start)} – ${moment(operation.end)}`],
      [t("setup"), operation.setup > 0 ? span(operation.setup) : ""],
      [t("family"), operation.family],
      [t("material"), operation.material > 0 ? moment(operation.material) : ""],
      [t("holds"), (operation.secondary ?? []).map((held) => `${held.units} × ${held.resource}`).join(", ")],
      [t("due"), moment(order.due)],
      [t("lateBy"), late > 0 ? span(late) : "", "bad"],
      [t("place"), operation.frozen ? t("frozen") : ""],
    ]),
  );
  tip.hidden = false;
  const box = tip.getBoundingClientRect();
  const under = top + 18 + box.height <= innerHeight;
  tip.style.left = `${Math.max(8, Math.min(left + 14, innerWidth - box.width - 8))}px`;
  tip.style.top = `${under ? top + 18 : Math.max(8, top - box.height - 12)}px`;
};

export const hideTip = () => {
  tip.hidden = true;
};
