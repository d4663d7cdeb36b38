import { parts, products, segments } from "./catalogue.ts";
import type { Random } from "./random.ts";
import type { SeedRows } from "./rows.ts";
import { at } from "./time.ts";

/** Seconds that units cool down after burn-in, before they may be tested. */
const coolDownSeconds = 900;

const materialId = (number: number): string => `MAT-${String(number).padStart(5, "0")}`;
const materialCount = 1_500;

export interface Bom {
  readonly product: string;
  readonly items: readonly {
    segment: number;
    position: number;
    material: string;
    per: number;
    alternates: string[];
  }[];
}

export const materials = (random: Random) => {
  const kinds = Object.entries(parts);
  const component = Array.from({ length: materialCount }, (_, index) => {
    const [category, part] = kinds[index % kinds.length]!;
    const value = part.values[Math.floor(index / kinds.length) % part.values.length]!;
    return {
      id: materialId(index + 1),
      name_zh: `${part.zh} ${value}`,
      name_en: `${part.en} ${value}`,
      category,
      kind: "Component" as const,
    };
  });
  const product = products.map(({ id, zh, en }) => ({
    id,
    name_zh: zh,
    name_en: en,
    category: "finished",
    kind: "Product" as const,
  }));
  const byKind = new Map(
    kinds.map(([category]) => [category, component.filter((row) => row.category === category)]),
  );
  const boms = products.map(({ id }): Bom => {
    const count = random.int(25, 60);
    const chosen = random.sample(component, count);
    const items = chosen.map((material, position) => {
      const part = parts[material.category]!;
      const alternatives = byKind
        .get(material.category)!
        .filter((row) => row.name_en === material.name_en && row.id !== material.id);
      return {
        segment: part.smt ? 10 : 20,
        position: position + 1,
        material: material.id,
        per: random.int(part.per[0], part.per[1]),
        alternates: random.chance(0.2)
          ? random.sample(alternatives, random.int(1, 2)).map((row) => row.id)
          : [],
      };
    });
    return { product: id, items };
  });
  return { component, product, boms };
};

export const workMasterId = (product: string): string => `WM-${product}`;

export const workMasters = (
  random: Random,
  boms: readonly Bom[],
  isUniform: (product: string, position: number) => boolean,
): SeedRows => {
  const rows: Required<
    Pick<
      SeedRows,
      | "work_master"
      | "work_master_segment"
      | "segment_equipment"
      | "bom_item"
      | "bom_alternate"
      | "document"
      | "tool"
    >
  > = {
    work_master: [],
    work_master_segment: [],
    segment_equipment: [],
    bom_item: [],
    bom_alternate: [],
    document: [],
    tool: [],
  };
  for (const [index, product] of products.entries()) {
    const master = workMasterId(product.id);
    rows.work_master.push({ id: master, product_id: product.id });
    for (const segment of segments) {
      const tool =
        segment.process === "BI"
          ? null
          : `${segment.process === "SMT" ? "STENCIL" : "FIXTURE"}-${segment.process}-${product.id}`;
      const document = `WI-${segment.process}-${product.id}`;
      rows.work_master_segment.push({
        work_master_id: master,
        segment: segment.segment,
        name_zh: segment.zh,
        name_en: segment.en,
        process: segment.process,
        setup_family: `${segment.process}-F${product.family}`,
        batch_size: segment.process === "BI" ? 100 : 1,
        tool_id: tool,
        skill:
          segment.process === "SMT"
            ? `SMT-${index % 2 === 0 ? "A" : "B"}`
            : segment.process === "FT" && product.family === 4
              ? "FT-RF"
              : `${segment.process}-A`,
        document_id: document,
        lag_seconds: segment.process === "BI" ? coolDownSeconds : 0,
      });
      const [fastest, slowest] = segment.seconds;
      const seconds = random.int(fastest, slowest);
      // The demonstration's own products run on every line; others leave one out.
      const everywhere = index < 2;
      const left = everywhere
        ? segment.lines
        : segment.lines.filter(
            (_, line) => line !== index % segment.lines.length || segment.lines.length === 2,
          );
      for (const line of left)
        rows.segment_equipment.push({
          work_master_id: master,
          segment: segment.segment,
          equipment_id: line,
          run_seconds: Math.round(seconds * (0.92 + random.int(0, 16) / 100) * 10) / 10,
        });
      const version = random.int(1, 6);
      for (let number = Math.max(1, version - 1); number <= version; number += 1)
        rows.document.push({
          id: document,
          version: number,
          title_zh: `${product.zh} ${segment.zh}作业指导书`,
          title_en: `${product.en}: ${segment.en} work instruction`,
          // One product waits for its instruction: its newest version is under review and no other may be used.
          status:
            index === 5 && segment.segment === 10
              ? number === version
                ? "FOR_REVIEW"
                : "DEPRECATED"
              : number === version
                ? "ACTIVE"
                : "DEPRECATED",
          changed_at: at(-random.int(5, 300)),
        });
      if (tool)
        rows.tool.push({
          id: tool,
          name_zh: segment.process === "SMT" ? `钢网 ${product.id}` : `工装 ${product.id}`,
          name_en: `${segment.process === "SMT" ? "Stencil" : "Fixture"} ${product.id}`,
          kind: segment.process === "SMT" ? "stencil" : "fixture",
          status: index === 7 && segment.segment === 10 ? "Maintenance" : "Available",
          location: `TOOL-${random.int(1, 40)}`,
          cycles_left: random.int(2_000, 60_000),
        });
    }
    for (const item of boms[index]!.items) {
      const key = { work_master_id: master, segment: item.segment, position: item.position };
      rows.bom_item.push({
        ...key,
        material_id: item.material,
        quantity_per: item.per,
        uniform: isUniform(product.id, item.position) ? "bin" : null,
      });
      for (const [rank, alternate] of item.alternates.entries())
        rows.bom_alternate.push({ ...key, material_id: alternate, rank: rank + 1 });
    }
  }
  return rows;
};

export const setups = (random: Random): SeedRows => {
  const minutes = { SMT: [18, 42], ASM: [8, 16], BI: [5, 8], FT: [10, 22] } as const;
  const families = [0, 1, 2, 3, 4, 5];
  return {
    setup_time: Object.entries(minutes).flatMap(([process, [from, to]]) =>
      families.flatMap((a) =>
        families.map((b) => ({
          process,
          from_family: `${process}-F${a}`,
          to_family: `${process}-F${b}`,
          seconds: a === b ? 0 : random.int(from, to) * 60,
        })),
      ),
    ),
  };
};
