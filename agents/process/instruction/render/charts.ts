import type { Figure, ParameterLine } from "../model.ts";
import { circle, colour, drawing, element, polygon, polyline, rect, scale, text } from "./svg.ts";

type Language = "zh" | "en";
type Of<Kind extends Figure["kind"]> = Extract<Figure, { kind: Kind }>;
const width = 640;
const value = (fact: { readonly text: string } | null) => (fact ? Number(fact.text) : null);
const withUnit = (line: ParameterLine, words: string) => `${words} ${line.unit?.text ?? ""}`.trim();

/** Each parameter as a band of what is allowed, with its target; a side without limit runs out open. */
export const limitsChart = ({ parameters }: Of<"limits">, language: Language): string => {
  const [row, top] = [26, 8];
  const [left, right] = [190, 470];
  const rows = parameters.map((line, index) => {
    const y = top + index * row;
    const middle = y + row / 2;
    const [lower, target, upper] = [value(line.lower), value(line.target), value(line.upper)];
    const known = [lower, target, upper].filter((one) => one !== null);
    const [least, most] = [Math.min(...known), Math.max(...known)];
    const reach = most - least || Math.abs(most) || 1;
    const place = scale(least - reach * 0.25, most + reach * 0.25, left, right);
    const from = lower === null ? left : place(lower);
    const to = upper === null ? right : place(upper);
    const told = [line.lower?.text ?? "", line.target?.text ?? "", line.upper?.text ?? ""];
    const words = `${told[0] === "" ? "" : `${told[0]} ≤ `}${told[1] === "" ? "·" : told[1]}${told[2] === "" ? "" : ` ≤ ${told[2]}`}`;
    return [
      text(left - 12, middle + 4, line.name[language].text, { anchor: "end", width: left - 20 }),
      rect(left, middle - 5, right - left, 10, { fill: colour.line }, 5),
      rect(
        from,
        middle - 5,
        Math.max(2, to - from),
        10,
        { fill: colour.accentSoft, stroke: colour.accent },
        lower === null || upper === null ? 5 : 0,
      ),
      target === null ? "" : circle(place(target), middle, 5, { fill: colour.accent }),
      text(right + 12, middle + 4, withUnit(line, words), { size: 11.5, width: width - right - 14 }),
    ].join("");
  });
  const title = language === "zh" ? "参数与限值" : "Parameters and limits";
  return drawing(width, top * 2 + rows.length * row, title, ...rows);
};

/** Set temperatures of an oven by zone, with their limits and the peak that the board has to reach. */
export const zonesChart = ({ zones, peak }: Of<"zones">, language: Language): string => {
  const height = 260;
  const [left, right, top, bottom] = [44, width - 12, 26, height - 34];
  const numbers = [...zones, ...(peak ? [peak] : [])].flatMap((line) =>
    [line.lower, line.target, line.upper].flatMap((fact) => value(fact) ?? []),
  );
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  const place = scale(least - (most - least) * 0.08, most + (most - least) * 0.06, bottom, top);
  const step = (right - left) / zones.length;
  const unit = zones[0]?.unit?.text ?? "";
  const bands = zones.map((zone, index) => {
    const x = left + index * step;
    const target = value(zone.target)!;
    const [lower, upper] = [value(zone.lower) ?? target, value(zone.upper) ?? target];
    return [
      rect(x + 2, place(upper), step - 4, Math.max(2, place(lower) - place(upper)), {
        fill: colour.accentSoft,
        stroke: colour.accent,
      }),
      text(x + step / 2, place(upper) - 5, zone.target!.text, { size: 11, anchor: "middle" }),
      text(x + step / 2, bottom + 16, String(index + 1), { size: 11, anchor: "middle", fill: colour.soft }),
    ].join("");
  });
  const course = zones.map((zone, index): [number, number] => [
    left + (index + 0.5) * step,
    place(value(zone.target)!),
  ]);
  const highest = peak && value(peak.target);
  const [low, high] = [value(peak?.lower ?? null), value(peak?.upper ?? null)];
  const label = language === "zh" ? "温区" : "Zone";
  return drawing(
    width,
    height,
    language === "zh" ? "各温区设定温度" : "Set temperature by zone",
    low != null && high != null
      ? rect(left, place(high), right - left, place(low) - place(high), { fill: colour.line })
      : "",
    highest != null && peak
      ? polyline(
          [
            [left, place(highest)],
            [right, place(highest)],
          ],
          { stroke: colour.warn, dash: "5 4" },
        ) +
          text(
            left + 6,
            place(highest) - 5,
            `${peak.name[language].text} ${withUnit(peak, `${peak.lower?.text ?? ""}…${peak.upper?.text ?? ""}`)}`,
            { size: 11, fill: colour.warn },
          )
      : "",
    ...bands,
    polyline(course, { stroke: colour.accent, width: 2.5 }),
    polyline(
      [
        [left, top],
        [left, bottom],
        [right, bottom],
      ],
      { stroke: colour.soft },
    ),
    text(left - 6, top + 4, unit, { size: 11, anchor: "end", fill: colour.soft }),
    text((left + right) / 2, height - 4, label, { size: 11, anchor: "middle", fill: colour.soft }),
  );
};

