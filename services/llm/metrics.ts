import type { EngineFigures } from "./engine.ts";

const buckets = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60] as const;

interface Histogram {
  readonly counts: number[];
  sum: number;
  count: number;
}

export interface RequestOutcome {
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
}

export interface GenerationOutcome {
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly completionTokens: number;
  readonly firstTokenSeconds?: number;
  readonly seconds: number;
}

export interface Metrics {
  request(outcome: RequestOutcome): void;
  generation(outcome: GenerationOutcome): void;
  cancelled(): void;
  /** Prometheus text exposition format 0.0.4. */
  render(models: readonly { readonly id: string; readonly figures: EngineFigures }[]): string;
}

const label = (value: string | number) =>
  String(value).replace(/[\\"\n]/g, (c) => (c === "\n" ? "\\n" : `\\${c}`));

/** Counters and histograms of the server, kept in memory. */
export const createMetrics = (): Metrics => {
  const requests = new Map<string, number>();
  const histograms = {
    request_seconds: { counts: [] as number[], sum: 0, count: 0 },
    first_token_seconds: { counts: [] as number[], sum: 0, count: 0 },
    token_seconds: { counts: [] as number[], sum: 0, count: 0 },
  } satisfies Record<string, Histogram>;
  const totals = { prompt_tokens: 0, cached_prompt_tokens: 0, completion_tokens: 0, cancelled_requests: 0 };

  const observe = (histogram: Histogram, value: number) => {
    buckets.forEach((limit, index) => {
      histogram.counts[index] = (histogram.counts[index] ?? 0) + (value <= limit ? 1 : 0);
    });
    histogram.sum += value;
    histogram.count += 1;
  };

  const help: Readonly<Record<keyof typeof histograms | keyof typeof totals, string>> = {
    request_seconds: "Duration of requests.",
    first_token_seconds: "Time from the request to its first token.",
    token_seconds: "Time per generated token after the first.",
    prompt_tokens: "Prompt tokens received.",
    cached_prompt_tokens: "Prompt tokens taken from the prefix cache.",
    completion_tokens: "Tokens generated.",
    cancelled_requests: "Requests whose client went away.",
  };

  return {
    request: ({ route, status, seconds }) => {
      const key = `route="${label(route)}",status="${status}"`;
      requests.set(key, (requests.get(key) ?? 0) + 1);
      observe(histograms.request_seconds, seconds);
    },
    generation: (outcome) => {
      totals.prompt_tokens += outcome.promptTokens;
      totals.cached_prompt_tokens += outcome.cachedTokens;
      totals.completion_tokens += outcome.completionTokens;
      if (outcome.firstTokenSeconds === undefined) return;
      observe(histograms.first_token_seconds, outcome.firstTokenSeconds);
      if (outcome.completionTokens > 1)
        observe(
          histograms.token_seconds,
          (outcome.seconds - outcome.firstTokenSeconds) / (outcome.completionTokens - 1),
        );
    },
    cancelled: () => {
      totals.cancelled_requests += 1;
    },
    render: (models) => {
      const lines = [
        "# HELP millwright_llm_requests_total Requests answered.",
        "# TYPE millwright_llm_requests_total counter",
      ];
      for (const [key, count] of requests) lines.push(`millwright_llm_requests_total{${key}} ${count}`);
      for (const [name, value] of Object.entries(totals)) {
        lines.push(`# HELP millwright_llm_${name}_total ${help[name as keyof typeof help]}`);
        lines.push(`# TYPE millwright_llm_${name}_total counter`, `millwright_llm_${name}_total ${value}`);
      }
      for (const [name, { counts, sum, count }] of Object.entries(histograms)) {
        lines.push(
          `# HELP millwright_llm_${name} ${help[name as keyof typeof help]}`,
          `# TYPE millwright_llm_${name} histogram`,
        );
        buckets.forEach((limit, index) => {
          lines.push(`millwright_llm_${name}_bucket{le="${limit}"} ${counts[index] ?? 0}`);
        });
        lines.push(`millwright_llm_${name}_bucket{le="+Inf"} ${count}`);
        lines.push(`millwright_llm_${name}_sum ${sum}`, `millwright_llm_${name}_count ${count}`);
      }
      const figures = new Map<string, string[]>();
      for (const { id, figures: values } of models)
        for (const [name, value] of Object.entries(values)) {
          const list = figures.get(name) ?? [];
          list.push(`millwright_llm_engine_${name}{model="${label(id)}"} ${value}`);
          figures.set(name, list);
        }
      for (const [name, values] of figures)
        lines.push(`# TYPE millwright_llm_engine_${name} gauge`, ...values);
      return `${lines.join("\n")}\n`;
    },
  };
};
