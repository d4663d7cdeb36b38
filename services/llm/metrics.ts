import type { EngineFigures, FinishReason } from "./engine.ts";

/** Upper limits of buckets, in seconds. */
const slow = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60] as const;
const quick = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5] as const;

export interface RequestOutcome {
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
}

export interface GenerationOutcome {
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly completionTokens: number;
  readonly finish: FinishReason | "cancelled" | "failed";
  readonly seconds: number;
}

export interface ModelFigures {
  readonly id: string;
  readonly figures: EngineFigures;
}

export interface Metrics {
  request(outcome: RequestOutcome): void;
  /** Seconds from a request to its place among the running ones. */
  queued(seconds: number): void;
  firstToken(seconds: number): void;
  /** Seconds between two tokens of an answer. */
  nextToken(seconds: number): void;
  generation(outcome: GenerationOutcome): void;
  cancelled(): void;
  /** A request was told to come back later. */
  refused(): void;
  /** Prometheus text exposition format 0.0.4. */
  render(models: readonly ModelFigures[]): string;
}

const prefix = "millwright_llm_";

const quoted = (value: string | number) =>
  `"${String(value).replace(/[\\"\n]/g, (c) => (c === "\n" ? "\\n" : `\\${c}`))}"`;

const heading = (name: string, type: string, help: string) => [
  `# HELP ${prefix}${name} ${help}`,
  `# TYPE ${prefix}${name} ${type}`,
];

const createHistogram = (name: string, help: string, limits: readonly number[]) => {
  const counts = limits.map(() => 0);
  let sum = 0;
  let count = 0;
  return {
    observe: (value: number) => {
      for (const [index, limit] of limits.entries()) if (value <= limit) counts[index]! += 1;
      sum += value;
      count += 1;
    },
    render: () => [
      ...heading(name, "histogram", help),
      ...limits.map((limit, index) => `${prefix}${name}_bucket{le="${limit}"} ${counts[index]}`),
      `${prefix}${name}_bucket{le="+Inf"} ${count}`,
      `${prefix}${name}_sum ${sum}`,
      `${prefix}${name}_count ${count}`,
    ],
  };
};

/** Counts by labels; without labels it starts at zero, so that it is there before the first event. */
const createCounter = (name: string, help: string, labelled = false) => {
  const values = new Map<string, number>(labelled ? [] : [["", 0]]);
  return {
    add: (value: number, labels: Readonly<Record<string, string | number>> = {}) => {
      const list = Object.entries(labels).map(([label, text]) => `${label}=${quoted(text)}`);
      const key = list.length > 0 ? `{${list.join(",")}}` : "";
      values.set(key, (values.get(key) ?? 0) + value);
    },
    render: () => [
      ...heading(name, "counter", help),
      ...[...values].map(([labels, value]) => `${prefix}${name}${labels} ${value}`),
    ],
  };
};

const figureHelp: Readonly<Record<string, string>> = {
  prompt_tokens_total: "Tokens of prompts.",
  cached_tokens_total: "Tokens of prompts that were taken from the cache.",
  generated_tokens_total: "Tokens of answers.",
  forced_tokens_total: "Tokens of answers that a grammar left no choice about.",
  rounds_total: "Rounds of the engine.",
  preemptions_total: "Times that a sequence had to give up its pages.",
  lookup_guessed_tokens_total: "Tokens guessed from the text.",
  lookup_held_tokens_total: "Of these, tokens that held.",
  draft_guessed_tokens_total: "Tokens guessed by the draft model.",
  draft_held_tokens_total: "Of these, tokens that held.",
  disk_written_pages_total: "Cache pages written to disk.",
  disk_read_pages_total: "Cache pages read back from disk.",
  disk_damaged_pages_total: "Cache pages that the disk did not give back as they were.",
  disk_pages: "Cache pages on disk.",
  running_requests: "Requests that are being answered.",
  waiting_requests: "Requests that wait for their turn.",
  weight_bytes: "Bytes of weights.",
  kv_cache_bytes: "Bytes of the key-value cache.",
  kv_cache_used_bytes: "Of these, bytes that hold something.",
};

const renderFigures = (models: readonly ModelFigures[]): string[] => {
  const names = [...new Set(models.flatMap(({ figures }) => Object.keys(figures)))];
  return names.flatMap((name) => [
    ...heading(`engine_${name}`, name.endsWith("_total") ? "counter" : "gauge", figureHelp[name] ?? name),
    ...models
      .filter(({ figures }) => figures[name] !== undefined)
      .map(({ id, figures }) => `${prefix}engine_${name}{model=${quoted(id)}} ${figures[name]}`),
  ]);
};

/** Counters and histograms of the server, kept in memory. */
export const createMetrics = (): Metrics => {
  const requests = createCounter("requests_total", "Requests answered.", true);
  const finishes = createCounter("finished_total", "Answers by how they ended.", true);
  const prompt = createCounter("prompt_tokens_total", "Prompt tokens received.");
  const cached = createCounter("cached_prompt_tokens_total", "Prompt tokens taken from the prefix cache.");
  const completion = createCounter("completion_tokens_total", "Tokens generated.");
  const cancelled = createCounter("cancelled_requests_total", "Requests whose client went away.");
  const refused = createCounter("refused_requests_total", "Requests told to come back later.");
  const request = createHistogram("request_seconds", "Duration of requests.", slow);
  const queue = createHistogram("queue_seconds", "Time from a request to its start in the engine.", slow);
  const first = createHistogram("first_token_seconds", "Time from a request to its first token.", slow);
  const next = createHistogram("token_seconds", "Time between two tokens of an answer.", quick);
  const all = [
    requests,
    finishes,
    prompt,
    cached,
    completion,
    cancelled,
    refused,
    request,
    queue,
    first,
    next,
  ];
  return {
    request: ({ route, status, seconds }) => {
      requests.add(1, { route, status });
      request.observe(seconds);
    },
    queued: queue.observe,
    firstToken: first.observe,
    nextToken: next.observe,
    generation: (outcome) => {
      prompt.add(outcome.promptTokens);
      cached.add(outcome.cachedTokens);
      completion.add(outcome.completionTokens);
      finishes.add(1, { reason: outcome.finish });
    },
    cancelled: () => cancelled.add(1),
    refused: () => refused.add(1),
    render: (models) => `${[...all.flatMap((one) => one.render()), ...renderFigures(models)].join("\n")}\n`,
  };
};
