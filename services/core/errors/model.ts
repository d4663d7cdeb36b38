import { entry } from "./entry.ts";

/** The model server, its models and their answers. */
export const modelErrors = {
  LLM_UNAVAILABLE: entry(
    503,
    true,
    "The model server does not answer at {url}; your message is kept and will be answered when it is back.",
    "模型服务 {url} 无响应；消息已保存，恢复后将自动处理。",
  ),
  LLM_TIMEOUT: entry(504, true, "The model took longer than {seconds} s.", "模型响应超过 {seconds} 秒。"),
  LLM_BAD_OUTPUT: entry(
    502,
    true,
    "The model's answer could not be used: {problem}.",
    "模型输出无法使用：{problem}。",
  ),
  LLM_PROMPT_TOO_LONG: entry(
    400,
    false,
    "The prompt has {tokens} tokens; the model takes {limit}.",
    "提示共 {tokens} 个词元，模型上限 {limit}。",
  ),
  MODEL_UNKNOWN: entry(
    404,
    false,
    "There is no {kind} {id}; served are: {served}.",
    "没有 {kind} {id}；可用：{served}。",
  ),
  MODEL_LOADING: entry(
    503,
    true,
    "The model {model} is being loaded ({percent} %); try again in a moment.",
    "模型 {model} 正在加载（{percent} %），请稍后重试。",
  ),
  SERVER_STOPPING: entry(
    503,
    true,
    "The model server is stopping; the request was not finished, repeat it.",
    "模型服务正在停止，请求未完成，请重试。",
  ),
  MODEL_FILE_INVALID: entry(
    500,
    false,
    "The model file {file} was refused: {problem}.",
    "模型文件 {file} 被拒绝：{problem}。",
  ),
  MODEL_TOO_LARGE: entry(
    507,
    false,
    "The model needs {needed} of memory; {available}. Take a smaller model, a shorter context or an eight-bit cache.",
    "模型需要 {needed} 内存，可用：{available}。请选用更小的模型、更短的上下文或 8 位缓存。",
  ),
};
