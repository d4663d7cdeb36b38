import type { AuditTables } from "./schema/audit.ts";
import type { CellTables } from "./schema/cell.ts";
import type { ConversationTables } from "./schema/conversation.ts";
import type { DefinitionTables } from "./schema/definition.ts";
import type { DispatchTables } from "./schema/dispatch.ts";
import type { EquipmentTables } from "./schema/equipment.ts";
import type { EventTables } from "./schema/event.ts";
import type { FigureTables } from "./schema/figure.ts";
import type { InspectionTables } from "./schema/inspection.ts";
import type { InstructionTables } from "./schema/instruction.ts";
import type { KnowledgeTables } from "./schema/knowledge.ts";
import type { MaterialTables } from "./schema/material.ts";
import type { OrderTables } from "./schema/order.ts";
import type { PatrolTables } from "./schema/patrol.ts";
import type { PersonnelTables } from "./schema/personnel.ts";
import type { PlanTables } from "./schema/plan.ts";
import type { PlaybookTables } from "./schema/playbook.ts";
import type { RepairTables } from "./schema/repair.ts";
import type { TrafficTables } from "./schema/traffic.ts";

/** Tables of the MES data store. Business times are plant time; `created_at` and the like are wall time. */
export interface Database
  extends EquipmentTables,
    PersonnelTables,
    MaterialTables,
    DefinitionTables,
    OrderTables,
    PlanTables,
    DispatchTables,
    RepairTables,
    InspectionTables,
    PatrolTables,
    CellTables,
    InstructionTables,
    KnowledgeTables,
    EventTables,
    FigureTables,
    AuditTables,
    PlaybookTables,
    TrafficTables,
    ConversationTables {}
