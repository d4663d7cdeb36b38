import { useEffect, useState } from "react";
import type { Bilingual } from "./language.ts";

/** What it means for people that an engine, or a part of the house, does not answer. */
const meanings: Readonly<Record<string, Bilingual>> = {
  database: {
    zh: "数据库无响应：所见可能不是最新数据，暂时无法操作；恢复后自动继续。",
    en: "The database does not answer: what you see may be old, and nothing can be done until it is back.",
  },
  temporal: {
    zh: "工作流引擎（Temporal）无响应：所说的话已保存，恢复后自动处理；审批请稍后再试。",
    en: "The workflow engine (Temporal) does not answer: what you say is kept and answered when it is back; repeat approvals then.",
  },
  broker: {
    zh: "MQTT 代理无响应：收不到设备数据，指令待恢复后发出。",
    en: "The MQTT broker does not answer: machines are not heard, and commands wait until it is back.",
  },
  machines: {
    zh: "设备数据接入（ingest）未运行：收不到设备数据，指令待恢复后发出。",
    en: "Nobody brings in machine data (ingest is away): machines are not heard, and commands wait until it is back.",
  },
  backup: {
    zh: "备份已过期：最近一次备份太旧或没有备份，请检查 BACKUP_DIR 所在磁盘与启动日志。",
    en: "Backups stay away: the newest is too old, or there is none. Look at the disk of BACKUP_DIR and at what the house said.",
  },
  model: {
    zh: "模型服务无响应：问题已保存，恢复后自动回答。",
    en: "The model server does not answer: questions are kept and answered when it is back.",
  },
};

export interface Away {
  readonly engine: string;
  readonly meaning: Bilingual;
  /** In the words of the system. */
  readonly reason: string;
}

/** What an answer of the server says of its engines: those that are away, what all others need first. */
export const awayOf = (told: Readonly<Record<string, unknown>>): readonly Away[] => {
  const away = Object.entries(meanings).flatMap(([engine, meaning]) => {
    const reason = told[engine];
    return typeof reason === "string" && reason !== "ok" ? [{ engine, meaning, reason }] : [];
  });
  // Without the database nobody knows of ingest, and without the broker it has nothing to bring.
  const isAway = (engine: string) => away.some((one) => one.engine === engine);
  return away.filter(({ engine }) => engine !== "machines" || !(isAway("database") || isAway("broker")));
};

const everyMs = 5_000;

/** The engines that are away, looked at from time to time. What the server itself does not answer is told elsewhere. */
export const useAway = (): readonly Away[] => {
  const [away, setAway] = useState<readonly Away[]>([]);
  useEffect(() => {
    const look = () => {
      if (document.hidden) return;
      const ask = async () => setAway(awayOf(await (await fetch("/readyz")).json()));
      // Nothing is told by no answer, nor by one that is no JSON: a proxy's own page.
      ask().catch(() => {});
    };
    const timer = setInterval(look, everyMs);
    document.addEventListener("visibilitychange", look);
    look();
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, []);
  return away;
};
