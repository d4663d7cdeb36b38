import { expect, test } from "vitest";
import { createSequence, createSequenceCheck } from "./sequence.ts";
import { formatTopic, parseTopic } from "./topic.ts";

test.each(["spBv1.0/BINJIANG/NBIRTH/SMT-2", "spBv1.0/BINJIANG/DDATA/SMT-2/LINE"])(
  "%s reads and writes",
  (text) => {
    const topic = parseTopic(text);
    expect(topic && formatTopic(topic)).toBe(text);
  },
);

test.each([
  "spBv1.0/G/DDATA/N",
  "spBv1.0/G/NBIRTH/N/D",
  "spBv1.0/STATE/host",
  "x/G/NBIRTH/N",
  "spBv1.0/G/DDATA/N/D/E",
  "",
])("%s is no node or device topic", (text) => expect(parseTopic(text)).toBeUndefined());

test("the sequence wraps after 255 and a host notices a gap", () => {
  const sequence = createSequence();
  const host = createSequenceCheck();
  expect(host.check("n", 1)).toBe("unborn");
  host.birth("n", sequence.next());
  for (let message = 1; message < 600; message += 1) expect(host.check("n", sequence.next())).toBe("ok");
  sequence.next();
  expect(host.check("n", sequence.next())).toBe("gap");
});
