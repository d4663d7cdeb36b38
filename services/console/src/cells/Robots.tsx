import type { Robot } from "../../../protocols/cell/description.ts";
import { useLanguage } from "../lib/language.ts";
import { hueIn } from "./hue.ts";
import { besides, type Layout, type Point } from "./layout.ts";
import type { RobotNow } from "./motion.ts";
import { UnitBox } from "./Places.tsx";

/** What a robot does, in words. */
export const useDoing = () => {
  const { t } = useLanguage();
  return (robot: Robot, { step, place, moving, arms }: RobotNow, isOut: boolean): string => {
    if (isOut) return t("robotsOut");
    if (!step) return `${t(moving ? "robotMoves" : "robotWaits")} ${place}`;
    const kind = t(`kind_${step.kind}` as "kind_carry");
    const pair = arms > 1 || step.robots.length > 1;
    const with_ =
      step.robots.length > 1 ? ` + ${step.robots.filter((id) => id !== robot.id).join(" + ")}` : "";
    return `${kind} ${step.unit.split("-")[0]}${step.from ? ` ${step.from} → ${step.at}` : ` ${step.at}`}${
      pair ? ` · ${t("bothArms")}${with_}` : ""
    }`;
  };
};

/** An arm as two links from its shoulder to its hand. */
const Arm = ({ from, to, bend, idle }: { from: Point; to: Point; bend: number; idle: boolean }) => {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.max(1, Math.hypot(dx, dy));
  const elbow = {
    x: from.x + dx / 2 - (dy / length) * bend,
    y: from.y + dy / 2 + (dx / length) * bend,
  };
  return (
    <g className={idle ? "arm idle" : "arm"}>
      <path d={`M${from.x} ${from.y} L${elbow.x} ${elbow.y} L${to.x} ${to.y}`} />
      <circle cx={elbow.x} cy={elbow.y} r={3.5} className="joint" />
      <circle cx={to.x} cy={to.y} r={4.5} className="hand" />
    </g>
  );
};

/** A hand that has nothing to do waits short of the place, outside its zone. */
const short = 0.62;
const near = (from: Point, to: Point, part: number): Point => ({
  x: from.x + (to.x - from.x) * part,
  y: from.y + (to.y - from.y) * part,
});

interface RobotProps {
  readonly robot: Robot;
  readonly robots: readonly Robot[];
  readonly now: RobotNow;
  readonly layout: Layout;
  readonly hueOf: (unit: string) => number;
  readonly isOut: boolean;
  readonly chosen: boolean;
  readonly onChoose: (robot: string) => void;
  readonly onLook: (robot: string | undefined) => void;
}

const ArmRobot = ({ robot, now, layout, hueOf, armsAtWork }: RobotProps & { armsAtWork: number }) => {
  const foot = layout.foot(robot.id);
  const target = now.step ? now.at : near(foot, now.at, short);
  const shoulders = robot.arms.length === 2 ? [-13, 13] : [0];
  const both = armsAtWork > 1 || (now.step !== undefined && now.step.robots.length > 1);
  return (
    <>
      {shoulders.map((side, index) => {
        const shoulder = { x: foot.x + side, y: foot.y };
        const works = now.step !== undefined && index < armsAtWork;
        // The second arm of a robot that uses one rests in front of it.
        const rests = robot.arms.length === 2 && !works && (now.step !== undefined || index === 1);
        const apart = both && robot.arms.length === 2 ? (index === 0 ? -17 : 17) : 0;
        const hand = rests
          ? { x: shoulder.x + side * 1.2, y: shoulder.y + 20 }
          : { x: target.x + apart, y: target.y };
        return <Arm key={side} from={shoulder} to={hand} bend={index === 0 ? -14 : 14} idle={!works} />;
      })}
      {now.carries ? <UnitBox at={target} unit={now.carries} hue={hueOf(now.carries)} /> : null}
      <g transform={`translate(${foot.x} ${foot.y})`} className="foot">
        <rect x={-27} y={-11} width={54} height={22} rx={11} />
        <text y={3.5} textAnchor="middle">
          {robot.id}
        </text>
      </g>
    </>
  );
};

const Vehicle = ({ robot, robots, now, hueOf }: RobotProps) => {
  const aside = besides(robots, robot.id);
  const at = { x: now.at.x + aside.x, y: now.at.y + aside.y };
  return (
    <>
      <g transform={`translate(${at.x} ${at.y})`} className="wheels">
        <rect x={-16} y={-9} width={32} height={18} rx={5} />
        <circle cx={-9} cy={9} r={3} />
        <circle cx={9} cy={9} r={3} />
        <text y={3.5} textAnchor="middle" className="vehicle-id">
          {robot.id.slice(-2)}
        </text>
      </g>
      {now.carries ? (
        <UnitBox at={{ x: at.x, y: at.y - 17 }} unit={now.carries} hue={hueOf(now.carries)} />
      ) : null}
    </>
  );
};

/** A robot where it is, with what is in its hands; its reach shows when it is looked at. */
export const RobotDrawn = (props: RobotProps) => {
  const { robot, now, isOut, chosen, onChoose, onLook } = props;
  const { pick, t } = useLanguage();
  const doing = useDoing();
  const label = `${pick(robot.name)} ${robot.id}, ${t(`robot_${robot.kind}`)}: ${doing(robot, now, isOut)}`;
  return (
    <g
      className={`robot robot-${robot.kind} ${isOut ? "out" : ""} ${chosen ? "chosen" : ""} ${now.step ? "working" : ""}`}
      style={
        {
          "--hue": hueIn(
            props.robots.map(({ id }) => id),
            robot.id,
          ),
        } as React.CSSProperties
      }
      role="button"
      tabIndex={0}
      aria-pressed={chosen}
      aria-label={label}
      data-robot={robot.id}
      data-arms={now.arms}
      onClick={() => onChoose(robot.id)}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        onChoose(robot.id);
      }}
      onPointerEnter={() => onLook(robot.id)}
      onPointerLeave={() => onLook(undefined)}
      onFocus={() => onLook(robot.id)}
      onBlur={() => onLook(undefined)}
    >
      <title>{label}</title>
      {robot.kind === "agv" ? <Vehicle {...props} /> : <ArmRobot {...props} armsAtWork={now.arms} />}
    </g>
  );
};
