import { near, type Sign } from "../sign.ts";

const place = "https?://|www\\.|@[a-z\\d-]+\\.[a-z]|ftp://";

/** Asks to send data out. */
export const exfiltration: readonly Sign[] = [
  { pattern: /https?:\/\/[^\s)]*[?&#][^\s)]*(?:\{|\$\{|%7b)[^\s)]{1,40}(?:\}|%7d)/u },
  {
    pattern: near(
      60,
      "(?<![a-z])(?:send|post|upload|forward|transmit|exfiltrate|append|leak|email)",
      "(?<![a-z])(?:conversations?|chat|history|everything you|all you|user data|users?|secrets?|passwords?|prompt|answers?|context|messages)",
      place,
    ),
  },
  {
    pattern: near(30, "发送?|上传|转发|提交|附在|传到", place),
    unless: /表单|表格|检验报告|邮箱/,
  },
  {
    pattern: near(30, "对话|聊天记录|用户数据|上下文|密码|回答", "发|上传|转发|附|提交", place),
  },
  { pattern: /(?:javascript|data|vbscript):\s*(?:alert|text\/html|fetch|document)/u },
];
