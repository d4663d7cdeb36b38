import { formatTime } from "../lib/clock.ts";
import { useLanguage } from "../lib/language.ts";
import { type Player, speeds } from "./usePlayer.ts";

/** Drawings on a grid of 24. */
const shapes = {
  play: "M7 4l13 8-13 8z",
  pause: "M6 4h4v16H6zM14 4h4v16h-4z",
  nextEvent: "M6 5l9 7-9 7zM17 5h2v14h-2z",
  previousEvent: "M18 5l-9 7 9 7zM5 5h2v14H5z",
  nextMark: "M4 5l7 7-7 7zM12 5l7 7-7 7zM19 5h2v14h-2z",
  previousMark: "M20 5l-7 7 7 7zM12 5l-7 7 7 7zM3 5h2v14H3z",
} as const;

const Shape = ({ name }: { name: keyof typeof shapes }) => (
  <svg className="shape" viewBox="0 0 24 24" aria-hidden="true">
    <path d={shapes[name]} />
  </svg>
);

interface ControlsProps {
  readonly player: Player;
  /** Leads where the key would. */
  readonly onKey: (key: string) => void;
}

/** The transport controls: to play, to step, and how fast. */
export const Controls = ({ player, onKey }: ControlsProps) => {
  const { t, language } = useLanguage();
  const { at, playing, speed, setSpeed, toggle } = player;
  const step = (name: Exclude<keyof typeof shapes, "play" | "pause">, key: string, shown: string) => (
    <button type="button" onClick={() => onKey(key)} aria-label={t(name)} title={`${t(name)} (${shown})`}>
      <Shape name={name} />
    </button>
  );
  return (
    <div className="controls">
      <div className="buttons" role="group" aria-label={t("replay")}>
        {step("previousMark", "[", "[")}
        {step("previousEvent", "ArrowLeft", "←")}
        <button
          type="button"
          className="primary"
          data-testid="play"
          aria-label={t(playing ? "pause" : "play")}
          title={`${t(playing ? "pause" : "play")} (${t("spaceKey")})`}
          onClick={toggle}
        >
          <Shape name={playing ? "pause" : "play"} />
        </button>
        {step("nextEvent", "ArrowRight", "→")}
        {step("nextMark", "]", "]")}
      </div>
      <time className="moment" data-testid="moment" dateTime={new Date(at).toISOString()}>
        {formatTime(at, language, true, true)}
      </time>
      <div className="segmented speeds" role="group" aria-label={t("speed")}>
        {speeds.map((one) => (
          <button type="button" key={one} aria-pressed={one === speed} onClick={() => setSpeed(one)}>
            {one === "whole" ? t("wholeInAMinute") : `${one}×`}
          </button>
        ))}
      </div>
    </div>
  );
};
