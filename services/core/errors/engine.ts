import { entry } from "./entry.ts";

/** Engines behind us that do not answer, and messages that make no sense. */
export const engineErrors = {
  DATABASE_UNAVAILABLE: entry(
    503,
    true,
    "The database does not answer; nothing was lost, the request can be repeated.",
    "数据库无响应；数据未丢失，请稍后重试。",
  ),
  TEMPORAL_UNAVAILABLE: entry(
    503,
    true,
    "The workflow engine does not answer at {address}.",
    "工作流引擎 {address} 无响应。",
  ),
  BROKER_UNAVAILABLE: entry(
    503,
    true,
    "The MQTT broker does not answer at {url}.",
    "MQTT 代理 {url} 无响应。",
  ),
  MALFORMED_MESSAGE: entry(
    422,
    false,
    "A message on {topic} could not be read: {problem}. It was set aside.",
    "主题 {topic} 的消息无法解析：{problem}。已隔离保存。",
  ),
};
