import type { Bilingual } from "../../services/core/errors.ts";
import { type ReceiptExpected, receiptsExpected } from "../../services/mes/queries/expected-receipts.ts";
import { choiceOf } from "../runtime/choice.ts";
import type { ToolHandler } from "../runtime/context.ts";
import { formatPlantTime, languageIn, momentOfDeadline, plantDayTime } from "../runtime/format.ts";
import { asksForOverdue, asksForReceived } from "../runtime/spoken/about/receipts.ts";
import { aheadIn } from "../runtime/spoken/periods/ahead.ts";
import { periodNamed } from "../runtime/spoken/times/period.ts";
import type { Evidence } from "../runtime/tool.ts";

/** As many as a sentence holds, and as are shown. */
const mostTold = 4;
const mostShown = 12;
/** As many of those that should have come as leave room for the next. */
const mostOverdue = 8;

/** The whole of the stretch that is named; today where none is. A day that is past in part counts from its morning. */
const stretchIn = (text: string, now: Date): { from: Date; to: Date; name: Bilingual } => {
  const today = {
    from: momentOfDeadline(`${plantDayTime(now).day}T00:00`),
    to: momentOfDeadline(plantDayTime(now).day),
    name: { zh: "今天", en: "Today" },
  };
  const ahead = aheadIn(text, now);
  if (ahead && ahead.to > today.to) return { from: ahead.from, to: ahead.to, name: ahead.name };
  const past = periodNamed(text, now);
  return past && past.to < now ? { from: past.from, to: past.to, name: past.name } : today;
};

const told = ({ id, material_id: material, quantity, expected_time: time, supplier }: ReceiptExpected) =>
  `${id} ${material} × ${quantity}, ${formatPlantTime(time)}, ${supplier}`;

/**
 * Which receipts are expected in the stretch that is named, or of a material whenever they come, and which should have come by now.
 * What was received is booked by the MES: it is stock then, and stands here no more.
 */
export const tellReceipts: ToolHandler = async ({ db, clock, args, text }) => {
  const now = clock.now();
  const language = languageIn(text);
  const material = args.material ?? undefined;
  const { from, to, name } = stretchIn(text, now);
  const [all, overdue] = await Promise.all([
    receiptsExpected(db, material ? { material } : { from, to }),
    receiptsExpected(db, { to: now, material }),
  ]);
  const onlyOverdue = !material && asksForOverdue(text);
  const next = onlyOverdue ? await receiptsExpected(db, { from: now, to }) : [];
  const shown = onlyOverdue ? [...overdue.slice(0, mostOverdue), ...next] : all;
  const list = (those: readonly ReceiptExpected[], tongue: "zh" | "en") =>
    those.length === 0
      ? ""
      : `${tongue === "zh" ? "：" : ": "}${those
          .slice(0, mostTold)
          .map(told)
          .join(
            tongue === "zh" ? "；" : "; ",
          )}${those.length > mostTold ? (tongue === "zh" ? "；其余见下" : "; the rest below") : ""}`;
  const [since, until] = [formatPlantTime(from), formatPlantTime(to)];
  const when = material
    ? { zh: `${material} 在途`, en: `Of ${material} ` }
    : { zh: `${name.zh}（${since} 到 ${until}）预计到货`, en: `${name.en} (${since} to ${until}) ` };
  const booked = asksForReceived(text)
    ? {
        zh: "收了哪些由 MES 登记，收进来就成了批次，这里没有收货清单，只有还没收的。",
        en: "What was received is booked by the MES and is stock then; here only what is still to come is listed. ",
      }
    : { zh: "", en: "" };
  const lapsed =
    overdue.length > 0
      ? {
          zh: `过了预计时间还没收的 ${overdue.length} 笔${onlyOverdue ? list(overdue, "zh") : ""}。`,
          en: `${overdue.length} past their time and not received${onlyOverdue ? list(overdue, "en") : ""}. `,
        }
      : { zh: "没有过了预计时间还没收的。", en: "None is overdue. " };
  const coming = onlyOverdue ? next : all;
  const expected = {
    zh: `${when.zh} ${coming.length} 笔${list(coming, "zh")}。`,
    en: `${when.en}${coming.length} ${coming.length === 1 ? "receipt is" : "receipts are"} expected${list(coming, "en")}. `,
  };
  const parts = onlyOverdue ? [lapsed, expected] : [expected, lapsed];
  const [first] = shown;
  return {
    text: {
      zh: `${booked.zh}${parts.map(({ zh }) => zh).join("")}`,
      en: `${booked.en}${parts.map(({ en }) => en).join("")}`.trim(),
    },
    rows: shown.slice(0, mostShown).map((one) => ({
      label: { zh: `${one.id} ${one.name_zh}`, en: `${one.id} ${one.name_en}` },
      value: `${one.material_id} × ${one.quantity} · ${formatPlantTime(one.expected_time)} · ${one.supplier}`,
    })),
    evidence: [
      {
        kind: "material",
        id: material ?? "ALL",
        facts: { expected: coming.length, overdue: overdue.length, from: since, to: until },
        source: "expected_receipt",
        at: now.toISOString(),
      },
      ...shown.slice(0, mostShown).map(
        (one): Evidence => ({
          kind: "material",
          id: one.material_id,
          label: `${one.name_zh} ${one.name_en}`,
          facts: {
            receipt: one.id,
            quantity: one.quantity,
            expected: formatPlantTime(one.expected_time),
            supplier: one.supplier,
            overdue: one.expected_time < now,
            reliability: `${Math.round(one.reliability * 100)}%`,
          },
          source: "expected_receipt",
          at: now.toISOString(),
        }),
      ),
    ],
    choices: [
      ...(first ? [choiceOf("what_if_late", { material: first.material_id, days: 2 }, language)] : []),
      choiceOf("short_material", {}, language),
    ],
  };
};
