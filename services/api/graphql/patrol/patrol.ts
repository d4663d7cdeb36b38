import {
  type FindingTold,
  patrolFindings,
  patrolKinds,
  patrolRobots,
  patrolRoutes,
  type RobotRow,
  type RoundRow,
  type RouteRow,
  roundsOf,
} from "../../../mes/queries/patrol.ts";
import { builder } from "../builder.ts";
import { pageSize } from "../connection.ts";
import { BilingualText } from "../plant/plant.ts";

const RoundType = builder.objectRef<RoundRow>("PatrolRound").implement({
  description: "One time that a route was gone, or was to be.",
  fields: (t) => ({
    id: t.exposeID("id"),
    dueAt: t.expose("due_at", {
      type: "DateTime",
      nullable: true,
      description: "When it was to begin; null for one that no schedule asked for. Plant time.",
    }),
    startedAt: t.expose("started_at", {
      type: "DateTime",
      nullable: true,
      description: "When it began; null while it has not. Plant time.",
    }),
    endedAt: t.expose("ended_at", {
      type: "DateTime",
      nullable: true,
      description: "When it ended; null while it has not. Plant time.",
    }),
    status: t.exposeString("status", { description: "Due, Running, Completed, Aborted, Overdue." }),
    patroller: t.exposeString("patroller", {
      nullable: true,
      description: "Robot or person that goes it; null before it began.",
    }),
  }),
});

const mostRounds = 12;
const RouteType = builder.objectRef<RouteRow>("PatrolRoute").implement({
  description: "A route of checkpoints that a robot or people go.",
  fields: (t) => ({
    id: t.exposeID("id"),
    name: t.field({ type: BilingualText, resolve: ({ name_zh: zh, name_en: en }) => ({ zh, en }) }),
    patroller: t.exposeString("patroller", { description: "A robot's id, or a role of people." }),
    firstMinute: t.exposeInt("first_minute", {
      description: "Minutes after midnight at which it begins first.",
    }),
    everyMinutes: t.exposeInt("every_minutes", { description: "Minutes from one round to the next." }),
    graceMinutes: t.exposeInt("grace_minutes", {
      description: "After so long without a beginning a round is overdue.",
    }),
    checkpoints: t.field({
      type: "JSON",
      description: "Its checkpoints with what is looked at there and within which limits.",
      resolve: ({ checkpoints }) => checkpoints,
    }),
    rounds: t.field({
      type: [RoundType],
      description: "The latest ones.",
      resolve: ({ id }, _args, { db }) => roundsOf(db, id, mostRounds),
    }),
  }),
});

const RobotType = builder.objectRef<RobotRow>("PatrolRobot").implement({
  description: "A robot that patrols, as it last reported.",
  fields: (t) => ({
    id: t.exposeID("id"),
    online: t.exposeBoolean("online"),
    x: t.exposeFloat("x", {
      nullable: true,
      description: "Metres, as on the roadmap; null where it does not know.",
    }),
    y: t.exposeFloat("y", {
      nullable: true,
      description: "Metres, as on the roadmap; null where it does not know.",
    }),
    battery: t.exposeFloat("battery", {
      nullable: true,
      description: "Charge in percent; null where it does not tell.",
    }),
  }),
});

const FindingType = builder.objectRef<FindingTold>("PatrolFinding").implement({
  description: "Something that was not as it should be at a checkpoint, until a person has closed it.",
  fields: (t) => ({
    id: t.exposeID("id"),
    routeId: t.exposeString("route_id", { description: "Route on which it was found." }),
    kind: t.exposeString("kind", { description: "What was looked at, such as temperature or blockedAisle." }),
    kindName: t.field({
      type: BilingualText,
      description: "The same in words.",
      resolve: ({ kind }) => patrolKinds[kind],
    }),
    severity: t.exposeString("severity", { description: "Info, Warning, Critical." }),
    place: t.expose("place", { type: BilingualText, description: "The checkpoint's name." }),
    check: t.expose("check", { type: BilingualText, description: "What the check asks for, in words." }),
    x: t.exposeFloat("x", { description: "Metres, as on the roadmap." }),
    y: t.exposeFloat("y"),
    value: t.exposeFloat("value", {
      nullable: true,
      description: "The last reading; null for a check without limits.",
    }),
    lowerLimit: t.exposeFloat("lower_limit", {
      nullable: true,
      description: "Least that is right; null where there is none.",
    }),
    upperLimit: t.exposeFloat("upper_limit", {
      nullable: true,
      description: "Most that is right; null where there is none.",
    }),
    unit: t.exposeString("unit"),
    text: t.exposeString("text", {
      nullable: true,
      description: "What the patroller noted; null where nothing.",
    }),
    imageId: t.exposeString("image_id", {
      nullable: true,
      description: "Picture at /inspection/images/ID; null without one.",
    }),
    imageUrl: t.exposeString("image_url", {
      nullable: true,
      description: "Where a picture is kept elsewhere; null where none is.",
    }),
    openedAt: t.expose("opened_at", {
      type: "DateTime",
      description: "When it was found first; plant time.",
    }),
    lastAt: t.expose("last_at", { type: "DateTime", description: "When it was found last; plant time." }),
    times: t.exposeInt("times", { description: "Readings that found it." }),
    backAt: t.expose("back_at", {
      type: "DateTime",
      nullable: true,
      description: "When a later reading was as it should be again; null while none was.",
    }),
    status: t.exposeString("status", { description: "Open, Assigned, Closed." }),
    assignedTo: t.exposeString("assigned_to", {
      nullable: true,
      description: "Person who sees to it, by id; null while nobody does.",
    }),
    closedBy: t.exposeString("closed_by", {
      nullable: true,
      description: "Person who closed it, by id; null while it is open.",
    }),
    closedAt: t.expose("closed_at", {
      type: "DateTime",
      nullable: true,
      description: "When it was closed; null while it is open. Plant time.",
    }),
    note: t.exposeString("note", { nullable: true, description: "What was done; null while it is open." }),
  }),
});

const most = 200;
builder.queryFields((t) => ({
  patrolRoutes: t.field({
    type: [RouteType],
    description: "Routes of checkpoints, with their latest rounds.",
    resolve: (_root, _args, { db }) => patrolRoutes(db),
  }),
  patrolRobots: t.field({
    type: [RobotType],
    description: "Robots that patrol, as they last reported.",
    resolve: (_root, _args, { db }) => patrolRobots(db),
  }),
  patrolFindings: t.field({
    type: [FindingType],
    description: "Findings of patrols, the gravest first; with all, those too that are closed.",
    args: { all: t.arg.boolean({ description: "With those that are closed." }), first: t.arg.int() },
    resolve: (_root, { all, first }, { db }) =>
      patrolFindings(db, { all: all ?? false, limit: pageSize({ first }, most) }),
  }),
}));
