import { problemJsonSchema } from "../problem.ts";
import { type Command, exitCode } from "./command.ts";

export const printSchema: Command = {
  name: "schema",
  files: [],
  help: "Prints the JSON schema of a problem file.",
  options: {},
  run: async ({ output }) => {
    output.answer(`${JSON.stringify(problemJsonSchema(), null, 2)}\n`);
    return exitCode.done;
  },
};
