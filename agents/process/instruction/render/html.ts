import type { Bilingual } from "../../../../services/core/errors.ts";
import { escaped } from "../../../../services/core/markup.ts";
import type { Fact, Instruction, MaterialLine, ParameterLine, Quote, Run, Step, Text } from "../model.ts";
import { captionOf, drawFigure } from "./figure.ts";
import { citationWords, sourceWords } from "./source-words.ts";
import { pageStyle } from "./style.ts";

/** What stands in the title block beside the instruction itself. */
export interface TitleBlock {
  readonly documentId: string;
  readonly version: number;
  readonly status: Bilingual;
  readonly title: Bilingual;
  /** As people read them; empty for what has not happened. */
  readonly effective: string;
  readonly writtenBy: string;
  readonly approvedBy: string;
  readonly history: readonly {
    readonly version: number;
    readonly status: Bilingual;
    readonly by: string;
    readonly when: string;
  }[];
  /** Steps that are no longer what the master data say. */
  readonly stale: readonly string[];
}

type Language = "zh" | "en";

const words = {
  document: { zh: "文件编号", en: "Document" },
  version: { zh: "版本", en: "Version" },
  status: { zh: "状态", en: "Status" },
  product: { zh: "产品", en: "Product" },
  segment: { zh: "工序", en: "Segment" },
  master: { zh: "工艺版本", en: "Work master" },
  bill: { zh: "清单版本", en: "Bill of material" },
  effective: { zh: "生效时间", en: "In force since" },
  written: { zh: "编制", en: "Written by" },
  approved: { zh: "批准", en: "Approved by" },
  prerequisites: { zh: "准备条件", en: "Prerequisites" },
  tools: { zh: "工装与资源", en: "Tools and resources" },
  skills: { zh: "技能", en: "Skills" },
  lines: { zh: "设备与节拍", en: "Lines and run times" },
  kit: { zh: "物料", en: "Kit" },
  safety: { zh: "安全与防护", en: "Safety" },
  steps: { zh: "作业步骤", en: "Steps" },
  materials: { zh: "物料", en: "Material" },
  parameters: { zh: "参数", en: "Parameters" },
  check: { zh: "检查", en: "Check" },
  note: { zh: "注意", en: "Note" },
  quoted: { zh: "依据", en: "From" },
  result: { zh: "合格标准", en: "Acceptance" },
  records: { zh: "记录", en: "Records to keep" },
  after: { zh: "后续", en: "What comes next" },
  history: { zh: "修订历史", en: "Revision history" },
  sources: { zh: "引用文件", en: "Documents cited" },
  position: { zh: "位置", en: "Pos." },
  material: { zh: "编号", en: "Id" },
  name: { zh: "名称", en: "Name" },
  quantity: { zh: "每台", en: "A unit" },
  designators: { zh: "位号", en: "Designators" },
  alternates: { zh: "替代料 / 供应商", en: "Alternates / vendors" },
  target: { zh: "目标", en: "Target" },
  limits: { zh: "限值", en: "Limits" },
  unit: { zh: "单位", en: "Unit" },
  method: { zh: "测量方法", en: "Measured by" },
  origin: { zh: "依据", en: "From" },
  stale: { zh: "主数据已变，请勿按本步骤作业", en: "The master data have changed: do not work by this step" },
} as const satisfies Record<string, Bilingual>;

