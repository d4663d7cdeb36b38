/**
 * What people say of a failed unit, and which test steps measure it, by what steps are called in any plant: the words of the
 * sentence, the words in a step's name, and on which side of its limits such a unit lies.
 */
export interface SymptomWords {
  readonly said: RegExp;
  readonly step: RegExp;
  readonly side: "low" | "high";
}

export const symptomWords: readonly SymptomWords[] = [
  {
    said: /psu|没电|冇电|不上电|没上电|上电(?:后|了)?没(?:有)?反应|按(?:了)?(?:电源|开关).{0,4}没反应|没(?:有)?反应|上不了电|通不上电|加不上电|不通电|不着机|不启动|启动不了|不开机|开不了机|开机黑屏|灯(?:都|全)?(?:不亮|灭)|没电压|没输出电压|无输出|(?<![a-z])(?:no power|(?:won'?t|does(?:n'?t| not)) (?:power|boot|start|turn on)|dead|power (?:supply )?(?:fail\w*|not ok)|no (?:12 ?v(?:olts?)?|voltage|psu)|led off|leds? dark|no lights?)(?![a-z])/i,
    step: /12 ?V|3\.3 ?V|core rail|核心电源|电源(?!纹波)|supply|rail(?! ripple)/i,
    side: "low",
  },
  {
    said: /短路|电流(?:偏|过)?大|过流|跳闸|一上电就|加电就保护|(?<![a-z])(?:short(?:ed)?(?! of)|over-?current|draws too much|trips)(?![a-z])/i,
    step: /输入电流|input current/i,
    side: "high",
  },
  {
    said: /射频|发射功率|输出功率|没功率|无功率|功率(?:老|偏|太|总)?(?:是)?(?:低|不过|不够|抖)|掉功率|功率掉|功放|(?<![a-z])(?:rf(?: power)?|tx(?: power)?|transmit power|output power|no rf|power amplifier|pa stage|low power)(?![a-z])/i,
    step: /^(?!.*(?:光口|optical)).*(?:发射功率|transmit power)/i,
    side: "low",
  },
  { said: /驻波|回波|(?<![a-z])(?:vswr|return loss)(?![a-z])/i, step: /驻波|vswr/i, side: "high" },
  {
    said: /灵敏度|接收(?!功率|光)|(?<![a-z])(?:rx(?! power)|receiv(?:e|er) (?:sensitivity|deaf)|sensitivity|deaf)(?![a-z])/i,
    step: /接收灵敏度|receive sensitivity/i,
    side: "high",
  },
  { said: /增益|(?<![a-z])gain(?![a-z])/i, step: /增益|gain/i, side: "low" },
  { said: /aclr|邻道/i, step: /aclr|邻道/i, side: "high" },
  { said: /(?<![a-z])evm(?![a-z])|误差矢量/i, step: /evm|误差矢量/i, side: "high" },
  {
    said: /光口|光模块|光纤|链路|误码|(?<![a-z])(?:optical|sfp|fib(?:er|re)|link|bit errors?|ber)(?![a-z])/i,
    step: /收光|optical receive|链路误码|link error/i,
    side: "high",
  },
  {
    said: /时钟|锁不住|失锁|(?<![a-z])(?:clock|pll|unlock\w*)(?![a-z])/i,
    step: /时钟|clock/i,
    side: "high",
  },
  { said: /纹波|(?<![a-z])ripple(?![a-z])/i, step: /纹波|ripple/i, side: "high" },
  {
    said: /固件|版本不匹配|(?<![a-z])firmware(?![a-z])/i,
    step: /固件|firmware/i,
    side: "low",
  },
  {
    said: /内存|(?<![a-z])(?:memory|dimm|ddr|ram)(?![a-z])/i,
    step: /内存纠错|memory corrections/i,
    side: "high",
  },
  { said: /pcie|(?<![a-z])(?:disk|slot)(?![a-z])|硬盘|插槽/i, step: /pcie.*(?:误码|error)/i, side: "high" },
  {
    said: /风扇|(?<![a-z])fans?(?![a-z])/i,
    step: /风扇|fan/i,
    side: "low",
  },
  {
    said: /过热|温度(?:过|太|偏|超)|发烫|烫手|(?<![a-z])(?:overheat\w*|too hot|gets hot|temperature)(?![a-z])/i,
    step: /温度|temperature/i,
    side: "high",
  },
  {
    said: /通道|校准|天线|(?<![a-z])(?:calibration|channel|antenna|beam)(?![a-z])/i,
    step: /^(?!.*pcie).*(?:通道|校准|波束|channel|calibration|beam|phase|相位)/i,
    side: "high",
  },
];

/** A unit is meant that does not do what it should. */
const failing =
  /不过|没过|失败|挂了|不行|不对|不转|转不|没反应|报警|告警|跳|漂|抖|不达标|超(?:标|限)|坏|不亮|没[电反输信功]|不[通着启开转]|报错|异常|偏[低高大]|太[低高]|掉|低|高|断|卡|毛病|什么原因|啥原因|怎么修|咋修|换(?:什么|哪|啥)|先查|(?<![a-z])(?:fail\w*|dead|wrong|broken|bad|won'?t|doesn'?t|not|no|low|high|error\w*|drop\w*|loss|out of|lost|noisy?|what (?:is it|could|should|do)|why|cause\w*|fix|swap|replace|down)(?![a-z])/i;

/** Whether a sentence tells how a unit fails, and does not only ask which units wait. */
export const tellsSymptom = (text: string): boolean =>
  failing.test(text) && symptomWords.some(({ said }) => said.test(text));
