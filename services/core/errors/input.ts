import { entry } from "./entry.ts";

/** What is wrong with what was sent, or with who sent it. */
export const inputErrors = {
  INVALID_INPUT: entry(
    400,
    false,
    "Invalid input at {path}: {problem}. Mend it and send it again.",
    "输入有误，位置 {path}：{problem}。请更正后重试。",
  ),
  PAYLOAD_TOO_LARGE: entry(
    413,
    false,
    "The message has {size} bytes; at most {limit} are accepted. Send it in smaller parts.",
    "消息为 {size} 字节，上限 {limit} 字节，请分段发送。",
  ),
  QUERY_LIMIT: entry(
    400,
    false,
    "The request asks for {found} {kind}; at most {allowed} are answered (limit {limit}). Ask for less at once, or page by page.",
    "请求包含{kind} {found}，上限 {allowed}（限制项 {limit}）。请减少一次请求的内容或分页查询。",
  ),
  REQUEST_TIMEOUT: entry(
    504,
    true,
    "The request was broken off after {seconds} s; ask for less at once, or repeat it with the same idempotency key.",
    "请求超过 {seconds} 秒，已中断。请减少一次请求的内容，或用相同的幂等键重试。",
  ),
  CANCELLED: entry(
    499,
    false,
    "The request was cancelled; ask again if it is still wanted.",
    "请求已取消；如仍需要，请重新发起。",
  ),
  API_KEY_REFUSED: entry(
    401,
    false,
    "This server asks for its key: send the header Authorization: Bearer KEY.",
    "此服务需要密钥：请发送请求头 Authorization: Bearer KEY。",
  ),
  UNAUTHENTICATED: entry(401, false, "Sign in first.", "请先登录。"),
  CREDENTIALS_REFUSED: entry(
    401,
    false,
    "The user or the password is wrong; check both, also capital letters.",
    "用户名或密码不正确，请检查后重试（注意大小写）。",
  ),
  FORBIDDEN: entry(
    403,
    false,
    "Your role may not do this; it takes {role}. Ask one of them, or have the role given to you.",
    "您的角色无权执行，需要角色：{role}。请由其执行，或申请该角色。",
  ),
  FOREIGN_PAGE: entry(
    403,
    false,
    "A page of {origin} may not act here at {host}. Behind a proxy: let it pass the Host header on, or name it in TRUST_PROXY.",
    "来自 {origin} 的页面不能在 {host} 执行操作。若使用代理，请让它转发 Host 头，或在 TRUST_PROXY 中填写代理地址。",
  ),
  RATE_LIMITED: entry(
    429,
    true,
    "Too many requests; try again in {seconds} s.",
    "请求过多，请在 {seconds} 秒后重试。",
  ),
  IDEMPOTENCY_KEY_REUSED: entry(
    409,
    false,
    "The idempotency key {key} was used before with other content; take a new key for a new request.",
    "幂等键 {key} 已用于不同内容；新请求请换用新的键。",
  ),
  MISSING_ARGUMENT: entry(400, false, "Which {argument} do you mean?", "您指的是哪个{argument}？"),
};