/** The page of an instruction in one language: for screens, and for A4 paper. Nothing is loaded from elsewhere, and no script runs. */
export const instructionPage = (instruction: Instruction, block: TitleBlock, language: Language): string => {
  const t = (key: keyof typeof words) => words[key][language];
  const { passages, prerequisites, steps, product, segment, workMaster } = instruction;
  const numbers = new Map(Object.keys(passages).map((id, index) => [id, index + 1]));

  const fact = (one: Fact | null): string =>
    one === null
      ? "–"
      : `<span class="fact" title="${escaped(sourceWords(one.source, instruction)[language])}">${escaped(one.text)}</span>`;
  const runs = (list: readonly Run[]) =>
    list.map((run) => (typeof run === "string" ? escaped(run) : fact(run))).join("");
  const other: Language = language === "zh" ? "en" : "zh";
  const sentence = (text: Text) => runs(text[language].length > 0 ? text[language] : text[other]);
  const list = (texts: readonly Text[], tag: "ul" | "ol") =>
    texts.length === 0
      ? ""
      : `<${tag}>${texts.map((text) => `<li>${sentence(text)}</li>`).join("")}</${tag}>`;
  const quotes = (all: readonly Quote[]) =>
    all
      .map(
        ({ passage, text }) =>
          `<blockquote>${escaped(text)} <cite>[${numbers.get(passage) ?? "?"}] ${escaped(passages[passage] ? citationWords(passages[passage]) : "")}</cite></blockquote>`,
      )
      .join("");

  const materialTable = (lines: readonly MaterialLine[]) => {
    if (lines.length === 0) return "";
    const body = lines.map(
      ({ position, material, name, quantity, unit, designators, alternates, vendors, uniform }) => {
        const more = [
          ...alternates.map((one) => `${fact(one.rank)}. ${fact(one.material)}`),
          ...vendors.map((one) => fact(one)),
          ...(uniform ? [`= ${fact(uniform)}`] : []),
        ].join("<br>");
        return `<tr><td>${fact(position)}</td><td>${fact(material)}</td><td>${fact(name[language])}</td><td class="n">${fact(quantity)} ${fact(unit)}</td><td>${designators ? fact(designators) : ""}</td><td>${more}</td></tr>`;
      },
    );
    return `<table><thead><tr><th>${t("position")}</th><th>${t("material")}</th><th>${t("name")}</th><th class="n">${t("quantity")}</th><th>${t("designators")}</th><th>${t("alternates")}</th></tr></thead><tbody>${body.join("")}</tbody></table>`;
  };
  const parameterTable = (lines: readonly ParameterLine[]) => {
    if (lines.length === 0) return "";
    const body = lines.map(
      ({ name, target, lower, upper, unit, method, origin }) =>
        `<tr><td>${fact(name[language])}</td><td class="n">${fact(target)}</td><td class="n">${fact(lower)} … ${fact(upper)}</td><td>${unit ? fact(unit) : ""}</td><td>${method ? fact(method[language]) : ""}</td><td>${origin ? fact(origin) : ""}</td></tr>`,
    );
    return `<table><thead><tr><th>${t("name")}</th><th class="n">${t("target")}</th><th class="n">${t("limits")}</th><th>${t("unit")}</th><th>${t("method")}</th><th>${t("origin")}</th></tr></thead><tbody>${body.join("")}</tbody></table>`;
  };
  const stepOf = (step: Step, index: number) => {
    const old = block.stale.includes(step.id);
    const picture = step.figure
      ? `<figure>${drawFigure(step.figure, language)}<figcaption>${captionOf(step.figure)[language]}</figcaption></figure>`
      : "";
    return `<section class="step${old ? " stale" : ""}"><h3><b>${index + 1}</b> ${sentence(step.title)}</h3>${
      old ? `<p class="old">⚠ ${t("stale")}</p>` : ""
    }${list(step.action, "ol")}${quotes(step.quotes)}${
      step.notes.length > 0 ? `<div class="note"><b>${t("note")}</b>${list(step.notes, "ul")}</div>` : ""
    }${picture}${materialTable(step.materials)}${parameterTable(step.parameters)}${
      step.check.length > 0 ? `<div class="check"><b>${t("check")}</b>${list(step.check, "ul")}</div>` : ""
    }</section>`;
  };
  const head: readonly (readonly [keyof typeof words, string])[] = [
    ["document", escaped(block.documentId)],
    ["version", `${block.version}`],
    ["status", escaped(block.status[language])],
    ["effective", escaped(block.effective || "–")],
    ["product", `${fact(product.id)} ${fact(product.name[language])}`],
    ["segment", `${fact(segment.number)} ${fact(segment.name[language])}`],
    ["master", `${fact(workMaster.id)} / ${fact(workMaster.version)}`],
    ["bill", escaped(instruction.bomHash)],
    ["written", escaped(block.writtenBy)],
    ["approved", escaped(block.approvedBy || "–")],
  ];
  const need = (key: keyof typeof words, value: string) =>
    value === "" ? "" : `<tr><th>${t(key)}</th><td>${value}</td></tr>`;
  return `<!doctype html>
<html lang="${language === "zh" ? "zh-CN" : "en"}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escaped(`${block.documentId} ${block.version} ${block.title[language]}`)}</title><style>${pageStyle}</style></head>
<body><header><h1>${escaped(block.title[language])}</h1><dl>${head
    .map(([key, value]) => `<div><dt>${t(key)}</dt><dd>${value}</dd></div>`)
    .join("")}</dl></header>
${list(instruction.context, "ul").replaceAll("ul>", "div>").replaceAll("li>", "p>")}
<h2>${t("prerequisites")}</h2><table class="needs"><tbody>${[
    need("kit", prerequisites.kit.map(sentence).join("<br>")),
    need(
      "tools",
      prerequisites.tools
        .map(
          ({ id, name, units }) => `${fact(id)} ${fact(name[language])}${units ? ` × ${fact(units)}` : ""}`,
        )
        .join("<br>"),
    ),
    need("skills", prerequisites.skills.map(fact).join(", ")),
    need(
      "lines",
      prerequisites.lines
        .map(({ id, name, seconds }) => `${fact(id)} ${fact(name[language])}: ${fact(seconds)} s`)
        .join("<br>"),
    ),
    need("safety", quotes(prerequisites.safety)),
  ].join("")}</tbody></table>
<h2>${t("steps")}</h2>${steps.map(stepOf).join("\n")}
<h2>${t("result")}</h2>${list(instruction.result, "ul")}
<h2>${t("records")}</h2>${list(instruction.records, "ul")}
<h2>${t("after")}</h2>${list(instruction.after, "ul")}
${
  numbers.size > 0
    ? `<h2>${t("sources")}</h2><ol>${Object.values(passages)
        .map((one) => `<li>${escaped(citationWords(one))}</li>`)
        .join("")}</ol>`
    : ""
}
<h2>${t("history")}</h2><table><tbody>${block.history.map(({ version, status, by, when }) => `<tr><td>${version}</td><td>${escaped(status[language])}</td><td>${escaped(by)}</td><td>${escaped(when)}</td></tr>`).join("")}</tbody></table>
</body></html>`;
};
