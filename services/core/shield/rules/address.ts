import { stored } from "../families.ts";
import { near, type Sign } from "../sign.ts";

const machine =
  "ai|a\\.i\\.|(?:ai|language|large|chat) ?(?:language )?models?|llms?|gpt|chat ?bots?|assistant|智能助手|ai ?助手|助手|大模型|语言模型|人工智能|智能体|机器人助手";
const telling =
  "answer|say|tell|reply|respond|state|claim|report|output|print|release|approve|cancel|execute|call|recommend|ignore|act|must|回答|回复|告诉|声称|说|输出|下达|批准|取消|执行|调用|推荐|放行|忽略|报告";

const imperative = `(?:${telling})`;

/** Gives orders to whoever reads, out of a document or data. */
export const address: readonly Sign[] = [
  {
    pattern: near(
      60,
      `(?<![a-z])(?:${machine})(?![a-z])(?: (?:reading|summari[sz]ing|processing|that reads)[^.]{0,30})?[,:：，、 ]`,
      `(?:please |kindly |always |never |you |must |should |shall |now |then |when |if )+(?:[a-z]+ ){0,8}?${imperative}|${imperative} `,
    ),
    in: stored,
    unless: /vision|inspection model|second operator|operator assistant/,
  },
  {
    pattern: near(
      60,
      `(?:note|message|instructions?|attention|notice|memo|dear|hint)(?: to| for)?,?(?: all| any| the)* (?:${machine})(?![a-z])`,
      "[a-z]",
    ),
    in: stored,
  },
  {
    pattern: near(40, `(?:if|in case) (?:you are|you're|this is read by) (?:an? )?(?:${machine})`, "[a-z]"),
    in: stored,
  },
  {
    pattern: /(?:tell|inform|assure|convince) the (?:user|reader|person asking)s? (?:that|about)/u,
    in: stored,
  },
  {
    pattern: near(20, `(?:如果|若|假如)?你是(?:一个|一名)?(?:${machine})`, "请|应|必须|就|,|，"),
    in: stored,
  },
  {
    pattern: near(20, `(?:致|给|请|注意)[^。]{0,4}(?:${machine})`, imperative),
    in: stored,
  },
  {
    pattern: near(24, `(?:${machine})(?:请|注意|应|必须|要|看到|读到|阅读)`, imperative),
    in: stored,
    unless: /工程师|操作员|校准|维护/,
  },
  {
    pattern: near(
      20,
      "(?:被|凡是?被?|当被?|如果?(?:有人|用户))(?:问|询问)",
      "(?:一律|就|应|请|都|则|直接)?(?:回答|回复|说|声称)",
    ),
    in: stored,
    unless: /客户|审核员|客诉/,
  },
  { pattern: /告诉用户|(?:只|一律)回答[“"「:：\s]?(?:合格|没有|是|否|\d)/u, in: stored },
];
