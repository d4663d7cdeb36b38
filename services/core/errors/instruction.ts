import { entry } from "./entry.ts";

/** Work instructions that may not be changed or go on. */
export const instructionErrors = {
  INSTRUCTION_CHANGED: entry(
    409,
    false,
    "{id} version {version} was changed by {by} meanwhile; look at it again and repeat what you want to change.",
    "{id} 第 {version} 版刚被 {by} 修改，请重新打开后再改。",
  ),
  INSTRUCTION_REFUSED: entry(
    422,
    false,
    "{id} version {version} may not go on: the check found {count} problems, in {steps}; the Documents page lists them.",
    "{id} 第 {version} 版不能继续：校验发现 {count} 个问题，位于 {steps}，详见“工艺文件”页。",
  ),
};
