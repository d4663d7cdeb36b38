import { entry } from "./entry.ts";

/** The model server, its models and their answers. */
export const modelErrors = {
  LLM_UNAVAILABLE: entry(
    503,
    true,
    "The model server does not answer at {url} ({reason}); your message is kept and will be answered when it is back.",
    "模型服务 {url} 无响应（{reason}）；消息已保存，恢复后将自动处理。",
  ),
  LLM_TIMEOUT: entry(
    504,
    true,
    "The model took longer than {seconds} s; try again, or say it in fewer words.",
    "模型响应超过 {seconds} 秒；请重试，或说得更简短。",
  ),
  LLM_BAD_OUTPUT: entry(
    502,
    true,
    "The model's answer could not be used: {problem}. Say it again in other words.",
    "模型输出无法使用：{problem}。请换个说法再试。",
  ),
  LLM_PROMPT_TOO_LONG: entry(
    400,
    false,
    "The prompt has {tokens} tokens, the model takes {limit}; shorten it, or serve the model with a longer context.",
    "提示共 {tokens} 个词元，模型上限 {limit}；请缩短内容，或为模型配置更长的上下文。",
  ),
  MODEL_UNKNOWN: entry(
    404,
    false,
    "There is no {kind} {id}; take one that is served: {served}.",
    "没有{kind} {id}；请改用：{served}。",
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
    "The model file {file} was refused: {problem}. Fetch it again, or take another model.",
    "模型文件 {file} 被拒绝：{problem}。请重新获取该文件，或换用其他模型。",
  ),
  MODEL_TOO_LARGE: entry(
    507,
    false,
    "The model needs {needed} of memory; {available}. Take a smaller model, a shorter context or an eight-bit cache.",
    "模型需要 {needed} 内存，可用：{available}。请选用更小的模型、更短的上下文或 8 位缓存。",
  ),
};
