import { entry } from "./entry.ts";

/** Approvals that hold no more, or that another person has to give. */
export const approvalErrors = {
  FOUR_EYES: entry(
    403,
    false,
    "{act} needs a second person: {person} wrote it or asked for it, so somebody else with the role has to decide.",
    "{act} 需要第二个人处理：{person} 是编写人或发起人，请由具备该角色的其他人员决定。",
  ),
  APPROVAL_ALREADY_DECIDED: entry(
    409,
    false,
    "This request was already decided by {actor} at {time}: {decision}. Ask anew if it is still wanted.",
    "该请求已由 {actor} 于 {time} 处理：{decision}。如仍需要，请重新发起。",
  ),
  APPROVAL_BEING_STORED: entry(
    409,
    true,
    "A decision on this request is being stored; look again in a moment.",
    "对该请求的决定正在保存，请稍后再看。",
  ),
  APPROVAL_EXPIRED: entry(
    410,
    false,
    "This request expired at {time}; ask again.",
    "该请求已于 {time} 过期，请重新发起。",
  ),
  APPROVAL_ARGUMENTS_CHANGED: entry(
    409,
    false,
    "The arguments are not the ones that were shown; ask again.",
    "参数与展示内容不一致，请重新发起。",
  ),
  APPROVAL_PLAN_CHANGED: entry(
    409,
    false,
    "The plan moved on from version {expected} to {actual}; ask again.",
    "计划已从版本 {expected} 更新到 {actual}，请重新发起。",
  ),
};
