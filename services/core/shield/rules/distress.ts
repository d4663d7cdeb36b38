import type { Sign } from "../sign.ts";

/** Somebody needs help. */
export const distress: readonly Sign[] = [
  {
    pattern:
      /(?<![a-z])(?:kill myself|suicid\w*|end my life|hurt myself|want to die|don't want to live)(?![a-z])/u,
  },
  { pattern: /不想活|想死(?!了这)|自杀|轻生|结束(?:自己的?)?生命|活不下去/u },
];
