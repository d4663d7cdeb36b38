/** A part of a sentence that stands in an error's details in English, and the same in Chinese; `{name}` is what is filled in. */
export type Phrase = readonly [en: string, zh: string];
