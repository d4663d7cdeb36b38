import type { Fact } from "./explain.ts";
import type { Cause } from "./promise/causes.ts";
import type { Binding } from "./promise/promise.ts";
import type { Contradiction } from "./schema/contradictions.ts";

/** One sentence in both languages of the plant. */
export interface Sentence {
  readonly en: string;
  readonly zh: string;
}

/** How moments and spans of a problem are said. */
export interface Times {
  readonly at: (seconds: number) => Sentence;
  readonly span: (seconds: number) => Sentence;
}

const hour = 3_600;
const day = 24 * hour;
const two = (value: number) => String(value).padStart(2, "0");
const alike = (text: string): Sentence => ({ en: text, zh: text });

const span = (seconds: number): Sentence => {
  const minutes = Math.round(seconds / 60);
  if (seconds < 60) return { en: `${Math.round(seconds)} s`, zh: `${Math.round(seconds)} 秒` };
  if (minutes < 60) return { en: `${minutes} min`, zh: `${minutes} 分钟` };
  const hours = seconds / hour;
  return hours < 48
    ? { en: `${hours.toFixed(1)} h`, zh: `${hours.toFixed(1)} 小时` }
    : { en: `${(hours / 24).toFixed(1)} days`, zh: `${(hours / 24).toFixed(1)} 天` };
};

