import type { Generated } from "kysely";

/** Material: lots on hand and receipts that are expected. */
export interface MaterialTables {
  material: MaterialTable;
  material_lot: MaterialLotTable;
  expected_receipt: ExpectedReceiptTable;
}

export interface MaterialTable {
  id: string;
  name_zh: string;
  name_en: string;
  category: string;
  unit: Generated<string>;
  kind: "Component" | "Product";
  /** Solder joints of a part; null where nobody has said. */
  terminations: Generated<number | null>;
}

export interface MaterialLotTable {
  id: string;
  material_id: string;
  quantity: number;
  reserved: Generated<number>;
  status: "Released" | "Quarantine" | "Blocked";
  location: string;
  expires_at: Date | null;
  vendor: Generated<string | null>;
  /** Pieces of one bin are alike in brightness, colour, frequency. */
  bin: Generated<string | null>;
}

export interface ExpectedReceiptTable {
  id: string;
  material_id: string;
  quantity: number;
  expected_time: Date;
  supplier: string;
  reliability: Generated<number>;
  bin: Generated<string | null>;
}
