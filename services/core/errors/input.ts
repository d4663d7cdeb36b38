import { entry } from "./entry.ts";

/** What is wrong with what was sent, or with who sent it. */
export const inputErrors = {
  INVALID_INPUT: entry(
    400,
    false,
    "Invalid input at {path}: {problem}.",
    "输入有误，位置 {path}：{problem}。",
  ),
  PAYLOAD_TOO_LARGE: entry(
    413,
    false,
    "The message has {size} bytes; at most {limit} are accepted. Send it in smaller parts.",
    "消息为 {size} 字节，上限 {limit} 字节，请分段发送。",
  ),
  CANCELLED: entry(499, false, "The request was cancelled.", "请求已取消。"),
  API_KEY_REFUSED: entry(
    401,
    false,
    "This server asks for its key: send the header Authorization: Bearer KEY.",
    "此服务需要密钥：请发送请求头 Authorization: Bearer KEY。",
  ),
  UNAUTHENTICATED: entry(401, false, "Sign in first.", "请先登录。"),
  FORBIDDEN: entry(
    403,
    false,
    "Your role may not do this; it needs: {role}.",
    "您的角色无权执行，需要角色：{role}。",
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
    "The idempotency key {key} was used before with other content.",
    "幂等键 {key} 已用于不同内容。",
  ),
  MISSING_ARGUMENT: entry(400, false, "Which {argument} do you mean?", "您指的是哪个{argument}？"),
};