/** Moments as days and clock since the problem's start: day 1 is the first. */
const relativeTimes: Times = {
  at: (seconds) => {
    const whole = Math.floor(seconds / day);
    const minutes = Math.floor((seconds - whole * day) / 60);
    const clock = `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
    return { en: `day ${whole + 1} ${clock}`, zh: `第 ${whole + 1} 天 ${clock}` };
  },
  span,
};

/** Moments as dates, when it is known when the problem's time 0 is and how a moment is written. */
export const datedTimes = (start: Date, write: (moment: Date) => string): Times => ({
  at: (seconds) => alike(write(new Date(start.getTime() + seconds * 1_000))),
  span,
});

/** Times of a problem whose time 0 is `start`, an ISO 8601 time with a zone, which they are written in; none: counted in days. */
export const timesFrom = (start?: string): Times => {
  if (start === undefined) return relativeTimes;
  const zone = /([+-])(\d\d):(\d\d)$/.exec(start);
  const minutes = zone ? Number(`${zone[1]}1`) * (Number(zone[2]) * 60 + Number(zone[3])) : 0;
  return datedTimes(new Date(start), (moment) =>
    new Date(moment.getTime() + minutes * 60_000).toISOString().slice(0, 16).replace("T", " "),
  );
};

const fewest = 3;
/** A few of many names, and how many more there are. */
const some = (names: readonly string[]): Sentence => {
  const distinct = [...new Set(names)];
  const shown = distinct.slice(0, fewest);
  const more = distinct.length - shown.length;
  return {
    en: `${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`,
    zh: `${shown.join("、")}${more > 0 ? ` 等 ${distinct.length} 个` : ""}`,
  };
};

/** Work in hours, as nobody counts it in days; and how long it lasts where its resources stand still in between. */
const workAndLength = (
  { seconds, lasts }: { readonly seconds: number; readonly lasts: number },
  times: Times,
): Sentence => {
  const work =
    seconds < hour
      ? times.span(seconds)
      : { en: `${(seconds / hour).toFixed(1)} h`, zh: `${(seconds / hour).toFixed(1)} 小时` };
  const length = times.span(lasts);
  return seconds === lasts
    ? work
    : {
        en: `${work.en} (${length.en} with the time in which nobody works)`,
        zh: `${work.zh}（连同不开工的时间共 ${length.zh}）`,
      };
};

/** A fact of a plan as a sentence. */
export const tellFact = (fact: Fact, times: Times): Sentence => {
  switch (fact.kind) {
    case "end": {
      const [end, due] = [times.at(fact.time), times.at(fact.due)];
      const late = times.span(fact.late);
      return fact.late > 0
        ? {
            en: `ends ${end.en}, ${late.en} after it is due (${due.en})`,
            zh: `${end.zh} 完成，比交期（${due.zh}）晚 ${late.zh}`,
          }
        : { en: `ends ${end.en}, in time (due ${due.en})`, zh: `${end.zh} 完成，不晚于交期 ${due.zh}` };
    }
    case "material": {
      const time = times.at(fact.time);
      return {
        en: `${fact.operation} waits for ${fact.material}, which is there ${time.en}`,
        zh: `工序 ${fact.operation} 等待物料 ${fact.material}，${time.zh} 到料`,
      };
    }
    case "missing":
      return {
        en: `${fact.operation} lacks ${fact.quantity} of ${fact.material}, which no known receipt brings`,
        zh: `工序 ${fact.operation} 缺物料 ${fact.material} 共 ${fact.quantity}，没有在途可补`,
      };
    case "blocked":
      return {
        en: "what is left of it cannot be done: a machine, people, a tool or a vendor is missing",
        zh: "剩余工序无法进行：缺少可用的设备、人员、工装或供应商",
      };
    case "wait": {
      const [wait, ahead] = [times.span(fact.seconds), some(fact.ahead)];
      const behind = fact.ahead.length > 0;
      return {
        en: `${fact.operation} waits ${wait.en} for ${fact.resource}${behind ? `, behind ${ahead.en}` : ", which does not work then"}`,
        zh: `工序 ${fact.operation} 在 ${fact.resource} 前等待 ${wait.zh}${behind ? `，前面有 ${ahead.zh}` : "，其间不开工"}`,
      };
    }
    case "secondary": {
      const ahead = some(fact.ahead);
      return {
        en: `${fact.operation} waits for ${fact.resource}, held by ${ahead.en}`,
        zh: `工序 ${fact.operation} 等待 ${fact.resource}，被 ${ahead.zh} 占用`,
      };
    }
    case "setup": {
      const set = times.span(fact.seconds);
      return {
        en: `${fact.operation} has ${set.en} of set-up on ${fact.resource}`,
        zh: `工序 ${fact.operation} 在 ${fact.resource} 换型 ${set.zh}`,
      };
    }
    case "work": {
      const [work, available] = [workAndLength(fact, times), times.span(fact.available)];
      return {
        en: `its work takes ${work.en}, and only ${available.en} lie between release and due time`,
        zh: `加工需要 ${work.zh}，而从下达到交期只有 ${available.zh}`,
      };
    }
  }
};

/** Two facts that cannot both be so, and what would mend them, as a sentence. */
export const tellContradiction = (one: Contradiction, times: Times): Sentence => {
  const { operation } = one;
  if (one.kind === "resource") {
    const time = times.at(one.time);
    return {
      en: `${operation} and ${one.other} are both on ${one.resource} at ${time.en}; report which of them is done, or runs elsewhere`,
      zh: `${operation} 和 ${one.other} 在 ${time.zh} 同时在 ${one.resource} 上；请更正：哪一个已做完，或实际在别处做`,
    };
  }
  const start = times.at(one.start);
  if (one.kind === "order") {
    const ended = times.at(one.ended);
    return {
      en: `${operation} is at work from ${start.en} on, before ${one.before} can have ended (${ended.en}); report that ${one.before} is done, or that ${operation} has not begun`,
      zh: `${operation} 从 ${start.zh} 起在做，而 ${one.before} 最早 ${ended.zh} 才能做完；请更正：${one.before} 已做完，或 ${operation} 还没开工`,
    };
  }
  if (one.kind === "maxLag") {
    const by = times.at(one.by);
    return {
      en: `${operation} cannot start before ${start.en}, and was to by ${by.en}: ${one.before} has begun and waits too long`,
      zh: `${operation} 最早 ${start.zh} 才能开始，而它应在 ${by.zh} 之前开始：${one.before} 已经开工，等待过久`,
    };
  }
  if (one.kind === "latestStart") {
    const by = times.at(one.by);
    return {
      en: `${operation} cannot start before ${start.en}, and was to by ${by.en}: what was done before it waits too long`,
      zh: `${operation} 最早 ${start.zh} 才能开始，而它应在 ${by.zh} 之前开始：前道工序已做完，等待过久`,
    };
  }
  const time = times.at(one.time);
  return {
    en: `${operation} is at work from ${start.en} on, before the ${one.material} that it uses is there (${time.en}); book ${one.material} in, or report that ${operation} has not begun`,
    zh: `${operation} 从 ${start.zh} 起在做，而它用的 ${one.material} ${time.zh} 才到；请把 ${one.material} 收货入账，或更正 ${operation} 还没开工`,
  };
};

/** What makes an order wait, as a sentence. */
const tellWait = (cause: Cause, times: Times): Sentence => {
  const wait = times.span(cause.wait);
  const { operation } = cause;
  if (cause.kind === "material") {
    const time = times.at(cause.time);
    return {
      en: `${operation} waits ${wait.en} for ${cause.quantity} of ${cause.material}, there ${time.en}`,
      zh: `工序 ${operation} 等待物料 ${cause.material}（${cause.quantity} 件，${time.zh} 到料）${wait.zh}`,
    };
  }
  const { resource } = cause;
  switch (cause.kind) {
    case "capacity":
      return {
        en: `${operation} waits ${wait.en} for ${resource}, where others are in the way`,
        zh: `工序 ${operation} 等待 ${resource} ${wait.zh}，被其他工单占用`,
      };
    case "secondary":
      return {
        en: `${operation} waits ${wait.en} for ${resource}, held by others or away`,
        zh: `工序 ${operation} 等待 ${resource} ${wait.zh}，被占用或不在岗`,
      };
    case "calendar":
    case "stop":
      return {
        en: `${operation} waits ${wait.en} for ${resource}, which does not work then`,
        zh: `工序 ${operation} 等待 ${resource} ${wait.zh}，其间不开工`,
      };
  }
};

/** What would bring an order forward, and by how much. */
export const tellCause = (cause: Cause, times: Times): Sentence => {
  const gain = times.span(cause.gain);
  const sooner: Sentence = { en: `${gain.en} sooner`, zh: `可提前 ${gain.zh}` };
  if (cause.kind === "material") {
    const by = times.at(cause.by);
    return {
      en: `${sooner.en} with ${cause.quantity} of ${cause.material} by ${by.en}`,
      zh: `若 ${cause.material} ${cause.quantity} 件在 ${by.zh} 前到料，${sooner.zh}`,
    };
  }
  const [from, to] = [times.at(cause.from), times.at(cause.to)];
  if (cause.kind === "stop")
    return {
      en: `${sooner.en} if ${cause.resource} did not stand still between ${from.en} and ${to.en}`,
      zh: `若 ${cause.resource} 在 ${from.zh} 至 ${to.zh} 间不停机，${sooner.zh}`,
    };
  const hours = cause.hours.toFixed(1);
  const extra = cause.kind === "calendar";
  return {
    en: `${sooner.en} with ${hours} ${extra ? "extra" : "free"} h of ${cause.resource} between ${from.en} and ${to.en}`,
    zh: `若 ${cause.resource} 在 ${from.zh} 至 ${to.zh} 间${extra ? "加班" : "空出"} ${hours} 小时，${sooner.zh}`,
  };
};

/** What holds a promised order back most, as a sentence. */
export const tellBinding = (binding: Binding, times: Times): Sentence => {
  switch (binding.kind) {
    case "missing": {
      const by = times.at(binding.by);
      const { also } = binding;
      return {
        en: `${binding.quantity} of ${binding.material} are missing and no known receipt brings them; needed by ${by.en}${also.length > 0 ? `; missing too: ${also.join(", ")}` : ""}`,
        zh: `物料 ${binding.material} 缺 ${binding.quantity} 件且没有在途可补，需在 ${by.zh} 前到料${also.length > 0 ? `；同样缺 ${also.join("、")}` : ""}`,
      };
    }
    case "room":
      return {
        en: `${binding.operation} has no place in the calendars of ${binding.resources.join(", ")}`,
        zh: `工序 ${binding.operation} 在 ${binding.resources.join("、")} 的日历内没有空位`,
      };
    case "work": {
      const work = workAndLength(binding, times);
      return { en: `nothing but its own work, ${work.en}`, zh: `仅为自身加工时间 ${work.zh}` };
    }
    default:
      return tellWait(binding, times);
  }
};
