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
  DATABASE_OLD: entry(
    500,
    false,
    "The PostgreSQL at {address} is version {version}; 15 or newer is needed. Set DATABASE_URL to one.",
    "{address} 的 PostgreSQL 版本为 {version}，需要 15 或更高版本。请用 DATABASE_URL 指定。",
  ),
  DATABASE_OTHER_VERSION: entry(
    500,
    false,
    "The data in {dir} are of PostgreSQL {theirs}, and this version of the house brings {ours}. With the version that wrote them, write a backup (npm run backup); start this one with a new --data DIR and restore it there: docs/backup.md.",
    "{dir} 中的数据由 PostgreSQL {theirs} 写入，而本版本自带 {ours}。请用写入时的版本备份（npm run backup），再以新的 --data 目录启动本版本并恢复，见 docs/backup.md。",
  ),
  DATABASE_ENCODING: entry(
    500,
    false,
    "The database {database} at {address} keeps texts as {encoding}, which cannot hold every language. Make one with: create database NAME encoding 'UTF8' template template0; and name it in DATABASE_URL.",
    "{address} 的数据库 {database} 使用 {encoding} 编码，无法保存所有文字。请用 create database NAME encoding 'UTF8' template template0 建库，并在 DATABASE_URL 中指定。",
  ),
  DATABASE_RIGHTS: entry(
    500,
    false,
    "The role {role} may make no tables in the database {database} at {address}. Make it the owner: alter database {database} owner to {role}.",
    "角色 {role} 无权在 {address} 的数据库 {database} 中建表。请设为所有者：alter database {database} owner to {role}。",
  ),
  DATABASE_READ_ONLY: entry(
    500,
    false,
    "The database at {address} is a replica or is set to reading only. Name the primary in DATABASE_URL.",
    "{address} 的数据库是只读副本或被设为只读。请在 DATABASE_URL 中指定主库。",
  ),
  DATABASE_NEWER: entry(
    500,
    false,
    "A newer version of Millwright has written this database (it holds {names}). Start that version, or restore a backup of this one.",
    "该数据库由更新版本的 Millwright 写入（含 {names}）。请使用该版本，或恢复本版本的备份。",
  ),
  PLANT_IS_REAL: entry(
    500,
    false,
    "The data store holds a plant of its own, which is no demonstration: start with DEMO=false. For the demonstration name another DATABASE_URL or --data DIR.",
    "数据库中已有真实工厂，不能作为演示启动：请设置 DEMO=false。演示请使用其他 DATABASE_URL 或 --data 目录。",
  ),
  TASK_QUEUE_TAKEN: entry(
    500,
    false,
    "The worker {worker} of another plant's data store listens on the task queue {queue} of this Temporal server; the two would take each other's work. Give this plant a TASK_QUEUE of its own; if that worker has just ended, start again in two minutes.",
    "另一工厂数据库的工作进程 {worker} 正在监听此 Temporal 服务器的任务队列 {queue}，两者会互相抢任务。请为本工厂设置单独的 TASK_QUEUE；若该进程刚刚停止，请两分钟后重新启动。",
  ),
  AUDIT_KEY_DIFFERS: entry(
    500,
    false,
    "The audit in this data store is sealed with another key than {file} (up to batch {batch}, {time}). Put there the keys/audit-key.pem of the data folder that it was sealed from; where that is lost: npm run audit -- --adopt.",
    "该数据库的审计链由另一把密钥签名，不是 {file}（至第 {batch} 批，{time}）。请将签名所用数据目录中的 keys/audit-key.pem 复制到该处；若已丢失，请执行 npm run audit -- --adopt。",
  ),
  AUDIT_KEY_UNUSABLE: entry(
    500,
    false,
    "The key of the audit, {file}, cannot be used: {reason}. Mend its rights, or put the file back as it was.",
    "审计密钥 {file} 不可用：{reason}。请修正文件权限，或恢复原文件。",
  ),
  TLS_UNUSABLE: entry(
    500,
    false,
    "{variable} {file} cannot be used: {reason}. Name a certificate in PEM form and the key that belongs to it, or leave them out.",
    "{variable} {file} 不可用：{reason}。请指定 PEM 格式的证书及配套私钥，或都不设置。",
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
