import type { Bilingual } from "../../../services/core/errors.ts";
import type { ClusterSource } from "../../../services/mes/schema/inspection.ts";
import { defectKindName } from "../../../services/protocols/cfx/defect-kinds.ts";
import type { InspectionMethod } from "../../../services/protocols/cfx/inspection.ts";

/** A cluster, as far as words need it. */
export interface ToldCluster {
  readonly line: string;
  readonly method: InspectionMethod;
  readonly kind: string;
  readonly source: ClusterSource;
  readonly source_id: string;
  readonly product_id: string | null;
  /** Boards with it, and of them those on which all calls were rejected. */
  readonly found: number;
  readonly rejected: number;
  readonly expected: number;
  readonly boards: number;
}

/** What a cause is called: "feeder F-12". */
export const sourceName = ({
  source,
  source_id: id,
  product_id: product,
  method,
}: Pick<ToldCluster, "source" | "source_id" | "product_id" | "method">): Bilingual => {
  switch (source) {
    case "feeder":
      return { zh: `供料器 ${id}`, en: `feeder ${id}` };
    case "nozzle":
      return { zh: `吸嘴 ${id}`, en: `nozzle ${id}` };
    case "lot":
      return { zh: `物料批次 ${id}`, en: `material lot ${id}` };
    case "panel":
      return { zh: `${product ?? ""} 拼板第 ${id} 位`, en: `panel position ${id} of ${product ?? ""}` };
    case "designator":
      return method === "SPI"
        ? {
            zh: `${product ?? ""} 位号 ${id} 的钢网开孔`,
            en: `the stencil aperture of ${id} on ${product ?? ""}`,
          }
        : { zh: `${product ?? ""} 位号 ${id}`, en: `place ${id} of ${product ?? ""}` };
    default:
      return source satisfies never;
  }
};

const paste = new Set([
  "InsufficientSolder",
  "ExcessiveSolder",
  "Short",
  "Solderball",
  "PasteShort",
  "WrongPasteVolume",
]);

/** What is looked at first. */
export const adviceOf = ({
  source,
  source_id: id,
  kind,
  method,
  found,
  rejected,
}: ToldCluster): Bilingual => {
  if (rejected * 2 > found)
    return {
      zh: "多数已被判为误报：先检查检测程序和光源",
      en: "most were rejected as false calls: check the inspection program and its light first",
    };
  switch (source) {
    case "feeder":
      return {
        zh: `检查供料器 ${id} 的送料位置与料带，必要时更换`,
        en: `check the pick position and tape of feeder ${id}; exchange it if need be`,
      };
    case "nozzle":
      return { zh: `清洁或更换吸嘴 ${id}，检查真空`, en: `clean or exchange nozzle ${id}, check its vacuum` };
    case "lot":
      return { zh: `隔离批次 ${id}，检查可焊性与来料`, en: `quarantine lot ${id}, check its solderability` };
    case "panel":
      return paste.has(kind)
        ? {
            zh: "检查该拼板位置下方的顶针支撑与刮刀压力",
            en: "check the board support below that position and the squeegee's pressure",
          }
        : { zh: "检查该拼板位置的定位与基准点", en: "check how that position is clamped and its fiducials" };
    case "designator":
      return method === "SPI" || paste.has(kind)
        ? {
            zh: "清洗钢网，检查该开孔是否堵塞",
            en: "clean the stencil, look whether the aperture is blocked",
          }
        : { zh: "检查该位号的贴装坐标与元件库", en: "check the placement data and package of that place" };
    default:
      return source satisfies never;
  }
};

/** A cluster in a sentence: "SMT-2: AOI called missing part on 18 of 400 boards (usually 0.1), most probably feeder F-26". */
export const clusterText = (cluster: ToldCluster): Bilingual => {
  const { line, method, kind, found, expected, boards } = cluster;
  const [name, cause] = [defectKindName(kind), sourceName(cluster)];
  const usual = expected < 0.1 ? "< 0.1" : expected.toFixed(1);
  return {
    zh: `${line}：${method} 在 ${boards} 块板中的 ${found} 块上报出${name.zh}（平常 ${usual} 块），最可能是${cause.zh}`,
    en: `${line}: ${method} called ${name.en} on ${found} of ${boards} boards (usually ${usual}), most probably ${cause.en}`,
  };
};
