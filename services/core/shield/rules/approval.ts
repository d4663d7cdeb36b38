import { stored } from "../families.ts";
import { near, type Sign } from "../sign.ts";

const consent =
  "approv(?:al|als|ing|ed)|confirm(?:ation|ing)?|sign(?:ing|ed)?[ -]?off|permission|consent|human review|review by|authori[sz]ation|four[ -]eyes(?: check)?|second person";
const acting =
  "releas\\w*|cancel\\w*|execut\\w*|start|hold|resume|push|put|move|do|run|act|dispatch|expedite|create|perform|下达|取消|执行|放行|暂停|恢复|创建|调用|开工|发布";
const question =
  /[?？]|吗|呢|哪些|什么|是否|能不能|可不可以|(?:^|[ ,])(?:which|what|who|why|when|how many|can|may|is|are|does|do|must) /;

/** Asks to act without the approval. */
export const approval: readonly Sign[] = [
  {
    pattern: near(
      40,
      `(?<![a-z])(?:${acting})`,
      `without (?:any |an |the |my |a |asking |needing |waiting for )*(?:${consent}|asking|person|anybody|anyone|human)`,
    ),
    unless: question,
  },
  {
    pattern: near(
      25,
      "(?<![a-z])(?:skip|bypass|avoid|circumvent|omit|override|sidestep|ignore|disable|evade)",
      `(?<![a-z])(?:${consent})`,
    ),
    unless: question,
  },
  {
    pattern: near(
      25,
      "(?<![a-z])no (?:further )?(?:approval|confirmation|sign-?off|permission)s? (?:is |are )?(?:necessary|needed|required)|(?:don't|do not|never|stop) (?:ask|wait)(?:ing)?(?: for)? (?:anyone|anybody|a person|me|for|approval|permission|confirmation|people)",
    ),
    unless: /[?？]|which|what|if /,
    in: ["chat", "record", "message"],
  },
  {
    pattern:
      /(?:auto(?:matically)?[ -]?approv|approv(?:e|ing) (?:it|this|that|them|everything|all)?[^.]{0,20}(?:yourself|automatically|on your own|for me|silently))/u,
    unless: /[?？]/,
  },
  {
    pattern: near(
      30,
      "(?:(?:already|pre-?) ?approved|approval (?:is )?granted|no approval)",
      `(?:${acting}) (?:it|them|this|wo-)?[^.]{0,12}(?:without|immediately|at once|now)`,
    ),
    in: stored,
  },
  {
    pattern: near(
      30,
      "(?:已|均已|系统已)(?:自动)?(?:批准|审批通过)|无需(?:人工)?(?:审批|批准|确认)",
      "下达|执行|放行|取消",
    ),
    in: stored,
  },
  {
    pattern:
      /(?:不用|无需|不必|不需要?|免去?|跳过|绕过|避开|省掉|略过|别(?:走|再)?|不要(?:走|弹|再)?|不经(?:过)?|未经)(?:人工|任何人?|我|再|双人|流程|的|走|弹|四眼){0,2}(?:审批|批准|确认|核准|复核|许可|同意|审核)/u,
    unless: /[?？]|吗|哪些|什么|是否|能不能|可不可以|严禁|禁止|不得|不准|不允许|谁/,
  },
  {
    pattern:
      /自(?:动|行)(?:批准|审批|通过|确认)(?:所有|全部|待|它|一下|掉|吧|工单)|你自己(?:批准|确认|审批|通过)|(?:不用|别|不要)问(?:任何人|我|别人|谁)/u,
    unless: /[?？]|吗|哪些|什么/,
  },
];
