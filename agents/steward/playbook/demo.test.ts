import { expect, test } from "vitest";
import { checkPlaybook, circleOf } from "../../runtime/playbook/check.ts";
import { demoPlaybooks } from "./demo.ts";

test("the playbooks of the demonstration are right, and start each other in no circle", () => {
  const others = demoPlaybooks.map(({ id: name, playbook }) => ({ name, playbook }));
  for (const { id, playbook } of demoPlaybooks) {
    expect(checkPlaybook(playbook).problems, id).toEqual([]);
    expect(
      circleOf(
        playbook,
        others.filter(({ name }) => name !== id),
      ),
      id,
    ).toBeUndefined();
  }
});
