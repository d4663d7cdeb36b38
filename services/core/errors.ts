/**
 * The one catalogue of errors that a person or a peer system can meet.
 *
 * Each entry says whether a retry can help, which HTTP status carries it, and a sentence for the operator in
 * both languages. `{name}` in a sentence is filled from the error's details.
 */

export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

interface CatalogueEntry extends Bilingual {
  readonly status: number;
  readonly retryable: boolean;
}

const entry = (status: number, retryable: boolean, en: string, zh: string): CatalogueEntry => ({
  status,
  retryable,
  en,
  zh,
});

export const catalogue = {
  // Input
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
  FOUR_EYES: entry(
    403,
    false,
    "{act} needs a second person: {person} wrote it or asked for it, so somebody else with the role has to decide.",
    "{act} 需要第二个人处理：{person} 是编写人或发起人，请由具备该角色的其他人员决定。",
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
  // Things that are not there
  NOT_FOUND: entry(404, false, "There is no {kind} {id}.", "不存在 {kind} {id}。"),
  UNKNOWN_ORDER: entry(
    404,
    false,
    "There is no work order {id}. Did you mean {suggestions}?",
    "没有工单 {id}。您是否指 {suggestions}？",
  ),
  UNKNOWN_LINE: entry(
    404,
    false,
    "There is no line {id}. Lines are {suggestions}.",
    "没有产线 {id}。现有产线：{suggestions}。",
  ),
  UNKNOWN_MATERIAL: entry(
    404,
    false,
    "There is no material {id}. Close matches: {suggestions}.",
    "没有物料 {id}。相近的有：{suggestions}。",
  ),
  UNKNOWN_PRODUCT: entry(
    404,
    false,
    "There is no product {id}. Close matches: {suggestions}.",
    "没有产品 {id}。相近的有：{suggestions}。",
  ),
  FIGURE_NOT_KEPT: entry(
    422,
    false,
    "{metric} is not kept by {dimension}; it can be told by: {known}.",
    "{metric}没有按{dimension}记录；可以按：{known}。",
  ),
  CELL_UNSOUND: entry(
    422,
    false,
    "The description of the cell has {count} mistakes. {problems}",
    "单元描述有 {count} 处错误。{problems}",
  ),
  CELL_STOPPED: entry(
    409,
    false,
    "{cell} is stopped ({reason}); somebody has to look and reset it first.",
    "{cell} 已停止（{reason}），请先到现场查看并复位。",
  ),
  CELL_NOT_STOPPED: entry(409, false, "{cell} is not stopped.", "{cell} 没有停止。"),
  CELL_BUSY: entry(
    409,
    false,
    "{cell} is at {run}; wait until it ends.",
    "{cell} 正在执行 {run}，请等它结束。",
  ),
  CELL_CANNOT: entry(422, false, "{cell} cannot do this: {problem}.", "{cell} 做不了：{problem}。"),
  MISSING_ARGUMENT: entry(400, false, "Which {argument} do you mean?", "您指的是哪个{argument}？"),
  // States that forbid an act
  ORDER_ALREADY_RELEASED: entry(
    409,
    false,
    "{order} segment {segment} is already released to {line} as {jobOrder}.",
    "{order} 工序 {segment} 已下达到 {line}（{jobOrder}）。",
  ),
  ORDER_ON_HOLD: entry(
    409,
    false,
    "{order} is on hold; resume it first.",
    "{order} 处于暂停状态，请先恢复。",
  ),
  ORDER_NOT_ON_HOLD: entry(409, false, "{order} is not on hold.", "{order} 未处于暂停状态。"),
  ORDER_COMPLETED: entry(409, false, "{order} has no open segment left.", "{order} 没有未完成的工序。"),
  SEGMENT_NOT_READY: entry(
    409,
    false,
    "{order} segment {segment} waits for segment {previous} to complete.",
    "{order} 工序 {segment} 须等待工序 {previous} 完成。",
  ),
  KIT_INCOMPLETE: entry(
    409,
    false,
    "The kit of {order} is short: {shortages}.",
    "{order} 物料不齐套：{shortages}。",
  ),
  LINE_DOWN: entry(
    409,
    false,
    "{line} is down since {since} ({reason}).",
    "{line} 自 {since} 起停机（{reason}）。",
  ),
  LINE_NOT_ELIGIBLE: entry(
    409,
    false,
    "{line} cannot run segment {segment} of {order}; eligible: {eligible}.",
    "{line} 不能加工 {order} 工序 {segment}；可用产线：{eligible}。",
  ),
  NO_LINE_AVAILABLE: entry(
    409,
    false,
    "No eligible line can run {order} now: {reasons}.",
    "目前没有可加工 {order} 的产线：{reasons}。",
  ),
  REQUISITION_EXISTS: entry(
    409,
    false,
    "The requisition {requisition} for {order} exists already.",
    "{order} 的领料单 {requisition} 已存在。",
  ),
  INVALID_TRANSITION: entry(
    409,
    false,
    "{kind} {id} is {from}; it cannot become {to}.",
    "{kind} {id} 当前为 {from}，不能变为 {to}。",
  ),
  CONFLICT: entry(
    409,
    true,
    "{kind} {id} changed meanwhile; look again and repeat.",
    "{kind} {id} 已被他人修改，请刷新后重试。",
  ),
  // Approvals
  APPROVAL_ALREADY_DECIDED: entry(
    409,
    false,
    "This request was already {decision} by {actor} at {time}.",
    "该请求已由 {actor} 于 {time} 处理：{decision}。",
  ),
  APPROVAL_EXPIRED: entry(
    410,
    false,
    "This request expired at {time}; ask again.",
    "该请求已于 {time} 过期，请重新发起。",
  ),
  APPROVAL_ARGUMENTS_CHANGED: entry(
    409,
    false,
    "The arguments are not the ones that were shown; ask again.",
    "参数与展示内容不一致，请重新发起。",
  ),
  APPROVAL_PLAN_CHANGED: entry(
    409,
    false,
    "The plan moved on from version {expected} to {actual}; ask again.",
    "计划已从版本 {expected} 更新到 {actual}，请重新发起。",
  ),
  // Planning
  PLAN_INFEASIBLE: entry(422, false, "No feasible plan: {reason}.", "无可行计划：{reason}。"),
  PLAN_MISSING: entry(409, false, "There is no plan yet; ask for one first.", "尚无计划，请先排产。"),
  PLAN_REJECTED: entry(
    500,
    false,
    "The verifier found {count} violations; the plan was not adopted. First: {first}.",
    "校验器发现 {count} 处违规，计划未采用。首条：{first}。",
  ),
  // Work instructions
  INSTRUCTION_CHANGED: entry(
    409,
    false,
    "{id} version {version} was changed by {by} meanwhile; look at it again and repeat what you want to change.",
    "{id} 第 {version} 版刚被 {by} 修改，请重新打开后再改。",
  ),
  INSTRUCTION_REFUSED: entry(
    422,
    false,
    "{id} version {version} may not go on: the check found {count} problems, in {steps}; the Documents page lists them.",
    "{id} 第 {version} 版不能继续：校验发现 {count} 个问题，位于 {steps}，详见“工艺文件”页。",
  ),
  // Model
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
  // Documents
  DOCUMENT_EMPTY: entry(
    422,
    false,
    "{file} holds no text; check that it was saved whole, and send it again.",
    "{file} 没有文字内容，请确认文件已完整保存后重新上传。",
  ),
  DOCUMENT_TOO_LARGE: entry(
    413,
    false,
    "{file} is too large: {found} {what}, at most {limit} are read. Split it into parts.",
    "{file} 过大：{what} 为 {found}，上限 {limit}。请拆分后上传。",
  ),
  DOCUMENT_DAMAGED: entry(
    422,
    false,
    "{file} cannot be read at {where}: {problem}. Open it in its program, save it anew, and send that.",
    "{file} 无法读取，位置 {where}：{problem}。请用原程序打开并另存后重新上传。",
  ),
  DOCUMENT_ENCRYPTED: entry(
    422,
    false,
    "{file} is protected by a password; take the protection off and send it again.",
    "{file} 有密码保护，请去除保护后重新上传。",
  ),
  DOCUMENT_SCANNED: entry(
    422,
    false,
    "{file} has {pages} pages of pictures and no text; run it through text recognition (OCR) first.",
    "{file} 共 {pages} 页，只有图片没有文字，请先做文字识别（OCR）。",
  ),
  DOCUMENT_KIND_UNKNOWN: entry(
    415,
    false,
    "{file} is of a kind that is not read; read are: {kinds}. Save it as one of them.",
    "不支持 {file} 的格式；支持：{kinds}。请另存为其中一种。",
  ),
  DOCUMENT_KIND_DIFFERS: entry(
    415,
    false,
    "{file} is named .{named}, and its content is {found}. Give it the right ending, or save it anew.",
    "{file} 的扩展名是 .{named}，内容却是 {found}。请改正扩展名或重新保存。",
  ),
  DOCUMENT_REVISION_TAKEN: entry(
    409,
    false,
    "Revision {revision} of {id} is there with other content; give the new text a revision of its own.",
    "{id} 的版本 {revision} 已存在且内容不同，请为新内容指定新的版本号。",
  ),
  // Engines behind us
  DATABASE_UNAVAILABLE: entry(
    503,
    true,
    "The database does not answer; nothing was lost, the request can be repeated.",
    "数据库无响应；数据未丢失，请稍后重试。",
  ),
  TEMPORAL_UNAVAILABLE: entry(
    503,
    true,
    "The workflow engine does not answer at {address}.",
    "工作流引擎 {address} 无响应。",
  ),
  BROKER_UNAVAILABLE: entry(
    503,
    true,
    "The MQTT broker does not answer at {url}.",
    "MQTT 代理 {url} 无响应。",
  ),
  MALFORMED_MESSAGE: entry(
    422,
    false,
    "A message on {topic} could not be read: {problem}. It was set aside.",
    "主题 {topic} 的消息无法解析：{problem}。已隔离保存。",
  ),
  // Start-up
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
  TOOL_MISSING: entry(500, false, "{tool} is missing: {remedy}", "缺少 {tool}：{remedy}"),
  CONFIG_INVALID: entry(
    500,
    false,
    "The setting {path} is wrong: {problem}.",
    "配置项 {path} 有误：{problem}。",
  ),
  INTERNAL: entry(
    500,
    false,
    "Something went wrong inside; reference {reference}.",
    "内部错误，编号 {reference}。",
  ),
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof catalogue;
export type ErrorDetails = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** What crosses a process or network border: plain data, no stack. */
export interface ErrorShape {
  readonly code: ErrorCode;
  readonly message: Bilingual;
  readonly retryable: boolean;
  readonly details: ErrorDetails;
}

const fill = (sentence: string, details: ErrorDetails): string =>
  sentence.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = details[name];
    if (value === undefined || value === null) return placeholder;
    return Array.isArray(value) ? value.join(", ") : String(value);
  });