/** Temperature of a chamber over time: up, hold, down, rest; not to scale in time, as its words tell. */
export const soakChart = ({ temperature, ramp, seconds, rest }: Of<"soak">, language: Language): string => {
  const height = 220;
  const [left, right, top, bottom] = [20, width - 12, 40, height - 40];
  const [target, lower, upper] = [temperature.target, temperature.lower, temperature.upper];
  const x = [left, left + 90, right - 210, right - 120, right];
  const high = top + 30;
  const zh = language === "zh";
  const rampWords = ramp
    ? withUnit(ramp, ramp.upper ? `≤ ${ramp.upper.text}` : (ramp.target?.text ?? ""))
    : "";
  return drawing(
    width,
    height,
    zh ? "老化温度曲线（示意）" : "Temperature over time (schematic)",
    rect(x[1]!, high - 10, x[2]! - x[1]!, 20, { fill: colour.accentSoft }),
    polyline(
      [
        [x[0]!, bottom],
        [x[1]!, high],
        [x[2]!, high],
        [x[3]!, bottom],
        [x[4]!, bottom],
      ],
      { stroke: colour.accent, width: 2.5 },
    ),
    polyline(
      [
        [left, bottom + 0.5],
        [right, bottom + 0.5],
      ],
      { stroke: colour.soft },
    ),
    text(
      (x[1]! + x[2]!) / 2,
      high - 18,
      `${withUnit(temperature, target!.text)}${lower && upper ? `（${lower.text}…${upper.text}）`.replace("（", zh ? "（" : " (").replace("）", zh ? "）" : ")") : ""}`,
      { anchor: "middle", bold: true },
    ),
    text((x[1]! + x[2]!) / 2, high + 32, `${zh ? "每批" : "a batch"} ${seconds.text} s`, {
      anchor: "middle",
      fill: colour.soft,
    }),
    rampWords
      ? text(x[0]! + 50, bottom + 18, rampWords, { size: 11, anchor: "middle", fill: colour.soft })
      : "",
    rest
      ? text(x[4]!, bottom + 18, `${zh ? "静置" : "rest"} ≥ ${rest.text} s`, {
          size: 11,
          anchor: "end",
          fill: colour.soft,
        })
      : "",
  );
};

