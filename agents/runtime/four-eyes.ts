import { MillwrightError } from "../../services/core/errors.ts";
import { isToolName, toolNamed } from "./tool.ts";

/**
 * Acts that need a second person, as the setting FOUR_EYES names them: "instructions" for the approval of work instructions, and
 * tools whose proposals nobody approves who asked for them.
 *
 * @throws MillwrightError CONFIG_INVALID for what is no act that anybody approves.
 */
export const fourEyesOf = (setting: string): ReadonlySet<string> => {
  const names = setting.split(",").map((name) => name.trim());
  if (names.includes("none") && names.length === 1) return new Set();
  const wrong = names.find(
    (name) => name !== "instructions" && !(isToolName(name) && toolNamed(name).policy.kind === "confirm"),
  );
  if (wrong !== undefined)
    throw new MillwrightError("CONFIG_INVALID", {
      path: "FOUR_EYES",
      problem: `"${wrong}" is neither "instructions" nor a tool that somebody approves`,
    });
  return new Set(names);
};
