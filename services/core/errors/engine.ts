import { entry } from "./entry.ts";

/** Engines behind us that do not answer. */
export const engineErrors = {
  DATABASE_UNAVAILABLE: entry(
    503,
    true,
    "The database does not answer; nothing was lost, the request can be repeated.",
    "数据库无响应；数据未丢失，请稍后重试。",
  ),
  DATABASE_CONFLICT: entry(
    409,
    true,
    "Another change of the same things was being stored at that moment; nothing was changed. Repeat the request.",
    "同一内容当时正被另一项操作修改；数据未作任何更改，请重试。",
  ),
  DATABASE_FULL: entry(
    503,
    true,
    "The disk of the database is full; nothing was changed. Free space there, then repeat the request.",
    "数据库磁盘已满；数据未作任何更改。请释放空间后重试。",
  ),
  TEMPORAL_UNAVAILABLE: entry(
    503,
    true,
    "The workflow engine does not answer at {address}; what was asked is kept, try again in a moment or check TEMPORAL_ADDRESS.",
    "工作流引擎 {address} 无响应；请求已保存，请稍后重试或检查 TEMPORAL_ADDRESS。",
  ),
  TEMPORAL_UNUSABLE: entry(
    503,
    true,
    "The Temporal server at {address} cannot be used: {reason}. Check TEMPORAL_ADDRESS, TEMPORAL_TLS, TEMPORAL_TLS_CERT, TEMPORAL_TLS_SERVER_NAME and TEMPORAL_API_KEY.",
    "Temporal 服务器 {address} 不可用：{reason}。请检查 TEMPORAL_ADDRESS、TEMPORAL_TLS、TEMPORAL_TLS_CERT、TEMPORAL_TLS_SERVER_NAME 和 TEMPORAL_API_KEY。",
  ),
  TEMPORAL_NAMESPACE_MISSING: entry(
    500,
    false,
    "The Temporal server at {address} has no namespace {namespace}. Make it with: temporal operator namespace create --address {address} --namespace {namespace}; or set TEMPORAL_NAMESPACE.",
    "Temporal 服务器 {address} 中没有命名空间 {namespace}。请用 temporal operator namespace create --address {address} --namespace {namespace} 建立，或设置 TEMPORAL_NAMESPACE。",
  ),
  BROKER_UNAVAILABLE: entry(
    503,
    true,
    "The MQTT broker at {url} cannot be used: {reason}. Check MQTT_URL.",
    "MQTT 代理 {url} 不可用：{reason}。请检查 MQTT_URL。",
  ),
};
