import { entry } from "./entry.ts";

/** Things that are asked for and not there. */
export const missingErrors = {
  NOT_FOUND: entry(
    404,
    false,
    "There is no {kind} {id}; it may have ended, or its id is mistyped: look it up in its list.",
    "没有{kind} {id}；可能已结束或编号有误，请在列表中查找。",
  ),
  UNKNOWN_ORDER: entry(
    404,
    false,
    "There is no work order {id}. Did you mean {suggestions}?",
    "没有工单 {id}。您是否指 {suggestions}？",
  ),
  UNKNOWN_LINE: entry(
    404,
    false,
    "There is no line {id}. Lines are {suggestions}.",
    "没有产线 {id}。现有产线：{suggestions}。",
  ),
  UNKNOWN_MATERIAL: entry(
    404,
    false,
    "There is no material {id}. Close matches: {suggestions}.",
    "没有物料 {id}。相近的有：{suggestions}。",
  ),
  UNKNOWN_PRODUCT: entry(
    404,
    false,
    "There is no product {id}. Close matches: {suggestions}.",
    "没有产品 {id}。相近的有：{suggestions}。",
  ),
  FIGURE_NOT_KEPT: entry(
    422,
    false,
    "{metric} is not kept by {dimension}; it can be told by: {known}.",
    "{metric}没有按{dimension}记录；可以按：{known}。",
  ),
};
