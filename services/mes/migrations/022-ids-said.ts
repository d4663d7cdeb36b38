const said = String.raw`lower(regexp_replace(id, '(^|[-_ ])0+(?=\d)', '\1', 'g'))`;

/** Ids as people say them, without leading zeros and in any case: each sentence asks for what it may name (queries/things.ts). */
export const idsSaid = [
  "material_lot",
  "expected_receipt",
  "material_requisition",
  "transport_order",
  "job_order",
]
  .map((table) => `create index ${table}_id_said on ${table} (${said});`)
  .join("\n");
