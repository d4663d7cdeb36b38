import { useEffect, useState } from "react";
import { isDemo } from "../lib/demo.ts";
import { query } from "../lib/graphql.ts";
import type { Language } from "../lib/language.ts";

/** What each role asks first; `order`, `line`, `product` and `late` stand for what the plant has. */
const ofRole: Readonly<Record<string, { readonly zh: readonly string[]; readonly en: readonly string[] }>> = {
  planner: {
    zh: [
      "{late} 为什么延期？",
      "如果 {line} 停 4 小时会怎样？",
      "40 台 {product} 最早什么时候能交？",
      "瓶颈在哪条产线？",
      "{line} 后面排的什么？",
      "重新排产",
    ],
    en: [
      "Why is {late} late?",
      "What happens if {line} is down for 4 hours?",
      "When could we deliver 40 {product}?",
      "Which line is the bottleneck?",
      "What is next on {line}?",
      "Make a new plan",
    ],
  },
  dispatcher: {
    zh: [
      "把工单 {order} 下达到最早能做的产线",
      "{order} 能不能下达？",
      "哪些工单可以下达？",
      "{order} 齐套了吗",
      "{line} 在干什么？",
      "昨晚怎么样？",
    ],
    en: [
      "Release {order} to the earliest line",
      "Can {order} be released?",
      "Which orders are ready to release?",
      "Is the kit for {order} complete?",
      "What is {line} doing?",
      "How was last night?",
    ],
  },
  process: {
    zh: [
      "哪些作业指导书等审批或要更新？",
      "写一份 {product} 的作业指导书",
      "锡膏要回温多久？",
      "为什么直通率掉了？",
      "昨晚怎么样？",
    ],
    en: [
      "Which work instructions wait for approval or are out of date?",
      "Write the work instruction for {product}",
      "How is solder paste prepared?",
      "Why did the first-pass yield fall?",
      "How was last night?",
    ],
  },
  repair: {
    zh: [
      "哪些单元在等维修？",
      "这块板没电，可能是什么原因？",
      "驻波比不过，先查什么？",
      "本周的维修次数走势",
      "昨晚怎么样？",
    ],
    en: [
      "Which units wait for repair?",
      "This board has no power, what is it likely?",
      "VSWR fails, where do I look?",
      "Trend of repairs over the last four weeks",
      "How was last night?",
    ],
  },
  automation: {
    zh: ["测试单元在做什么？", "AGV-01 在哪里？", "各条产线现在怎么样？", "昨晚怎么样？", "你在等什么？"],
    en: [
      "What is the test cell doing?",
      "Where is AGV-01?",
      "How are the lines doing?",
      "How was last night?",
      "What are you waiting for?",
    ],
  },
  manager: {
    zh: [
      "昨晚怎么样？",
      "今天情况怎么样？",
      "本周的 OEE 是多少？",
      "哪些工单会延期？",
      "上周的产量为什么变了？",
      "你在等什么？",
    ],
    en: [
      "How was last night?",
      "How is it going today?",
      "What is the OEE this week?",
      "Which orders will be late?",
      "Why did the output change last week?",
      "What are you waiting for?",
    ],
  },
};
/** Whoever holds several roles is asked as the first of these that he holds. */
const order = ["dispatcher", "planner", "repair", "process", "automation", "manager"];
/** Of the demonstration plant: each shows something. */
const ofTheDemo = { order: "WO-1042", line: "SMT-2", product: "RRU-5301", late: "WO-1080" };

const namesQuery = `{
  lines { id }
  open: workOrders(first: 1, state: OPEN) { edges { node { id productId } } }
  late: workOrders(first: 1, state: LATE, sort: LATENESS) { edges { node { id } } }
}`;

interface Edges<T> {
  readonly edges: readonly { readonly node: T }[];
}
interface PlantNames {
  readonly lines: readonly { readonly id: string }[];
  readonly open: Edges<{ readonly id: string; readonly productId: string }>;
  readonly late: Edges<{ readonly id: string }>;
}

/** Sentences for the role of who is there, in a plant's own names: what it does not have yet is not spoken of. */
export const suggestionsFor = (
  names: Readonly<Record<string, string | undefined>>,
  language: Language,
  roles: readonly string[],
): readonly string[] => {
  const role = order.find((one) => roles.includes(one)) ?? "planner";
  return ofRole[role]![language].flatMap((sentence) => {
    const said = sentence.replaceAll(/\{(\w+)\}/g, (_, name: string) => names[name] ?? "");
    const lacks = [...sentence.matchAll(/\{(\w+)\}/g)].some(([, name]) => !names[name!]);
    return lacks ? [] : [said];
  });
};

/** What sentences may speak of. */
const spokenOf = ({ lines, open, late }: PlantNames) => {
  const [first] = open.edges.map(({ node }) => node);
  return {
    order: first?.id,
    product: first?.productId,
    line: lines[0]?.id,
    late: late.edges[0]?.node.id,
  };
};

/** What may be said first, by what who is there does. */
export const useSuggestions = (language: Language, roles: readonly string[]): readonly string[] => {
  const [names, setNames] = useState<ReturnType<typeof spokenOf>>();
  useEffect(() => {
    const find = async () => {
      setNames((await isDemo()) ? ofTheDemo : spokenOf(await query<PlantNames>(namesQuery)));
    };
    // Without suggestions the box is still there.
    find().catch(() => {});
  }, []);
  return names ? suggestionsFor(names, language, roles) : [];
};
