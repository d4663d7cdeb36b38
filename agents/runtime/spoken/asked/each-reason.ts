/** The reasons of each of those that a figure is split by: 各自的原因, "each one's top reason". */
const eachReason =
  /(?<=产品|型号|机型|线|系列|客户|工单)[，, ]*(?:以及|和|及|跟|还有)(?:其|它们?)?的?(?:最(?:多|大|主要|常见)|主要|首要)的?(?:停机|停线|故障|返修|维修|缺陷)?原因|(?:以及|和|及)?其(?:中)?(?:最(?:多|大|主要|常见)|主要|首要)?的?原因|(?<![a-z])and (?:what(?:'s| is| was| were) )?the (?:top|main|most common|most frequent|biggest) (?:reasons?|causes?)(?![a-z])|(?:以及|和|及|还有)?(?:它们|[这那]些)?(?:分别|各自|每[个条种家])的?(?:都)?(?:是)?(?:因为)?(?:主要|首要|最大|头号|第一|最多)?的?(?:什么|啥)?(?:停机|停线|故障|返修|维修|缺陷)?(?:原因|缺陷)(?:是)?(?:什么|啥|哪些)?|(?<![a-z])(?:and )?(?:with )?(?:each (?:one|line|product)?(?:'s)?|their(?: own)?|its(?: own)?) ?(?:top |main |biggest |most common |leading )?(?:downtime |stop |failure |repair )?(?:reasons?|causes?|defects?)(?: (?:of|for) each(?: one)?)?(?![a-z])|(?<![a-z])(?:the )?(?:top |main )?(?:reasons?|causes?) (?:of|for|on) each(?: one| of them)?(?![a-z])/gi;

export const asksEachReason = (text: string): boolean => new RegExp(eachReason.source, "i").test(text);

/** A sentence without them: what its figure is split by stands elsewhere. */
export const withoutEachReason = (text: string): string => text.replaceAll(eachReason, " ");

/** What is read so again. */
export const eachReasonWords = { zh: "各自的原因", en: "each one's reasons" } as const;
