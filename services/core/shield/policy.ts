import type { Bilingual } from "../errors.ts";
import { conductFamilies, type Family, injectionFamilies, type Place } from "./families.ts";

/** Refused: not taken at all. Withheld: taken, with a mark in the place of the words. */
export type Action = "refuse" | "withhold";

const all = (families: readonly Family[], action: Action): Partial<Record<Family, Action>> =>
  Object.fromEntries(families.map((family) => [family, action]));

/**
 * What is done with a family at a place, all in one table; what is not here passes. A sentence and a row of master data are turned
 * back to whoever gave them; a document and a machine's message are too useful to be lost for one sentence of theirs.
 */
export const policy: Readonly<Record<Place, Partial<Record<Family, Action>>>> = {
  chat: { ...all(injectionFamilies, "refuse"), ...all(conductFamilies, "refuse") },
  record: all(injectionFamilies, "refuse"),
  document: all(injectionFamilies, "withhold"),
  message: all(injectionFamilies, "withhold"),
  answer: all(injectionFamilies, "withhold"),
};

/** What stands in the place of withheld words. */
export const withheldMark = "[已屏蔽 withheld]";

export const familyNames: Readonly<Record<Family, Bilingual>> = {
  override: { zh: "要求不守规则", en: "asks to ignore the rules" },
  persona: { zh: "要求改换身份", en: "asks to be somebody else" },
  leak: { zh: "索要内部提示", en: "asks for the prompt" },
  approval: { zh: "要求跳过批准", en: "asks to skip the approval" },
  marker: { zh: "伪造对话标记", en: "forges turns or calls" },
  authority: { zh: "冒称授权", en: "claims an authority" },
  address: { zh: "对模型下指令", en: "gives orders to a model" },
  exfiltration: { zh: "要求外发数据", en: "asks to send data out" },
  danger: { zh: "解除安全装置", en: "defeats a safety device" },
  falsify: { zh: "伪造或删除记录", en: "falsifies records" },
  personal: { zh: "索要个人信息", en: "asks for personal data" },
  insult: { zh: "辱骂", en: "insults" },
  distress: { zh: "有人需要帮助", en: "somebody needs help" },
  violence: { zh: "伤人或破坏", en: "harm or sabotage" },
};

const rulesStay: Bilingual = {
  zh: "这句话要我不守规则，我没有照做，什么都没有执行。要办什么请直接说，例如“下达 WO-1042”；先核对，批准后才做。",
  en: 'This asks me to leave my rules; I did not, and nothing was done. Say plainly what you need, such as "release WO-1042": it is checked and waits for approval.',
};

/** What a refused sentence is answered with. */
export const refusals: Readonly<Record<Family, Bilingual>> = {
  override: rulesStay,
  persona: rulesStay,
  marker: rulesStay,
  authority: rulesStay,
  address: rulesStay,
  leak: {
    zh: "内部提示不对外提供。我能做什么，说“帮助”就会列出。",
    en: 'My internal prompt is not given out. "help" lists what I can do.',
  },
  approval: {
    zh: "批准这一步不能跳过，什么都没有执行。直接说要办的事，例如“下达 WO-1042”；我先核对，再请有权限的人批准。",
    en: 'The approval cannot be skipped; nothing was done. Say what you need, such as "release WO-1042": I check it, then somebody with the role approves.',
  },
  exfiltration: {
    zh: "工厂的数据不外发，什么都没有执行。需要导出时请用有权限的导出功能。",
    en: "Data of the plant is not sent out; nothing was done. Where you need a file, use the exports that your role has.",
  },
  danger: {
    zh: "安全装置不能解除或绕过，这件事我不帮。设备误动作请停机，报安全员和设备维修处理；急停后怎么恢复可以问我。",
    en: "Safety devices are not bypassed or switched off, and I do not help with that. If one trips wrongly, stop the machine and call safety and maintenance; you may ask me how to restart after a stop.",
  },
  falsify: {
    zh: "记录不能伪造、改写或删除，这件事我不帮。测试有误请重测，或在“维修”页登记原因。",
    en: "Records are not made up, changed or deleted, and I do not help with that. If a test was wrong, test again, or record the cause on the Repair page.",
  },
  personal: {
    zh: "个人信息（电话、住址、证件、工资、健康、密码、他人的对话）不在这里提供。可以问现在谁当班、谁有某项技能；其他请找人事。",
    en: "Personal data (numbers, addresses, papers, pay, health, passwords, other people's conversations) is not given here. You may ask who is on shift or who has a skill; for the rest, ask human resources.",
  },
  insult: {
    zh: "请好好说，我来帮您把事办了。说工单、产线或物料的编号，我马上查。",
    en: "Let us keep it civil; I want to get this solved. Give me the order, line or material and I look at once.",
  },
  distress: {
    zh: "您说的让人担心。请马上告诉身边的同事或班组长；也可以拨打 12356 心理援助热线（24 小时），紧急时拨 120。您不是一个人。",
    en: "I am worried by what you say. Please tell a colleague or your shift leader now, or call a crisis line (in China 12356, day and night; 120 in an emergency). You are not alone.",
  },
  violence: {
    zh: "这会伤人或毁坏设备，我不帮。有矛盾或隐患，请找班组长或安全员。",
    en: "This would hurt people or wreck equipment, and I do not help with it. If something is wrong, talk to your shift leader or safety.",
  },
};

/** Of several families in one sentence, the one that it is answered for: people first. */
export const answeredFirst: readonly Family[] = [
  "distress",
  "violence",
  "danger",
  "falsify",
  "personal",
  "leak",
  "exfiltration",
  "insult",
  "override",
  "persona",
  "marker",
  "authority",
  "address",
  "approval",
];
