import type { GraphQLSchema } from "graphql";

/** What a name, or a name of a type, means wherever it stands without a description of its own: one term, one meaning. */
const terms: Readonly<Record<string, string>> = {
  id: "Its id, unique among its kind.",
  idempotencyKey:
    "A text of your own making, 1 to 200 characters: the same key with the same content again gives the stored answer.",
  name: "Its name in Chinese and English.",
  title: "What it is called, on its page and in lists.",
  zh: "The Chinese text.",
  en: "The English text.",
  "from: DateTime": "The beginning, included; plant time.",
  "to: DateTime": "The end, not included; plant time.",
  version: "Its version, counted from 1.",
  planVersion: "Version of the plan that it is about.",
  workOrderId: "Work order (ISA-95 operations request).",
  jobOrderId: "Job order (ISA-95): one segment of a work order at one line.",
  workMasterId: "Work master (ISA-95): the routing by which it is made.",
  segment: "Number of the process segment (ISA-95): 10, 20, … in the order of work.",
  segments: "Process segments (ISA-95) in the order of work.",
  productId: "Material definition (ISA-95) of the product.",
  "product: BilingualText": "The product's name in Chinese and English.",
  materialId: "Material definition (ISA-95).",
  equipmentId: "Equipment (ISA-95): a line or station.",
  line: "A line (ISA-95 work centre), by its id.",
  lines: "Lines (ISA-95 work centres), by their ids.",
  personId: "Person (ISA-95), by id.",
  unitId: "Serial number of a unit.",
  receiptId: "Expected receipt of material.",
  documentId: "Document, by its id.",
  revision: "Revision of the document.",
  quantity: "Number of pieces.",
  good: "Good pieces (ISO 22400-2 GQ).",
  scrap: "Scrapped pieces (ISO 22400-2 SQ).",
  priority: "1 is the most urgent, 9 the least.",
  dueTime: "When it has to be done; plant time.",
  releaseTime: "From when on it may begin; plant time.",
  plannedEnd: "When the plan in force has its end; plant time.",
  lateSeconds: "Seconds by which it is late by the plan in force; 0 when it is in time.",
  "start: DateTime": "When it begins; plant time.",
  "end: DateTime": "When it ends; plant time.",
  "startedAt: DateTime": "When it began; plant time.",
  finishedAt: "When it was done.",
  actualStart: "When it really began; plant time.",
  actualEnd: "When it really ended; plant time.",
  time: "When it happened; plant time.",
  plantTime: "The plant's time then.",
  createdAt: "When it was made; plant time.",
  createdBy: "Person who made it.",
  changedAt: "When it was last changed; plant time.",
  changedBy: "Person who last changed it.",
  approvedBy: "Person who approved it.",
  acknowledgedBy: "Person who has seen it.",
  acknowledgedAt: "When that person did.",
  held: "Whether it is on hold.",
  holdReason: "Why it is on hold.",
  "unit: String": "Unit of measure.",
  "metric: String": "Id of a governed metric; metrics gives them.",
  first: "How many at most.",
  "after: String": "Cursor of the last one that you have.",
  cursor: "Where this one stands; goes into `after`.",
  nodes: "The rows of the page.",
  edges: "The rows of the page, each with its cursor.",
  node: "The row.",
  pageInfo: "Where the page ends, and whether there is more.",
  hasNextPage: "Whether there is more behind this page.",
  endCursor: "Cursor of the page's last row; goes into `after`.",
  totalCount: "Rows in all, whatever the page.",
  types: "Only of these types.",
  objectId: "Only about this object.",
  seq: "Number in the stream; grows.",
  objects: "The objects that it is about, with their part in it (OCEL 2.0).",
  attributes: "What more it tells.",
  steps: "The steps, in order.",
  code: "Code of what is wrong.",
  message: "What is wrong and how to mend it.",
  table: "Name of an import file without .csv.",
  column: "Column of the table.",
  rows: "Number of rows.",
  role: "Role that it is for.",
  roles: "Roles, by their ids.",
  argsHash: "Hash of the exact arguments, as they were shown.",
  "approve: Boolean": "True approves, false rejects.",
  language: "zh or en.",
  evidence: "What it rests on.",
  facts: "What it found, by name.",
  dryRun: "Checks only, and writes nothing.",
  online: "Whether it is connected.",
  issues: "What is wrong, one by one.",
  attempt: "Which try it was, counted from 1.",
  causeId: "Cause of the fault, of the plant's catalogue.",
  actionId: "Repair, of the plant's catalogue.",
  simulated: "Whether it comes of a simulation.",
  process: "Process that it runs: SMT, ASM, BI, FT.",
  setupFamily: "Orders of one family follow each other without a set-up.",
  area: "Area (ISA-95) of the site.",
  stateReason: "Why it is in that state.",
  stateSince: "Since when; plant time.",
  energyKWh: "What its meter shows, in kWh.",
  battery: "Charge in percent.",
  x: "Place on the map, in m.",
  y: "Place on the map, in m.",
  onHand: "Pieces in stock.",
  reserved: "Of these, pieces that requisitions have reserved.",
  blocked: "Of these, pieces that may not be used.",
};

interface Describable {
  readonly name: string;
  readonly type: unknown;
  description?: string | null | undefined;
}

/** Gives every field and argument without a description the meaning of its term. */
export const withTerms = (schema: GraphQLSchema): GraphQLSchema => {
  const describe = (part: Describable) => {
    part.description ??=
      terms[`${part.name}: ${String(part.type).replaceAll(/[[\]!]/g, "")}`] ?? terms[part.name];
  };
  for (const [name, type] of Object.entries(schema.getTypeMap())) {
    if (name.startsWith("__") || !("getFields" in type)) continue;
    for (const field of Object.values(type.getFields())) {
      describe(field);
      if ("args" in field) for (const arg of field.args) describe(arg);
    }
  }
  return schema;
};
