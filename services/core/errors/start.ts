import { entry } from "./entry.ts";

/** What keeps the house from starting. */
export const startErrors = {
  PORT_IN_USE: entry(
    500,
    false,
    "Port {port} ({purpose}) is in use; set {variable} to another.",
    "端口 {port}（{purpose}）被占用，请用 {variable} 指定其他端口。",
  ),
  DATA_DIR_IN_USE: entry(
    500,
    false,
    "The data folder {dir} is in use by process {pid}; stop it or choose another DATA_DIR.",
    "数据目录 {dir} 正被进程 {pid} 使用，请先停止或更换 DATA_DIR。",
  ),
  DATA_DIR_UNUSABLE: entry(
    500,
    false,
    "The data folder {dir} cannot be used: {reason}; choose another DATA_DIR (--data DIR).",
    "数据目录 {dir} 不可用：{reason}。请更换 DATA_DIR（--data DIR）。",
  ),
  DATABASE_UNREACHABLE: entry(
    500,
    false,
    "The database at {address} cannot be used: {reason}. Check DATABASE_URL.",
    "数据库 {address} 不可用：{reason}。请检查 DATABASE_URL。",
  ),
  DATABASE_NEWER: entry(
    500,
    false,
    "A newer version of Millwright has written this database (it holds {names}). Start that version, or restore a backup of this one.",
    "该数据库由更新版本的 Millwright 写入（含 {names}）。请使用该版本，或恢复本版本的备份。",
  ),
  TLS_UNUSABLE: entry(
    500,
    false,
    "{variable} {file} cannot be used: {reason}. Name a certificate and the key that belongs to it, or leave both out to serve HTTP.",
    "{variable} {file} 不可用：{reason}。请指定配套的证书和私钥；都不设置则使用 HTTP。",
  ),
  TLS_NOT_VALID: entry(
    500,
    false,
    "The certificate {file} (TLS_CERT) is valid from {from} to {until}, which is not now; renew it, or mend this machine's clock.",
    "证书 {file}（TLS_CERT）有效期为 {from} 至 {until}，当前不在有效期内；请更换证书或校准本机时钟。",
  ),
  TOOL_MISSING: entry(500, false, "{tool} is missing: {remedy}", "缺少 {tool}：{remedy}"),
  CONFIG_INVALID: entry(
    500,
    false,
    "The setting {path} is wrong: {problem}. Mend it in the environment and start again.",
    "配置项 {path} 有误：{problem}。请更正环境变量后重新启动。",
  ),
};
