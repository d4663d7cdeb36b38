import { MillwrightError } from "../core/errors.ts";
import type { Decoder, Encoder } from "./engine.ts";

/** How a model wants its prompt: "closed-set" takes only the user's words; "general" takes a whole conversation. */
export type PromptStyle = "closed-set" | "general";

export type ModelState =
  | { readonly phase: "loading"; readonly progress: number }
  | { readonly phase: "failed"; readonly error: MillwrightError }
  | { readonly phase: "ready" };

interface ModelBase {
  readonly id: string;
  readonly promptStyle: PromptStyle;
  state: ModelState;
}

export interface DecoderModel extends ModelBase {
  readonly role: "decoder";
  engine: Decoder | undefined;
}

export interface EncoderModel extends ModelBase {
  readonly role: "encoder";
  engine: Encoder | undefined;
}

export type Model = DecoderModel | EncoderModel;

export interface Registry {
  readonly models: readonly Model[];
  /** Mean progress of what still loads, 0 to 1; 1 when all is ready. */
  progress(): number;
  ready(): boolean;
  /** The first failure, if a model could not be loaded. */
  failure(): MillwrightError | undefined;
  /**
   * The engine of a role, by model id; without an id the first of the role.
   *
   * @throws MillwrightError MODEL_UNKNOWN, the load's own error, or MODEL_LOADING.
   */
  decoder(id?: string): { readonly model: DecoderModel; readonly engine: Decoder };
  encoder(id?: string): { readonly model: EncoderModel; readonly engine: Encoder };
  /** @throws MillwrightError MODEL_UNKNOWN */
  model(id: string): Model;
}

const unknown = (kind: string, id: string, served: readonly Model[], option: string) => {
  const names = served.map((model) => model.id).join(", ");
  return new MillwrightError("MODEL_UNKNOWN", { kind, id, served: names || `none (see ${option})` });
};

const kinds = {
  decoder: ["text model", "--model"],
  encoder: ["embedding model", "--embedding-model"],
} as const;

export const createRegistry = (models: readonly Model[]): Registry => {
  const pick = <T extends Model>(candidates: readonly T[], role: T["role"], id?: string): T => {
    const model = candidates.find((candidate) => candidate.id === id) ?? (id ? undefined : candidates[0]);
    if (!model) {
      const [kind, option] = kinds[role];
      throw unknown(kind, id ?? "here", candidates, option);
    }
    if (model.state.phase === "failed") throw model.state.error;
    if (model.state.phase === "loading") {
      const percent = Math.floor(model.state.progress * 100);
      throw new MillwrightError("MODEL_LOADING", { model: model.id, percent });
    }
    return model;
  };
  return {
    models,
    model: (id) => {
      const model = models.find((candidate) => candidate.id === id);
      if (!model) throw unknown("model", id, models, "--model");
      return model;
    },
    progress: () =>
      models.reduce((sum, { state }) => sum + (state.phase === "loading" ? state.progress : 1), 0) /
      Math.max(1, models.length),
    ready: () => models.every(({ state }) => state.phase === "ready"),
    failure: () =>
      models.map(({ state }) => (state.phase === "failed" ? state.error : undefined)).find(Boolean),
    decoder: (id) => {
      const model = pick(
        models.filter((candidate) => candidate.role === "decoder"),
        "decoder",
        id,
      );
      return { model, engine: model.engine! };
    },
    encoder: (id) => {
      const model = pick(
        models.filter((candidate) => candidate.role === "encoder"),
        "encoder",
        id,
      );
      return { model, engine: model.engine! };
    },
  };
};
