import { MillwrightError } from "../core/errors.ts";
import { reasonOf } from "../core/reason.ts";

export interface TransportOptions {
  /** With or without the trailing /v1. */
  readonly url: string;
  readonly apiKey?: string | undefined;
  /** For one answer, from the request to its last byte. Default 60 000. */
  readonly timeoutMs?: number | undefined;
}

interface Call {
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

export interface Transport {
  json<T>(path: string, call: Call): Promise<T>;
  /** The data of server-sent events until [DONE]. */
  events<T>(path: string, call: Call): AsyncGenerator<T, void, undefined>;
  health(signal?: AbortSignal): Promise<{ readonly ready: boolean; readonly progress: number }>;
}

interface WireError {
  readonly error?: { readonly message?: string; readonly code?: string | number | null } | string;
}

const rootOf = (url: string) => url.replace(/\/+$/, "").replace(/\/v1$/, "");

/** Lines of data in an event stream, whatever way the network cut it. */
async function* dataLines(body: ReadableStream<Uint8Array>): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder();
  let buffered = "";
  for await (const chunk of body) {
    buffered += decoder.decode(chunk, { stream: true });
    const lines = buffered.split(/\r\n|\n|\r(?!$)/);
    buffered = lines.pop() ?? "";
    for (const line of lines) if (line.startsWith("data:")) yield line.slice(5).trim();
  }
  if (buffered.startsWith("data:")) yield buffered.slice(5).trim();
}

const parsed = <T>(text: string, problem: string): T => {
  try {
    return JSON.parse(text) as T;
  } catch (cause) {
    throw new MillwrightError("LLM_BAD_OUTPUT", { problem }, { cause });
  }
};

/** HTTP to an OpenAI-compatible server, with its failures as errors of the catalogue. */
export const createTransport = ({ url, apiKey, timeoutMs = 60_000 }: TransportOptions): Transport => {
  const root = rootOf(url);
  const unavailable = (cause: unknown) =>
    new MillwrightError("LLM_UNAVAILABLE", { url: root, reason: reasonOf(cause) }, { cause });

  const refusal = async (response: Response): Promise<MillwrightError> => {
    const text = await response.text().catch(() => "");
    let message = text.slice(0, 500);
    let code = "";
    try {
      const { error } = JSON.parse(text) as WireError;
      message = (typeof error === "string" ? error : error?.message) ?? message;
      code = typeof error === "object" ? String(error.code ?? "") : "";
    } catch {
      // Not JSON: the text itself says what is wrong.
    }
    const { status } = response;
    if (status === 401 || status === 403)
      return new MillwrightError("CONFIG_INVALID", { path: "LLM_API_KEY", problem: message });
    if (status === 404)
      return new MillwrightError("CONFIG_INVALID", { path: "LLM_URL, LLM_MODEL", problem: message });
    if (status === 429) {
      const seconds = Number(response.headers.get("retry-after"));
      return new MillwrightError("RATE_LIMITED", { seconds: seconds > 0 ? seconds : 5 });
    }
    if (status >= 500) return unavailable(new Error(`${status}: ${message}`));
    if (
      code === "context_length_exceeded" ||
      /maximum context length|exceeds? the (available )?context/i.test(message)
    ) {
      const figures = (message.match(/\d+/g) ?? []).map(Number);
      return new MillwrightError("LLM_PROMPT_TOO_LONG", {
        tokens: figures.length > 0 ? Math.max(...figures) : "too many",
        limit: figures.length > 1 ? Math.min(...figures) : "fewer",
      });
    }
    return new MillwrightError("LLM_BAD_OUTPUT", { problem: message || `the server refused with ${status}` });
  };

  /** A deadline for one call, and a way to run its parts that tells apart who ended them. */
  const openCall = (signal: AbortSignal | undefined) => {
    const deadline = AbortSignal.timeout(timeoutMs);
    const run = async <T>(part: () => Promise<T>): Promise<T> => {
      try {
        return await part();
      } catch (error) {
        if (signal?.aborted) throw signal.reason;
        if (deadline.aborted)
          throw new MillwrightError("LLM_TIMEOUT", { seconds: timeoutMs / 1000 }, { cause: error });
        throw error instanceof MillwrightError ? error : unavailable(error);
      }
    };
    return { signal: signal ? AbortSignal.any([signal, deadline]) : deadline, run };
  };

  const request = async (path: string, { body }: Call, signal: AbortSignal): Promise<Response> => {
    const response = await fetch(`${root}/v1${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: {
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(apiKey ? { authorization: `Bearer ${apiKey}` } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal,
    });
    if (!response.ok) throw await refusal(response);
    return response;
  };

  return {
    json: <T>(path: string, call: Call) => {
      const { signal, run } = openCall(call.signal);
      return run(async () => parsed<T>(await (await request(path, call, signal)).text(), "it is not JSON"));
    },
    events: async function* <T>(path: string, call: Call) {
      const { signal, run } = openCall(call.signal);
      const { body } = await run(() => request(path, call, signal));
      if (!body) throw unavailable(new Error("the answer is empty"));
      const lines = dataLines(body);
      try {
        for (;;) {
          const next = await run(() => lines.next());
          if (next.done || next.value === "[DONE]") return;
          const data = parsed<T & WireError>(next.value, "an event of the stream is not JSON");
          if (data.error !== undefined) {
            const problem = typeof data.error === "string" ? data.error : (data.error.message ?? "unknown");
            throw new MillwrightError("LLM_BAD_OUTPUT", { problem });
          }
          yield data;
        }
      } finally {
        // An aborted body has nothing left to release.
        await lines.return().catch(() => undefined);
      }
    },
    health: async (signal) => {
      const limit = AbortSignal.timeout(Math.min(timeoutMs, 5_000));
      const both = signal ? AbortSignal.any([signal, limit]) : limit;
      try {
        const response = await fetch(`${root}/health`, { signal: both });
        // Ollama has no such route; that it answers is enough.
        if (response.ok || response.status === 404) return { ready: true, progress: 1 };
        const { progress } = (await response.json().catch(() => ({}))) as { progress?: unknown };
        return { ready: false, progress: typeof progress === "number" ? progress : 0 };
      } catch {
        return { ready: false, progress: 0 };
      }
    },
  };
};
