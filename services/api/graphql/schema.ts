import type { GraphQLSchema } from "graphql";
import "./acts.ts";
import "./alerts.ts";
import { builder } from "./builder.ts";
import "./events.ts";
import "./figures.ts";
import "./import.ts";
import "./knowledge.ts";
import "./instructions.ts";
import "./orders.ts";
import "./plan.ts";
import "./planning.ts";
import "./plant.ts";
import "./proposals.ts";
import "./repair.ts";
import "./stretch.ts";
import "./viewer.ts";

export const schema: GraphQLSchema = builder.toSchema();