/** The routing, with the instruction's own segment marked. */
export const flowChart = ({ stops }: Of<"flow">, language: Language): string => {
  const perRow = Math.min(5, Math.max(1, stops.length));
  const [gap, row] = [22, 66];
  const box = Math.min(150, (width - (perRow - 1) * gap) / perRow);
  const rows = Math.ceil(stops.length / perRow);
  const drawn = stops.map(({ number, name, own }, index) => {
    const x = (index % perRow) * (box + gap);
    const y = Math.floor(index / perRow) * row + 4;
    const last = index === stops.length - 1;
    const turns = index % perRow === perRow - 1;
    const arrow =
      last || turns
        ? ""
        : polygon(
            [
              [x + box + 5, y + 17],
              [x + box + gap - 5, y + 24],
              [x + box + 5, y + 31],
            ],
            { fill: colour.soft },
          );
    return [
      rect(
        x + 1,
        y,
        box - 2,
        48,
        {
          fill: own ? colour.accentSoft : colour.ground,
          stroke: own ? colour.accent : colour.line,
          width: own ? 2 : 1,
        },
        8,
      ),
      text(x + box / 2, y + 20, number.text, { size: 11, anchor: "middle", fill: colour.soft }),
      text(x + box / 2, y + 37, name[language].text, { anchor: "middle", bold: own, width: box - 12 }),
      arrow,
    ].join("");
  });
  return drawing(width, rows * row, language === "zh" ? "工艺流程" : "Process flow", ...drawn);
};

/** What goes on what, the first at the bottom. */
export const stackChart = ({ layers }: Of<"stack">, language: Language): string => {
  const row = 34;
  const height = layers.length * row + 22;
  const [left, depth, across] = [30, 34, 190];
  const drawn = layers.map(({ name, position, quantity }, index) => {
    const y = height - 12 - (index + 1) * row + 10;
    const shape = polygon(
      [
        [left + depth, y],
        [left + depth + across, y],
        [left + across, y + 20],
        [left, y + 20],
      ],
      { fill: index % 2 === 0 ? colour.accentSoft : colour.ground, stroke: colour.accent },
    );
    const lead = polyline(
      [
        [left + across + 16, y + 10],
        [left + across + 66, y + 10],
      ],
      { stroke: colour.line },
    );
    return `${shape}${lead}${text(left + across + 72, y + 14, `#${position.text}  ${name[language].text} × ${quantity.text}`, { size: 12, width: width - left - across - 80 })}`;
  });
  const axis = polyline(
    [
      [left + (depth + across) / 2, 6],
      [left + (depth + across) / 2, height - 6],
    ],
    { stroke: colour.soft, dash: "3 5" },
  );
  return drawing(
    width,
    height,
    language === "zh" ? "装配层次（由下往上）" : "Layers, from the bottom up",
    axis,
    ...drawn.toReversed(),
  );
};

/** The unit in its fixture, and each instrument with what it reads. */
export const setUpChart = ({ unit, fixture, instruments }: Of<"set-up">, language: Language): string => {
  const heights = instruments.map(({ reads }) => 34 + reads.length * 16);
  const total = Math.max(
    150,
    heights.reduce((sum, one) => sum + one + 12, 8),
  );
  const middle = total / 2;
  const [left, right] = [220, 330];
  let y = 8;
  const drawn = instruments.map(({ name, reads }, index) => {
    const top = y;
    const high = heights[index]!;
    y += high + 12;
    const at = top + high / 2;
    return [
      element("path", {
        d: `M${left} ${middle} C ${left + 60} ${middle}, ${right - 60} ${at}, ${right} ${at}`,
        style: `fill:none;stroke:${colour.accent};stroke-width:1.5`,
      }),
      rect(right, top, width - right - 6, high, { fill: colour.ground, stroke: colour.accent }, 8),
      text(right + 12, top + 20, name[language].text, { bold: true, width: width - right - 30 }),
      ...reads.map((one, line) =>
        text(right + 12, top + 38 + line * 16, one[language].text, {
          size: 11.5,
          fill: colour.soft,
          width: width - right - 30,
        }),
      ),
    ].join("");
  });
  return drawing(
    width,
    total,
    language === "zh" ? "测试连接图" : "Test set-up",
    ...drawn,
    rect(10, middle - 62, left - 10, 124, { fill: colour.ground, stroke: colour.soft, dash: "5 4" }, 10),
    text(22, middle - 42, fixture?.[language].text ?? "", {
      size: 11.5,
      fill: colour.soft,
      width: left - 34,
    }),
    rect(30, middle - 28, left - 50, 66, { fill: colour.accentSoft, stroke: colour.accent, width: 2 }, 8),
    text(30 + (left - 50) / 2, middle + 9, unit[language].text, {
      anchor: "middle",
      bold: true,
      width: left - 62,
    }),
  );
};