/** What the kinds of things that a sentence may be about, and the reasons that it may give, are called in Chinese. */
const wordsZh: Readonly<Record<string, string>> = {
  approval: "审批",
  conversation: "对话",
  document: "文档",
  message: "消息",
  "open work order": "未完成的工单",
  page: "页面",
  "person whom the plan counts on": "计划用到的人员",
  plan: "计划",
  "plan proposal": "计划提案",
  product: "产品",
  receipt: "到货单",
  "receipt that the plan uses": "计划用到的到货单",
  route: "接口",
  step: "步骤",
  "work instruction": "作业指导书",
  routing: "工艺路线",
  "tool call": "工具调用",
  unit: "序列号",
  "work order": "工单",
  "this account may not write there": "本账户无权写入",
  "its file system is read-only": "所在文件系统为只读",
  "its disk is full": "磁盘已满",
  "its quota is used up": "配额已用完",
  "part of the path is a file, not a folder": "路径中有一段是文件而不是目录",
  "it is a file, not a folder": "它是文件而不是目录",
  "its path cannot be made": "无法建立该路径",
};

const inChinese = (details: ErrorDetails): ErrorDetails => {
  const told = ["kind", "reason"].flatMap((name) => {
    const word = wordsZh[String(details[name])];
    return word ? [[name, word]] : [];
  });
  return { ...details, ...Object.fromEntries(told) };
};

/** An error from the catalogue; `message` is the English sentence, `bilingual` both. */
export class MillwrightError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(fill(catalogue[code].en, details), options);
    this.name = "MillwrightError";
    this.code = code;
    this.details = details;
  }

  get bilingual(): Bilingual {
    return { en: this.message, zh: fill(catalogue[this.code].zh, inChinese(this.details)) };
  }

  get status(): number {
    return catalogue[this.code].status;
  }

  get retryable(): boolean {
    return catalogue[this.code].retryable;
  }

  toShape(): ErrorShape {
    return { code: this.code, message: this.bilingual, retryable: this.retryable, details: this.details };
  }
}

export const isErrorCode = (code: unknown): code is ErrorCode =>
  typeof code === "string" && Object.hasOwn(catalogue, code);

/** Rebuilds an error that crossed a border as `ErrorShape`. */
export const fromShape = (shape: Pick<ErrorShape, "code" | "details">): MillwrightError =>
  new MillwrightError(shape.code, shape.details);
