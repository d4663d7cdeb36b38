/** The steps that a product is made in, and how long each takes. */
const routing = [
  /工艺(?:路线|流程|路径|步骤)|(?:生产|制造|加工)(?:工艺)?(?:流程|步骤|路线|工序)|节拍|工时|几步(?!.*走)|(?:哪些|哪几条|什么)(?:产线|线)上?(?:能|可以)?(?:做|生产)|(?:每|各)(?:一?[道个])?工序|(?:哪几|哪些|几|多少|什么|所有|全部)(?:道|个)?(?:的)?(?:工序|工步)|哪几[道步]|(?:哪些|什么|几个)步骤|工序(?:[有是表及和与]|清单|列表|时间|工时|吗|呢|[?？。]?$)|(?:哪[一道]?|哪一道)工序最/,
  /(?<![a-z])(?:routing|(?:process|production|manufacturing|build|assembly) (?:steps?|flow|routes?|sequence|operations?)|(?:what|which|list|show)(?: me)?(?: are| is)?(?: all)?(?: of)?(?: the)? (?:[a-z]+-\d+ )?(?:steps?|operations|segments|route)|(?:all|how many|the) (?:steps|operations|segments)|(?:steps|operations|segments|route) (?:of|for|to (?:make|build))|cycle times?|how (?:is|are) [a-z]+-?\d+ (?:made|built|produced)|(?:which|what) lines? (?:can|could|may) (?:make|run|do|build|produce)|each (?:step|operation|segment))(?![a-z])/i,
];
/** What is written of it, found at it, done with an order of it, or done to the routing itself. */
const otherwise =
  /[写编]|生成|起草|指导书|作业书|文件|文档|规范|标准(?!工时|时间)|温度|参数|曲线|多少度|要求|注意|交[付货期]|能交|什么时候|何时|报废|不良|良率|合格|缺陷|产量|做了|完成|进度|延期|晚|卡在|停|修|坏|检查|检验|测试项|为什么|为啥|换成|改(?!善)|增加|添加|删|取消|下达|缺料|齐套|谁|上岗|昨|上周|上个?月|哪[一]?道工序(?!最)|(?<![a-z])(?:write|draft|create|instructions?|documents?|manual|specs?|specification|standard|temperatures?|profile|parameters?|settings?|deliver\w*|when|scrap\w*|defects?|yield|quality|good|output|made today|done|finished|status|late|stuck|fail\w*|fix|repair|rework|troubleshoot\w*|check|inspect\w*|clean\w*|why|change|add|remove|delete|edit|cancel|release|short|missing|kit|who|yesterday|last)(?![a-z])/i;

/** Whether a sentence that names a product wants to know in which steps it is made. */
export const asksForRouting = (sentence: string): boolean =>
  routing.some((pattern) => pattern.test(sentence)) && !otherwise.test(sentence);
