import type { ErrorDetails } from "./entry.ts";

/** What the kinds of things that a sentence may be about, and the reasons that it may give, are called in Chinese. */
const wordsZh: Readonly<Record<string, string>> = {
  approval: "审批",
  conversation: "对话",
  document: "文档",
  message: "消息",
  "open work order": "未完成的工单",
  "message that waits": "待处理消息",
  "API key": "接口密钥",
  page: "页面",
  "person whom the plan counts on": "计划用到的人员",
  plan: "计划",
  "plan proposal": "计划提案",
  product: "产品",
  receipt: "到货单",
  "receipt that the plan uses": "计划用到的到货单",
  route: "接口",
  step: "步骤",
  "characters of the query": "查询字符数",
  "tokens of the query": "查询词元数",
  "levels of fields": "字段层数",
  fields: "字段数",
  aliases: "别名数",
  "fields at the root": "根字段数",
  "values by its estimate": "估计返回值个数",
  "levels of variables": "变量层数",
  "operations in one request": "单次请求的操作数",
  "open subscriptions of this session": "本会话已打开的订阅数",
  "requests of this session at once": "本会话同时处理的请求数",
  "work instruction": "作业指导书",
  routing: "工艺路线",
  "tool call": "工具调用",
  unit: "序列号",
  "work order": "工单",
  "the file is not there": "文件不存在",
  "the file cannot be read": "文件无法读取",
  "it holds no certificate in PEM form": "文件中没有 PEM 格式的证书",
  "it holds no private key in PEM form": "文件中没有 PEM 格式的私钥",
  "the key is encrypted; give one without a passphrase": "私钥已加密，请提供无口令的私钥",
  "it is not the key of the certificate in TLS_CERT": "与 TLS_CERT 中的证书不匹配",
  "TLS_KEY is set and its certificate is not": "设置了 TLS_KEY，但没有设置证书",
  "TLS_CERT is set and its key is not": "设置了 TLS_CERT，但没有设置私钥",
  "this account may not write there": "本账户无权写入",
  "its file system is read-only": "所在文件系统为只读",
  "its disk is full": "磁盘已满",
  "its quota is used up": "配额已用完",
  "part of the path is a file, not a folder": "路径中有一段是文件而不是目录",
  "it is a file, not a folder": "它是文件而不是目录",
  "its path cannot be made": "无法建立该路径",
};

/** The details as a Chinese sentence names them. */
export const inChinese = (details: ErrorDetails): ErrorDetails => {
  const told = ["kind", "reason"].flatMap((name) => {
    const word = wordsZh[String(details[name])];
    return word ? [[name, word]] : [];
  });
  return { ...details, ...Object.fromEntries(told) };
};
